import { z } from "zod";
import { checkSchema } from "../../schema.ts";

/** A token that is looked for in a text before words are, in the terms of Hugging Face's `tokenizer.json`. */
export interface AddedToken {
  /** Its number. */
  readonly id: number;
  /** Its text. */
  readonly content: string;
  /** Whether it means something to the text encoder beside what it says. */
  readonly special: boolean;
  /** Whether it is a token only where it is a word of its own. */
  readonly single_word: boolean;
  /** Whether the space before it is part of it. */
  readonly lstrip: boolean;
  /** Whether the space behind it is part of it. */
  readonly rstrip: boolean;
  /** Whether it is looked for in the text in lower case. */
  readonly normalized: boolean;
}

const id = z.int().nonnegative();
const flag = z.boolean().default(false);

const ENTRY = z.object({
  content: z.string().min(1),
  special: flag,
  single_word: flag,
  lstrip: flag,
  rstrip: flag,
  normalized: z.boolean().optional(),
});

const LIST = z.array(ENTRY.extend({ id }));
const NUMBERS = z.record(z.string().min(1), id);
const CONFIG = z.object({ added_tokens_decoder: z.record(z.string().regex(/^\d{1,9}$/), ENTRY).default({}) });

type Entry = Omit<AddedToken, "normalized"> & { readonly normalized?: boolean | undefined };

/** A token that is special or not, with nothing else about it. */
export const addedToken = (content: string, id: number, special: boolean): AddedToken => ({
  ...{ id, content, special, single_word: false, lstrip: false, rstrip: false },
  normalized: !special,
});

/**
 * The tokens that were added to a vocabulary, such as those of textual inversion.
 *
 * @param added JSON value of `added_tokens.json`, numbers by their tokens, or `added_tokens` of `tokenizer.json`, a list; nothing
 * where there is neither.
 * @param config JSON value of `tokenizer_config.json`, whose `added_tokens_decoder` comes before them.
 * @throws {InputError} when they are broken.
 */
export function addedTokens(added: unknown, config: unknown): AddedToken[] {
  const listed: Entry[] = Array.isArray(added)
    ? checkSchema(LIST, added)
    : Object.entries(checkSchema(NUMBERS, added ?? {})).map(([content, id]) =>
      addedToken(content, id, false)
    );
  const { added_tokens_decoder: decoder } = checkSchema(CONFIG, config ?? {});
  const told = Object.entries(decoder).map(([number, entry]): Entry => ({ ...entry, id: Number(number) }));
  const byContent = new Map([...listed, ...told].map((entry) => [entry.content, entry]));
  return [...byContent.values()].map((entry) => ({
    ...entry,
    normalized: entry.normalized ?? !entry.special,
  }));
}
