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

Deno.test("of a stage that goes on only what comes is told, and of one that is kept that it is", () => {
  assert.deepEqual(told(80, 60), ["LoRA 64/80", "LoRA 72/80", "LoRA 80/80"]);
  assert.deepEqual(told(80, 80), ["LoRA 80/80"]);
});
