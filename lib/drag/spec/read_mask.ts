import { resolve } from "node:path";
import { inFile } from "../../errors.ts";
import { readInputFile } from "../../hub/read_file.ts";
import { type Tensor } from "../../tensor.ts";
import { decodeMask } from "../mask.ts";
import { type SharedSpec } from "./shared_spec.ts";

/** The mask that a SPEC names, if it names one. */
export async function readMask({ mask }: SharedSpec, folder: string): Promise<Tensor | undefined> {
  if (mask === undefined) return undefined;
  const path = resolve(folder, mask);
  const bytes = await readInputFile(path, "a mask");
  return inFile(path, () => decodeMask(bytes));
}
