import { FormatError } from "../../errors.ts";
import type { Budget } from "./budget.ts";
import { describe } from "./describe.ts";
import type { AllowList, GlobalHandler } from "./machine.ts";
import { latin1Bytes } from "./text.ts";
import type { PickleKey, PickleMap, PickleValue } from "./value.ts";

/** A dict key or set element. @throws {FormatError} when `value` is a container or an object. */
export function keyOf(value: PickleValue | undefined): PickleKey {
  if (value === null || (value !== undefined && typeof value !== "object")) return value;
  throw new FormatError(
    "pickle",
    `Expected a string, number, boolean or None as key but found ${describe(value)}.`,
  );
}

/** `dict()`, `dict(pairs)` or `dict(mapping)`. */
export function dict([source]: readonly PickleValue[], budget: Budget): PickleMap {
  const map: PickleMap = new Map();
  for (const pair of items(source instanceof Map ? [...source] : source, budget)) {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new FormatError("pickle", `Expected a pair of key and value but found ${describe(pair)}.`);
    }
    map.set(keyOf(pair[0]), pair[1]!);
  }
  return map;
}

/** Bytes, or the bytes of a Python 2 string, paid for. @throws {FormatError} when `value` is neither. */
export function bytesOf(value: PickleValue | undefined, budget: Budget): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== "string") {
    throw new FormatError("pickle", `Expected bytes but found ${describe(value)}.`);
  }
  budget.allocate(value.length);
  return latin1Bytes(value);
}

const list: GlobalHandler = ([source], budget) => items(source, budget);

const set: GlobalHandler = ([source], budget) => new Set(items(source, budget).map(keyOf));

/** `bytes()`, `bytearray(bytes)`, `bytearray(text, "latin-1")` or `_codecs.encode(text, "latin1")`. */
const bytes: GlobalHandler = ([source, encoding], budget) => {
  if (source === undefined) return new Uint8Array(0);
  if (typeof source === "string" && encoding !== "latin1" && encoding !== "latin-1") {
    throw new FormatError("pickle", `Expected the encoding latin1 but found ${describe(encoding)}.`);
  }
  return bytesOf(source, budget);
};

/** Containers and bytes of Python 2 and 3. */
export const PYTHON_GLOBALS: AllowList = new Map([
  ["collections.OrderedDict", dict],
  ["_codecs.encode", bytes],
  ...["builtins", "__builtin__"].flatMap((module): [string, GlobalHandler][] => [
    [`${module}.dict`, dict],
    [`${module}.list`, list],
    [`${module}.tuple`, list],
    [`${module}.set`, set],
    [`${module}.frozenset`, set],
    [`${module}.bytes`, bytes],
    [`${module}.bytearray`, bytes],
  ]),
]);

/** The entries of a list or set, paid for: copying is the one thing a few bytes could ask for often. */
function items(source: PickleValue | undefined, budget: Budget): PickleValue[] {
  if (source === undefined) return [];
  if (!Array.isArray(source) && !(source instanceof Set)) {
    throw new FormatError("pickle", `Expected a list or set but found ${describe(source)}.`);
  }
  budget.operate(Array.isArray(source) ? source.length : source.size);
  return [...source];
}
