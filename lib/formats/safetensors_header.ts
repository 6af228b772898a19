import type { DType } from "../tensor.ts";
import { BYTES_OF, elementCount } from "./elements.ts";
import { SafetensorsError } from "./safetensors_error.ts";
import { checkKeys } from "./safetensors_keys.ts";

/** How the elements of the format's types are stored; BF16, which no tensor dtype equals, as its bits. */
export const STORED_AS: ReadonlyMap<string, DType> = new Map([
  ["F64", "float64"],
  ["F32", "float32"],
  ["F16", "float16"],
  ["BF16", "uint16"],
  ["I64", "int64"],
  ["I32", "int32"],
  ["I16", "int16"],
  ["I8", "int8"],
  ["U16", "uint16"],
  ["U8", "uint8"],
  ["BOOL", "bool"],
]);

/** Where a tensor lies and what it is. */
export interface SafetensorsEntry {
  /** The tensor's name, any string. */
  readonly name: string;
  /** The format's name of the element type. */
  readonly type: string;
  /** How the elements are stored. */
  readonly stored: DType;
  /** Size of every dimension. */
  readonly shape: readonly number[];
  /** First byte, counted from the end of the header. */
  readonly begin: number;
  /** The byte after the last one. */
  readonly end: number;
}

/** A header whose entries are sound each by itself. */
export interface SafetensorsHeader {
  /** The tensors, in the order of their bytes. */
  readonly entries: readonly SafetensorsEntry[];
  /** What `__metadata__` says. */
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Reads the JSON header of a safetensors file.
 *
 * @throws {SafetensorsError} when it breaks a rule of the format.
 */
export function parseSafetensorsHeader(bytes: Uint8Array): SafetensorsHeader {
  const header = objectOf(bytes);
  const metadata = new Map<string, string>();
  const entries: SafetensorsEntry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name !== "__metadata__") {
      entries.push(entryOf(name, value));
      continue;
    }
    for (const [key, text] of Object.entries(isObject(value) ? value : { "": value })) {
      if (typeof text !== "string") {
        throw new SafetensorsError("metadata", `Expected strings as metadata but found ${show(text)}.`);
      }
      metadata.set(key, text);
    }
  }
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  return { entries, metadata };
}

function objectOf(bytes: Uint8Array): Record<string, unknown> {
  const text = textOf(bytes);
  if (!text.startsWith("{")) {
    throw new SafetensorsError(
      "header start",
      `Expected { as the header's first character but found ${show(text[0])}.`,
    );
  }
  checkKeys(text);
  try {
    return JSON.parse(text, wholeNumbers as Reviver);
  } catch (cause) {
    throw new SafetensorsError("header syntax", "Expected a JSON object as the header.", { cause });
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new SafetensorsError("header encoding", "Expected UTF-8 as the header's encoding.", { cause });
  }
}

/** Makes NaN of a number that is not written in digits alone, such as `1.0`, `1e3`, `-0`: other readers refuse it. */
const wholeNumbers = (_key: string, value: unknown, { source = "" }: { source?: string }): unknown =>
  typeof value === "number" && !/^\d+$/.test(source) ? NaN : value;

/** TypeScript's library does not know a reviver's third argument yet. */
type Reviver = (key: string, value: unknown) => unknown;

function entryOf(name: string, value: unknown): SafetensorsEntry {
  const { dtype, shape, data_offsets: offsets } = isObject(value) ? value : {};
  if (typeof dtype !== "string" || !Array.isArray(shape) || !Array.isArray(offsets)) {
    throw new SafetensorsError("tensor info", `Expected dtype, shape and data_offsets of ${show(name)}.`);
  }
  const stored = STORED_AS.get(dtype);
  if (stored === undefined) {
    const known = [...STORED_AS.keys()].join(", ");
    throw new SafetensorsError(
      "dtype",
      `Expected one of ${known} as the dtype of ${show(name)} but found ${show(dtype)}.`,
    );
  }
  if (!shape.every(isWhole)) {
    throw new SafetensorsError(
      "shape",
      `Expected whole numbers as the shape of ${show(name)} but found ${show(shape)}.`,
    );
  }
  const [begin, end] = offsets;
  if (offsets.length !== 2 || !isWhole(begin) || !isWhole(end) || begin > end) {
    throw new SafetensorsError(
      "offsets",
      `Expected a begin and an end of ${show(name)} but found ${show(offsets)}.`,
    );
  }
  const bytes = elementCount(shape) * BYTES_OF[stored];
  if (!Number.isSafeInteger(bytes)) {
    throw new SafetensorsError(
      "overflow",
      `Expected under 2^53 bytes for ${show(name)} but found shape ${show(shape)}.`,
    );
  }
  if (bytes !== end - begin) {
    throw new SafetensorsError("size", `Expected ${bytes} bytes for ${show(name)} but found ${end - begin}.`);
  }
  return { name, type: dtype, stored, shape, begin, end };
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A short form for messages. */
const show = (value: unknown): string => String(JSON.stringify(value)).slice(0, 80);
