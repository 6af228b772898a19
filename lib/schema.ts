import { type z } from "zod";
import { InputError } from "./errors.ts";

/**
 * A zod schema whose values are of type `T`.
 *
 * @internal zod documents its own types.
 */
export type Schema<T> = z.ZodType<T>;

const typeName = (value: unknown): string =>
  value === null
    ? "null"
    : value === undefined
    ? "nothing"
    : Array.isArray(value)
    ? "an array"
    : typeof value;

/** A value of JSON as messages name it, and numbers that JSON has not. */
export const shown = (value: unknown): string =>
  typeof value === "object" || value === undefined
    ? typeName(value)
    : typeof value === "number"
    ? String(value)
    : JSON.stringify(value);

/** Our words for what zod expects, where its own say less. */
const WORDS: Readonly<Record<string, string>> = { record: "object", int: "a whole number" };

/** One of zod's issues in our words. */
const sentence: z.core.$ZodErrorMap = (issue) => {
  const found = shown(issue.input);
  const size = Array.isArray(issue.input) ? `${issue.input.length} of them` : found;
  switch (issue.code) {
    case "unrecognized_keys":
      return `Expected no field "${issue.keys.join('", "')}"`;
    case "invalid_type":
      return `Expected ${WORDS[issue.expected] ?? issue.expected} but found ${found}`;
    case "invalid_value":
      return `Expected ${issue.values.length > 1 ? "one of " : ""}${
        issue.values.map((value) => String(value) || '""').join(", ")
      } but found ${found}`;
    case "too_small":
      return `Expected ${issue.inclusive ? "at least" : "more than"} ${issue.minimum} but found ${size}`;
    case "too_big":
      return `Expected ${issue.inclusive ? "at most" : "less than"} ${issue.maximum} but found ${size}`;
    default:
      return `Expected another value but found ${found}`;
  }
};

/**
 * The value that a schema makes of JSON.
 *
 * @throws {InputError} with what is wrong first and its place: `points[0].handle: Expected number but found null.`
 */
export function checkSchema<T>(schema: Schema<T>, json: unknown): T {
  const { success, data, error } = schema.safeParse(json, { error: sentence });
  if (success) return data;
  const { path, message } = error.issues[0]!;
  const keys = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`));
  const place = keys.join("").replace(/^\./, "");
  throw new InputError(`${place ? `${place}: ` : ""}${message}.`);
}
