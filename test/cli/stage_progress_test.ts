import assert from "node:assert/strict";
import { stageLines } from "../../lib/cli/stage_progress.ts";

/** What is told of a stage from one step to its end, without times. */
function told(of: number, from = 0): string[] {
  const lines: string[] = [];
  using view = stageLines((line) => lines.push(line.replace(/:.*/, "")));
  for (let done = from; done <= of; done++) view.show({ stage: "lora", done, of });
  return lines;
}

Deno.test("a log has a line for a stage of few steps, and about ten for one of many", () => {
  assert.deepEqual(told(3), ["LoRA 3/3"]);
  assert.deepEqual(told(80), [8, 16, 24, 32, 40, 48, 56, 64, 72, 80].map((done) => `LoRA ${done}/80`));
  assert.deepEqual(told(35).length, 9);
});

Deno.test("a stage that runs again is told from its start, without a time that is past", () => {
  const lines: string[] = [];
  using view = stageLines((line) => lines.push(line));
  for (const _ of [1, 2, 3]) for (const done of [0, 1]) view.show({ stage: "picture", done, of: 1 });
  assert.deepEqual(lines, ["decode 1/1: 0 s", "decode 1/1: 0 s", "decode 1/1: 0 s"]);
});

Deno.test("of a stage that goes on only what comes is told, and of one that is kept that it is", () => {
  assert.deepEqual(told(80, 60), ["LoRA 64/80", "LoRA 72/80", "LoRA 80/80"]);
  assert.deepEqual(told(80, 80), ["LoRA 80/80"]);
});
