import { FormatError } from "../../errors.ts";
import { describe } from "../pickle/describe.ts";
import { count } from "../pickle/layout.ts";
import { type ElementKind, PickleGlobal, type PickleValue } from "../pickle/value.ts";

const KIND_OF_STORAGE: ReadonlyMap<string, ElementKind> = new Map(Object.entries({
  "torch.FloatStorage": "float32",
  "torch.DoubleStorage": "float64",
  "torch.HalfStorage": "float16",
  "torch.BFloat16Storage": "bfloat16",
  "torch.LongStorage": "int64",
  "torch.IntStorage": "int32",
  "torch.ShortStorage": "int16",
  "torch.CharStorage": "int8",
  "torch.ByteStorage": "uint8",
  "torch.BoolStorage": "bool",
}));

/** What the persistent id of a storage says about it. */
export interface StorageId {
  /** Element type. */
  readonly kind: ElementKind;
  /** Name of the storage in its file. */
  readonly key: string;
  /** Number of elements. */
  readonly count: number;
}

/**
 * The storage that `("storage", torch.FloatStorage, key, device, count)` stands for; the device is ignored.
 *
 * @throws {FormatError} for any other persistent id, and for a view of another storage.
 */
export function storageId(id: PickleValue): StorageId {
  const [tag, type, key, , length, view = null] = Array.isArray(id) ? id : [];
  const kind = type instanceof PickleGlobal ? KIND_OF_STORAGE.get(type.path) : undefined;
  if (tag !== "storage" || kind === undefined) {
    throw new FormatError("torch", `Expected a storage of numbers but found ${describe(type ?? id)}.`);
  }
  if (typeof key !== "string" || view !== null) {
    throw new FormatError(
      "torch",
      `Expected a whole storage with a name but found ${describe(view ?? key)}.`,
    );
  }
  return { kind, key, count: count(length, "a storage's length") };
}
