import { FormatError } from "../../errors.ts";
import type { Budget } from "../pickle/budget.ts";
import { Cursor } from "../pickle/cursor.ts";
import { describe, quoted } from "../pickle/describe.ts";
import { bytesOfKind } from "../pickle/layout.ts";
import type { AllowList, PickleContext } from "../pickle/machine.ts";
import { bytesOf } from "../pickle/python.ts";
import { refusePersistentId } from "../pickle/read.ts";
import { unpickle } from "../pickle/unpickle.ts";
import { PickleStorage, type PickleValue } from "../pickle/value.ts";
import { storageId } from "./storage.ts";
import { tensorGlobals } from "./tensor_globals.ts";

const MAGIC = 0x1950a86a20f9469cfc6cn;
const PROTOCOL = 1001;

/** A storage that the object named, to be filled from the end of the stream. */
interface Declared {
  readonly storage: PickleStorage;
  readonly count: number;
}

/**
 * The globals of {@linkcode tensorGlobals}, and the storages that ordinary pickles hold as `torch.save` streams.
 *
 * @param whenLoaded as there.
 */
export function torchGlobals(whenLoaded: (step: () => void) => void): AllowList {
  return new Map([
    ...tensorGlobals(whenLoaded),
    [
      "torch.storage._load_from_bytes",
      ([bytes], budget) => budget.nested(() => readLegacy(bytesOf(bytes, budget), budget)),
    ],
  ]);
}

/**
 * Reads a stream of `torch.save` as it was before zip archives: magic number, protocol, system, object, names of
 * storages, storages.
 *
 * @throws {FormatError} when the bytes are anything else.
 */
export function readLegacy(bytes: Uint8Array, budget: Budget): PickleValue {
  const input = new Cursor(bytes);
  const plain: PickleContext = { globals: new Map(), persistentLoad: refusePersistentId, budget };
  checkHeader(unpickle(input, plain), unpickle(input, plain), unpickle(input, plain));
  const steps: (() => void)[] = [];
  const storages = new Map<string, Declared>();
  const value = unpickle(input, {
    globals: torchGlobals((step) => steps.push(step)),
    persistentLoad: (id) => declare(storages, id),
    budget,
  });
  readStorages(input, unpickle(input, plain), storages);
  for (const step of steps) step();
  return value;
}

function checkHeader(magic: PickleValue, protocol: PickleValue, system: PickleValue): void {
  if (magic !== MAGIC || protocol !== PROTOCOL) {
    throw new FormatError("torch", `Expected torch's magic number but found ${describe(magic)}.`);
  }
  if (!(system instanceof Map) || system.get("little_endian") !== true) {
    throw new FormatError("torch", "Expected a file of a little-endian machine but found another.");
  }
}

function declare(storages: Map<string, Declared>, id: PickleValue): PickleStorage {
  const { kind, key, count } = storageId(id);
  const known = storages.get(key);
  const { storage } = known ?? { storage: new PickleStorage(kind, new Uint8Array(0)) };
  if (known !== undefined && (storage.kind !== kind || known.count !== count)) {
    throw new FormatError("torch", `Expected one type and length of storage ${quoted(key)} but found two.`);
  }
  storages.set(key, { storage, count });
  return storage;
}

function readStorages(input: Cursor, keys: PickleValue, storages: Map<string, Declared>): void {
  if (!Array.isArray(keys) || new Set(keys).size !== keys.length || keys.length !== storages.size) {
    throw new FormatError(
      "torch",
      `Expected ${storages.size} names of storages but found ${describe(keys)}.`,
    );
  }
  for (const key of keys) {
    const declared = typeof key === "string" ? storages.get(key) : undefined;
    if (declared === undefined) {
      throw new FormatError("torch", `Expected the name of a storage but found ${describe(key)}.`);
    }
    const length = input.length64();
    if (length !== declared.count) {
      throw new FormatError("torch", `Expected ${declared.count} elements in a storage but found ${length}.`);
    }
    declared.storage.bytes = input.take(length * bytesOfKind(declared.storage.kind));
  }
  if (input.remaining === 0) return;
  throw new FormatError("torch", `Expected the end after the storages but found ${input.remaining} bytes.`);
}
