import { unzipSync } from "fflate";
import { FormatError } from "../../errors.ts";
import { quoted } from "../pickle/describe.ts";

/** Most entries of an archive: a model has one per tensor. */
const MAX_ENTRIES = 1 << 16;

/**
 * The entries of a zip archive whose names match, by name. `torch.save` compresses nothing, so compressed and
 * encrypted entries are refused, and entries can be no larger than the archive.
 *
 * @throws {FormatError} when the bytes are no such archive.
 */
export function storedEntries(bytes: Uint8Array, wanted: RegExp): Map<string, Uint8Array> {
  const sizes = new Map<string, number>();
  let entries = 0;
  let total = 0;
  const select = (entry: ZipEntry): boolean => {
    checkName(entry.name);
    if (++entries > MAX_ENTRIES) throw refuse(`at most ${MAX_ENTRIES} entries`, "more");
    if (!wanted.test(entry.name)) return false;
    checkStored(entry);
    if (sizes.has(entry.name)) throw refuse("each entry once", `${quoted(entry.name)} twice`);
    sizes.set(entry.name, entry.size);
    total += entry.size;
    if (!(total <= bytes.length)) throw refuse(`entries of at most ${bytes.length} bytes`, `${total}`);
    return true;
  };
  const contents = new Map(Object.entries(unzip(bytes, select)));
  for (const [name, { length }] of contents) {
    if (length !== sizes.get(name)) throw refuse(`the whole entry ${quoted(name)}`, `${length} bytes`);
  }
  return contents;
}

interface ZipEntry {
  readonly name: string;
  readonly size: number;
  readonly originalSize: number;
  readonly compression: number;
}

/** fflate trusts the archive: whatever it stumbles over is the archive's fault. */
function unzip(bytes: Uint8Array, filter: (entry: ZipEntry) => boolean): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError("torch", "Expected a zip archive but found a damaged one.", { cause: error });
  }
}

function checkName(name: string): void {
  if (!/^[^/\\\0][^\\\0]*$/.test(name) || name.split("/").includes("..")) {
    throw refuse("entries inside the archive's folder", quoted(name));
  }
}

function checkStored({ name, size, originalSize, compression }: ZipEntry): void {
  if (compression === 0 && size === originalSize) return;
  throw refuse(`entry ${quoted(name)} neither compressed nor encrypted`, "it so");
}

const refuse = (expected: string, found: string): FormatError =>
  new FormatError("torch", `Expected ${expected} but found ${found}.`);
