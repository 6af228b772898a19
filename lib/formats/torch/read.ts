import { Budget } from "../pickle/budget.ts";
import { checkTree } from "../pickle/tree.ts";
import type { PickleValue } from "../pickle/value.ts";
import { readArchive } from "./archive.ts";
import { readLegacy } from "./legacy.ts";

/**
 * Reads a file of `torch.save` (`.pt`, `.pth`, `.ckpt`), zip archive or legacy stream, *as data*: nothing in it
 * is run. Tensors become {@linkcode PickleTensor} in C order: half as `"float16"` bits, bfloat16 as `"float32"`.
 *
 * @param bytes the whole file.
 * @throws {FormatError} when the bytes are anything else, ask for more than data, or cost too much.
 */
export function readTorch(bytes: Uint8Array): PickleValue {
  const budget = new Budget(bytes.length);
  const value = isZip(bytes) ? readArchive(bytes, budget) : readLegacy(bytes, budget);
  checkTree(value);
  return value;
}

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;
