import assert from "node:assert/strict";

/** What a finished drag leaves. */
export const RESULTS = [
  "after.png",
  "before.png",
  "drag.gif",
  "latent.npy",
  "path.png",
  "record.json",
  "steps.jsonl",
];
/** What is left where a LoRA was trained. */
export const RESULTS_WITH_LORA = [...RESULTS, "lora.safetensors"].sort();

/** What is in a folder. */
export const names = (folder: string): string[] =>
  [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

/** Lines in a file; none where it is not there. */
export function linesIn(path: string): number {
  try {
    return Deno.readTextFileSync(path).split("\n").length - 1;
  } catch {
    return 0;
  }
}

/** Compares all files of two drags but the record, which says of times. */
export function assertEqualDrags(folder: string, other: string, results: readonly string[] = RESULTS): void {
  assert.deepEqual(names(folder), results);
  for (const name of results.filter((each) => each !== "record.json")) {
    assert.deepEqual(Deno.readFileSync(`${folder}/${name}`), Deno.readFileSync(`${other}/${name}`), name);
  }
}
