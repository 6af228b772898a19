import { inFile, InputError } from "../errors.ts";
import { PickleTensor } from "../formats/pickle/value.ts";
import { decodeSafetensors } from "../formats/safetensors.ts";
import { readTorch } from "../formats/torch/read.ts";
import { type Tensor } from "../tensor.ts";
import { readShared } from "./read_shared.ts";
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

/**
 * Reads weights: a state dict that `torch.save` wrote where the name ends with .bin, .pt or .pth, *as data* (nothing in it
 * is run), else a safetensors file.
 *
 * @throws {InputError} when there is no such file, or it holds something else.
 */
export async function readTensors(path: string): Promise<ReadTensors> {
  const { bytes, sha256 } = await readShared(path).catch((error: unknown) => {
    if (error instanceof InputError) throw error;
    const found = error instanceof Deno.errors.NotFound ? "nothing there" : systemReason(error);
    throw new InputError(`Expected weights at ${path} but found ${found}.`, { cause: error });
  });
  const isTorch = TORCH.some((ending) => path.endsWith(ending));
  return {
    tensors: inFile(path, () => isTorch ? torchTensors(bytes) : decodeSafetensors(bytes).tensors),
    sha256,
  };
}
