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
/** Those that say nothing of times. */
const EQUAL = RESULTS.filter((name) => name !== "record.json");

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

/** Compares all but the times of two drags. */
export function assertEqualDrags(folder: string, other: string): void {
  assert.deepEqual(names(folder), RESULTS);
  for (const name of EQUAL) {
    assert.deepEqual(Deno.readFileSync(`${folder}/${name}`), Deno.readFileSync(`${other}/${name}`), name);
  }
}
