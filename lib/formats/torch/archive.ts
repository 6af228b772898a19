import { FormatError } from "../../errors.ts";
import type { Budget } from "../pickle/budget.ts";
import { quoted } from "../pickle/describe.ts";
import { bytesOfKind } from "../pickle/layout.ts";
import { readPickle } from "../pickle/read.ts";
import { PickleStorage, type PickleValue } from "../pickle/value.ts";
import { torchGlobals } from "./legacy.ts";
import { storageId } from "./storage.ts";
import { storedEntries } from "./zip.ts";

const ENTRIES = /^[^/]+\/(data\.pkl|byteorder|data\/[^/]+)$/;

/**
 * Reads a zip archive of `torch.save`: an object in `NAME/data.pkl`, each of its storages in `NAME/data/KEY`.
 *
 * @throws {FormatError} when the bytes are anything else.
 */
export function readArchive(bytes: Uint8Array, budget: Budget): PickleValue {
  const entries = storedEntries(bytes, ENTRIES);
  const pickles = [...entries.keys()].filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  const [name] = pickles;
  const pickle = entries.get(name ?? "");
  if (name === undefined || pickle === undefined || pickles.length !== 1) {
    throw new FormatError("torch", `Expected one data.pkl in the archive but found ${pickles.length}.`);
  }
  const root = name.slice(0, -"data.pkl".length);
  checkByteOrder(entries.get(`${root}byteorder`));
  return readPickle(pickle, {
    globals: torchGlobals((step) => step()),
    persistentLoad: (id) => load(id, `${root}data/`, entries),
    budget,
  });
}

/** Archives say their byte order since torch 2.1; earlier ones are read as little-endian. */
function checkByteOrder(order: Uint8Array | undefined): void {
  const text = order === undefined ? "little" : String.fromCharCode(...order.subarray(0, 80));
  if (text !== "little") {
    throw new FormatError("torch", `Expected byte order little but found ${quoted(text)}.`);
  }
}

function load(id: PickleValue, folder: string, entries: ReadonlyMap<string, Uint8Array>): PickleStorage {
  const { kind, key, count } = storageId(id);
  const bytes = entries.get(folder + key);
  const size = count * bytesOfKind(kind);
  if (bytes?.length === size) return new PickleStorage(kind, bytes);
  throw new FormatError(
    "torch",
    `Expected ${size} bytes in storage ${quoted(key)} but found ${bytes?.length ?? "none"}.`,
  );
}
