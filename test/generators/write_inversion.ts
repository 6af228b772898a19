import { join, relative } from "node:path";
import { encodeSafetensors } from "../../lib/formats/safetensors.ts";
import { INVERSION_FILES as FILES } from "../../lib/generators/inversion_files.ts";
import { openGan } from "../../lib/generators/load.ts";
import { sha256 } from "../../lib/hub/sha256.ts";

/** Makes the folder of an inversion that changed no weights of a model, as far as generators are opened from it. */
export async function writeInversion(folder: string, model: string): Promise<string> {
  const weights = encodeSafetensors(new Map());
  const hashes = { model: (await openGan(model)).sha256, weights: await sha256(weights) };
  Deno.mkdirSync(folder);
  Deno.writeFileSync(join(folder, FILES.weights), weights);
  const record = { model: relative(folder, model), sha256: hashes };
  Deno.writeTextFileSync(join(folder, FILES.record), JSON.stringify(record));
  return folder;
}
