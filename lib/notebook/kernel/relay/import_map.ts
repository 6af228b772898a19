import { z } from "zod";
import { checkSchema } from "../../../schema.ts";
import { isRelative } from "../cell/cell_helpers.ts";
import { parseJsonWithComments } from "./json_with_comments.ts";

const MAPPING = z.record(z.string(), z.string());

/** What a configuration of Deno says on imports, and on how sources are read. */
export interface ImportSettings {
  /** What specifiers stand for. */
  readonly imports: Readonly<Record<string, string>>;
  /** The same, for files in a place only. */
  readonly scopes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Default: Deno's. */
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
  /** Names of unstable features. Default: none. */
  readonly unstable?: readonly string[];
}

const SETTINGS = z.object({
  imports: MAPPING.default({}),
  scopes: z.record(z.string(), MAPPING).default({}),
  compilerOptions: z.record(z.string(), z.unknown()).exactOptional(),
  unstable: z.array(z.string()).exactOptional(),
});

/**
 * Reads what concerns imports in the text of a `deno.json` or `deno.jsonc`.
 *
 * @throws {InputError} naming the first field that is wrong, or the place that is no JSON with comments.
 */
export const parseImportSettings = (text: string): ImportSettings =>
  checkSchema(SETTINGS, parseJsonWithComments(text));

const absolute = (specifier: string, folder: URL): string =>
  isRelative(specifier) ? new URL(specifier, folder).href : specifier;

const absoluteMapping = (mapping: Readonly<Record<string, string>>, folder: URL): Record<string, string> =>
  Object.fromEntries(
    Object.entries(mapping).map(([from, to]) => [absolute(from, folder), absolute(to, folder)]),
  );

/** The same settings for a file elsewhere; what is relative in them starts from `folder`. */
export const movable = (settings: ImportSettings, folder: URL): ImportSettings => ({
  ...settings,
  imports: absoluteMapping(settings.imports, folder),
  scopes: Object.fromEntries(
    Object.entries(settings.scopes)
      .map(([scope, mapping]) => [absolute(scope, folder), absoluteMapping(mapping, folder)]),
  ),
});

/**
 * The settings under which cells run: the user's go before ours, but not in our own files, and `stabledrag` is
 * this project.
 *
 * @param ours our own imports.
 * @param root our folder, ending in a slash.
 * @param user the user's settings, movable.
 */
export const cellSettings = (
  ours: Readonly<Record<string, string>>,
  root: URL,
  user: ImportSettings | undefined,
): ImportSettings => ({
  ...user,
  imports: { ...ours, ...user?.imports, stabledrag: new URL("mod.ts", root).href },
  scopes: { ...user?.scopes, [root.href]: { ...ours } },
});
