import assert from "node:assert/strict";
import { type DragPage } from "./drag_page.ts";
import { type Printed } from "./notebook.ts";

/** Over the face, but not the hair. */
const FACE = [
  [40, 40],
  [90, 40],
  [92, 54],
  [36, 54],
  [34, 68],
  [92, 68],
  [90, 82],
  [36, 82],
  [40, 96],
  [88, 96],
  [78, 108],
  [48, 108],
] as const;

/** Does what a person would do with the widget; returns what the next cell prints. */
export async function dragFace(page: DragPage): Promise<Printed> {
  await page.execute(0);
  await page.widget();
  await page.click([64, 82], [50, 82]);
  await page.keys(/^Target 1/, "ArrowLeft", "ArrowLeft");
  await page.screenshot("1-points");
  await page.tool("Brush");
  await page.stroke(...FACE);
  await page.screenshot("2-mask");
  await page.press("Run");
  await page.says(/^step ([2-9]|\d\d) /);
  await page.press("Stop");
  await page.says(/^Stopped\.$/);
  await page.press("Reset");
  await page.says(/^Ready\.$/);
  await page.press("Run");
  await page.says(/^step (2[5-9]|[3-9]\d) /);
  await page.screenshot("3-running");
  await page.says(/^Arrived\.$/);
  await page.execute(1);
  const printed = JSON.parse(await page.printed());
  await page.screenshot("4-result");
  return printed;
}

/** Checks what came of it. */
export function checkPrinted({ points, movable, distances, latent }: Printed): void {
  assert.deepEqual(points, [{ handle: [64, 82], target: [48, 82] }]);
  assert.ok(movable > 2000 && movable < 10_000, `${movable} pixels may move`);
  assert.equal(distances[0], 16);
  assert.ok(distances.at(-1)! <= 2, `${distances.at(-1)} pixels to go`);
  assert.deepEqual(latent, [1, 512]);
}
