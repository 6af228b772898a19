import { type z } from "zod";

const typeName = (value: unknown): string =>
  value === null
    ? "null"
    : value === undefined
    ? "nothing"
    : Array.isArray(value)
    ? "an array"
    : typeof value;

const shown = (value: unknown): string =>
  typeof value === "object" || value === undefined ? typeName(value) : JSON.stringify(value);

/** One of zod's issues in our words, to be given to `safeParse` as `error`. */
export const sentence: z.core.$ZodErrorMap = (issue) => {
  const found = shown(issue.input);
  const size = Array.isArray(issue.input) ? `${issue.input.length} of them` : found;
  switch (issue.code) {
    case "unrecognized_keys":
      return `Expected no field "${issue.keys.join('", "')}"`;
    case "invalid_type":
      return `Expected ${issue.expected} but found ${found}`;
    case "invalid_value":
      return `Expected ${issue.values.map(String).join(", ")} but found ${found}`;
    case "too_small":
      return `Expected ${issue.inclusive ? "at least" : "more than"} ${issue.minimum} but found ${size}`;
    case "too_big":
      return `Expected ${issue.inclusive ? "at most" : "less than"} ${issue.maximum} but found ${size}`;
    default:
      return `Expected another value but found ${found}`;
  }
};

/** What is wrong first, with its place in the JSON value: `points[0].handle: Expected number but found null.` */
export function firstSentence(error: z.ZodError): string {
  const { path, message } = error.issues[0]!;
  const keys = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`));
  const place = keys.join("").replace(/^\./, "");
  return `${place ? `${place}: ` : ""}${message}.`;
}
