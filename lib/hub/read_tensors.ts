import { inFile, InputError } from "../errors.ts";
import { PickleTensor } from "../formats/pickle/value.ts";
import { decodeSafetensors } from "../formats/safetensors.ts";
import { readTorch } from "../formats/torch/read.ts";
import { type Tensor } from "../tensor.ts";
import { readShared } from "./read_shared.ts";
import { readStored } from "./read_stored.ts";
import { systemReason } from "./writing.ts";

/** The tensors of a file, and its hash. */
export interface ReadTensors {
  /** By name. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** SHA-256 of the file, as hexadecimal digits. */
  readonly sha256: string;
}

/** How names of torch's files end. */
const TORCH = [".bin", ".pt", ".pth"];

const isTorch = (path: string): boolean => TORCH.some((ending) => path.endsWith(ending));

/** The tensors of a state dict that `torch.save` wrote. */
function torchTensors(bytes: Uint8Array): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  const value = readTorch(bytes);
  for (const [name, entry] of value instanceof Map ? value : [["", value] as const]) {
    if (typeof name !== "string" || !(entry instanceof PickleTensor)) {
      throw new InputError("Expected tensors by name but found something else.");
    }
    tensors.set(name, entry);
  }
  return tensors;
}

/** Bytes from which on a safetensors file is left where it is. Our choice: U-Nets are, all else fits in memory. */
const LARGE = 1 << 28;

/** Reads a file into memory. */
async function readWhole(path: string): Promise<ReadTensors> {
  const { bytes, sha256 } = await readShared(path);
  return {
    tensors: inFile(path, () => isTorch(path) ? torchTensors(bytes) : decodeSafetensors(bytes).tensors),
    sha256,
  };
}

/**
 * Reads weights: a state dict that `torch.save` wrote where the name ends with .bin, .pt or .pth, *as data* (nothing in it
 * is run), else a safetensors file. The elements of a large one of these stay in the file, which must not change as long
 * as they are used.
 *
 * @param large bytes from which on they stay there (default 256 MiB).
 * @throws {InputError} when there is no such file, or it holds something else.
 */
export async function readTensors(path: string, large = LARGE): Promise<ReadTensors> {
  const read = async (): Promise<ReadTensors> =>
    !isTorch(path) && (await Deno.stat(path)).size >= large ? await readStored(path) : await readWhole(path);
  return await read().catch((error: unknown) => {
    if (error instanceof InputError) throw error;
    const found = error instanceof Deno.errors.NotFound ? "nothing there" : systemReason(error);
    throw new InputError(`Expected weights at ${path} but found ${found}.`, { cause: error });
  });
}
