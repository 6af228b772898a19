import { z } from "zod";
import { InputError } from "../../errors.ts";
import { checkSchema, type Schema } from "../../schema.ts";

/**
 * What no model of the family comes near (our choice): a file that says more is refused, where it would exhaust the
 * memory.
 */
export const MOST = {
  /** Channels of a level, width of a vector, and what they are cut into. */
  channels: 2 ** 16,
  /** Layers of a level, or of a text encoder. */
  layers: 64,
  /** Levels, each of half the pixels. */
  levels: 16,
  /** Tokens of a text. */
  tokens: 2 ** 12,
  /** Tokens that a text encoder knows. */
  vocabulary: 2 ** 20,
} as const;

/** A whole number from 1. */
export const countTo = (most: number): Schema<number> => z.int().positive().max(most);

/**
 * Checks that channels divide into groups, heads, whatever a field of a `config.json` counts.
 *
 * @throws {InputError} that names the field.
 */
export function checkDivides(field: string, parts: string, count: number, channels: number): void {
  if (channels % count === 0) return;
  throw new InputError(
    `${field}: Expected a number of ${parts} that ${channels} channels divide into but found ${count}.`,
  );
}

/**
 * Checks that a field of a `config.json` lists one thing for each level.
 *
 * @throws {InputError} that names the field.
 */
export function checkLevels(field: string, list: readonly unknown[], levels: number): void {
  if (list.length === levels) return;
  throw new InputError(`${field}: Expected ${levels} of them, one for each level, but found ${list.length}.`);
}

/**
 * Checks the JSON value of a model's `config.json`.
 *
 * @param fixed fields that only other families of models set to another value, with the value that they must have where
 * they are there.
 * @throws {InputError} with one sentence on the first field that is not as it should be.
 */
export function readConfig<T>(
  schema: Schema<T>,
  fixed: Readonly<Record<string, unknown>>,
  json: unknown,
): T {
  const data = checkSchema(schema, json);
  for (const [field, expected] of Object.entries(fixed)) {
    const found = JSON.stringify((json as Readonly<Record<string, unknown>>)[field]);
    if (found !== undefined && found !== JSON.stringify(expected)) {
      throw new InputError(
        `${field}: Expected ${JSON.stringify(expected)}, as in Stable Diffusion 1 and 2, but found ${found}.`,
      );
    }
  }
  return data;
}
