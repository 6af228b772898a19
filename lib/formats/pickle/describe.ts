import { PickleDtype, PickleGlobal, PickleStorage, PickleTensor, type PickleValue } from "./value.ts";

/** At most 80 characters of a name out of a file, with control characters escaped. */
export function quoted(name: string): string {
  const short = name.length > 80 ? `${name.slice(0, 80)}…` : name;
  return /^[\w.]+$/.test(short) ? short : JSON.stringify(short);
}

/** A few words for a value, for error messages: its kind and size or name, never its whole content. */
export function describe(value: PickleValue | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "None";
  if (typeof value === "string") return `the string ${quoted(value)}`;
  if (typeof value !== "object") return `${typeof value} ${String(value).slice(0, 40)}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Map) return `a dict of ${value.size}`;
  if (value instanceof Set) return `a set of ${value.size}`;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (value instanceof PickleTensor) return `a tensor [${value.shape.join(", ")}]`;
  if (value instanceof PickleStorage) return `a ${value.kind} storage`;
  if (value instanceof PickleDtype) return `the dtype ${quoted(value.code)}`;
  if (value instanceof PickleGlobal) return `the global ${quoted(value.path)}`;
  return `an object of class ${quoted(value.className)}`;
}
