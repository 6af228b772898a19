import { createHash } from "node:crypto";
import { inFile } from "../errors.ts";
import { LENGTH_BYTES, LONGEST_HEADER, safetensor, safetensorsLayout } from "../formats/safetensors.ts";
import { type StoredFile, storedFile, storedTensor } from "../stored_tensor.ts";
import { type Tensor } from "../tensor.ts";
import { pieces } from "./pieces.ts";
import { type ReadTensors } from "./read_tensors.ts";

/** SHA-256 of a file of any size, as hexadecimal digits. */
async function fileHash({ path, size }: StoredFile): Promise<string> {
  const hash = createHash("sha256");
  using file = await Deno.open(path);
  for await (const piece of pieces(file, size)) hash.update(piece);
  return hash.digest("hex");
}

const bytesAt = (file: StoredFile, offset: number, length: number): Uint8Array =>
  storedTensor("uint8", [length], { file, offset }).data;

/** The first bytes of a safetensors file, with its whole header if that may be read. */
function headOf(file: StoredFile): Uint8Array {
  const first = bytesAt(file, 0, Math.min(LENGTH_BYTES, file.size));
  if (first.length < LENGTH_BYTES) return first;
  const length = new DataView(first.buffer).getBigUint64(0, true);
  const end = BigInt(LENGTH_BYTES) + length;
  const isRefused = length > BigInt(LONGEST_HEADER) || end > BigInt(file.size);
  return bytesAt(file, 0, isRefused ? LENGTH_BYTES : Number(end));
}

/**
 * Lists the tensors of a safetensors file, whose elements stay there: see `storedTensor`. Those in bfloat16 are read,
 * as they become float32.
 *
 * @throws {InputError} when the file breaks a rule of the format; what Deno throws where it cannot be read.
 */
export async function readStored(path: string): Promise<ReadTensors> {
  const file = await storedFile(path);
  const sha256 = await fileHash(file);
  const { entries, start } = inFile(path, () => safetensorsLayout(headOf(file), file.size));
  const tensors = entries.map((entry): [string, Tensor] => {
    const { name, type, stored, shape, begin, end } = entry;
    const offset = start + begin;
    const value = type === "BF16"
      ? safetensor(entry, bytesAt(file, offset, end - begin))
      : storedTensor(stored, shape, { file, offset });
    return [name, value];
  });
  return { tensors: new Map(tensors), sha256 };
}
