import { join } from "node:path";
import { inFile, InputError } from "../errors.ts";
import { type Checkpoint, decodeCheckpoint } from "./checkpoint.ts";
import { checkSameDrag, type Provenance } from "./provenance.ts";
import { type RecordFile } from "./record.ts";
import { RECORD_FILE } from "./record_schema.ts";
import { ifThere } from "../hub/if_there.ts";
import { parseJson } from "../parse_json.ts";
import { checkSchema } from "../schema.ts";

/** The files of a drag's folder. */
export const FILES = {
  checkpoint: "state.safetensors",
  steps: "steps.jsonl",
  record: "record.json",
  latent: "latent.npy",
  before: "before.png",
  after: "after.png",
  path: "path.png",
  gif: "drag.gif",
  lora: "lora.safetensors",
} as const;

const NAMES: readonly string[] = Object.values(FILES);

/** Removes what killed runs left half-written in a folder, and those of a drag's files that `which` names. */
export async function clearFolder(folder: string, which: (name: string) => boolean): Promise<void> {
  for (const { name } of [...Deno.readDirSync(folder)]) {
    const stray = NAMES.some((own) => name.startsWith(`${own}.`) && name.endsWith(".part"));
    if (stray || (NAMES.includes(name) && which(name))) await Deno.remove(join(folder, name));
  }
}

/**
 * The content of a `record.json`.
 *
 * @throws {InputError} naming the file, and the first field that is wrong.
 */
export const decodeRecord = (path: string, bytes: Uint8Array): RecordFile =>
  inFile(path, () => checkSchema(RECORD_FILE, parseJson(bytes)));

/**
 * What a folder holds of a drag: all of it, a part, or nothing.
 *
 * @throws {InputError} when it holds another drag, or files that a drag would replace.
 */
export async function heldIn(
  folder: string,
  provenance: Provenance,
): Promise<Checkpoint | "finished" | undefined> {
  const [recordPath, statePath] = [join(folder, FILES.record), join(folder, FILES.checkpoint)];
  const record = await ifThere(Deno.readFile(recordPath));
  if (record) {
    checkSameDrag(folder, decodeRecord(recordPath, record), provenance);
    await clearFolder(folder, (name) => name === FILES.checkpoint);
    return "finished";
  }
  const state = await ifThere(Deno.readFile(statePath));
  if (state) {
    const checkpoint = inFile(statePath, () => decodeCheckpoint(state));
    checkSameDrag(folder, checkpoint.provenance, provenance);
    return checkpoint;
  }
  const foreign = [...Deno.readDirSync(folder)].find(({ name }) => NAMES.includes(name));
  if (!foreign) return undefined;
  throw new InputError(
    `Expected ${folder} without ${foreign.name}, which the drag would replace; ` +
      "choose another folder or add --overwrite.",
  );
}
