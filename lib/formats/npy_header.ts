import { FormatError } from "../errors.ts";

/** What the header of a .npy file declares. */
export interface NpyHeader {
  /** NumPy's name of the element type with its byte order, such as `<f4`. */
  readonly descr: string;
  /** Whether the first index, not the last, varies fastest. */
  readonly fortranOrder: boolean;
  /** Size of every dimension, each at most 2^53 - 1. */
  readonly shape: readonly number[];
}

/** `key: value,` with a quoted key, and True, False, a quoted string or a tuple as the value. */
const ENTRY = /\s*(['"])(\w+)\1\s*:\s*(True|False|(['"])[^'"\\]*\4|\([\d,\s]*\))\s*(,|$)/y;
const KEYS = ["descr", "fortran_order", "shape"];
const MOST_DIMENSIONS = 64;

/**
 * Reads the Python dictionary in a .npy header as data: a literal of exactly the keys `descr`,
 * `fortran_order` and `shape`, nothing else that Python would evaluate.
 *
 * @throws {FormatError} when it is anything else or has over 64 dimensions.
 */
export function parseNpyHeader(text: string): NpyHeader {
  const entries = entriesOf(text.trim());
  const [descr, order, shape] = KEYS.map((key) => entries.get(key));
  if (descr === undefined || order === undefined || shape === undefined || entries.size > KEYS.length) {
    throw new FormatError(
      "npy",
      `Expected the keys ${KEYS.join(", ")} but found ${[...entries.keys()].join(", ")}.`,
    );
  }
  if (!/^['"]/.test(descr)) throw new FormatError("npy", `Expected one element type but found ${descr}.`);
  if (!/^[TF]/.test(order)) {
    throw new FormatError("npy", `Expected fortran_order True or False but found ${order}.`);
  }
  return { descr: descr.slice(1, -1), fortranOrder: order === "True", shape: shapeOf(shape) };
}

/** The source text of every value by its key. */
function entriesOf(text: string): Map<string, string> {
  const malformed = new FormatError(
    "npy",
    `Expected a dictionary as the header but found ${text.slice(0, 80)}.`,
  );
  if (!text.startsWith("{") || !text.endsWith("}")) throw malformed;
  const body = text.slice(1, -1).trimEnd();
  const entries = new Map<string, string>();
  for (let position = 0; position < body.length;) {
    ENTRY.lastIndex = position;
    const [entry, , key, value] = ENTRY.exec(body) ?? [];
    if (entry === undefined || key === undefined || value === undefined) throw malformed;
    if (entries.has(key)) throw new FormatError("npy", `Expected every key once but found ${key} twice.`);
    entries.set(key, value);
    position += entry.length;
  }
  return entries;
}

/** The numbers of a Python tuple: `()`, `(3,)`, `(3, 4)`, `(3, 4,)`. */
function shapeOf(tuple: string): number[] {
  const parts = tuple.slice(1, -1).split(",").map((part) => part.trim());
  const isTuple = tuple.startsWith("(") && (parts.length > 1 || parts[0] === "");
  if (parts.at(-1) === "") parts.pop();
  if (!isTuple || !parts.every((part) => /^(0|[1-9]\d*)$/.test(part))) {
    throw new FormatError("npy", `Expected a tuple of sizes as the shape but found ${tuple.slice(0, 80)}.`);
  }
  const shape = parts.map(Number);
  if (shape.length > MOST_DIMENSIONS || !shape.every(Number.isSafeInteger)) {
    throw new FormatError(
      "npy",
      `Expected at most ${MOST_DIMENSIONS} sizes below 2^53 but found the shape ${tuple.slice(0, 80)}.`,
    );
  }
  return shape;
}
