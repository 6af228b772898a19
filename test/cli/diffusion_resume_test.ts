import assert from "node:assert/strict";
import { assertEqualDrags, linesIn, names } from "./drag_folder.ts";
import { pictureFolder, pictureSpec } from "./diffusion_specs.ts";
import { runDragTo, stopWhen } from "./stop_at.ts";

Deno.test("an edit killed in the drag, and before and in the denoising, goes on to an equal end", async () => {
  using folder = pictureFolder();
  const spec = folder.write("spec.json", pictureSpec({ inferenceSteps: 10, steps: 20 }));
  const whole = { spec, out: folder.at("whole"), cache: folder.at("cache") };
  const killed = { spec, out: folder.at("killed"), cache: folder.at("other-cache") };
  await runDragTo(whole);
  const recorded = (steps: number) => (): boolean => linesIn(`${killed.out}/steps.jsonl`) >= steps;
  await stopWhen(recorded(4), "SIGKILL", killed);
  await stopWhen(recorded(20), "SIGKILL", killed);
  assert.ok(!names(killed.out).includes("record.json"));
  const denoised = (): boolean =>
    names(`${killed.cache}/edits`).some((name) => /^denoised-\w+\.safetensors$/.test(name));
  await stopWhen(denoised, "SIGKILL", killed);
  assert.ok(!names(killed.out).includes("record.json"));
  const last = await runDragTo(killed);
  assert.equal(last.status, 0, last.stderr);
  assert.match(
    last.stderr,
    /^encode 1\/1: kept from before\ninvert 7\/7: kept from before\ndenoise 7\/7: kept/,
  );
  assertEqualDrags(killed.out, whole.out);

  const again = await runDragTo(killed);
  assert.equal(again.status, 0);
  assert.match(again.stderr, /^[^\n]* holds this drag already, finished; --overwrite makes it again\.\n$/);
});
