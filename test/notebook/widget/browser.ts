/**
 * Tests the drag widget in real front ends of Jupyter, with our kernel and a real browser: points are placed by mouse
 * and moved by keys, a mask is brushed, drags are stopped and run to their end, and the next cell reads the result.
 * Screenshots go to out/widget. Arguments are names of front ends, such as "JupyterLab" (default: all that are installed).
 */
import assert from "node:assert/strict";
import { chromium } from "npm:playwright-core@1.65.1";
import { InputError } from "../../../lib/errors.ts";
import { DragPage } from "./browser/drag_page.ts";
import { type FrontEnd, installedFrontEnds } from "./browser/front_ends.ts";
import { DRAG_NOTEBOOK, type Printed } from "./browser/notebook.ts";
import { findPrograms } from "./browser/programs.ts";
import { startServer } from "./browser/server.ts";

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

/** Chromium beside playwright's own flags: nothing that asks the network or needs a graphics card. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// deno-lint-ignore no-console -- printing is what this script is for
const print = (text: string): void => console.log(text);

/** Does what a person would do with the widget. */
async function drag(page: DragPage): Promise<Printed> {
  await page.execute(0);
  await page.widget();
  await page.click([64, 82], [50, 82]);
  await page.keys(/^Target 1/, "ArrowLeft", "ArrowLeft");
  await page.screenshot("1-points");
  await page.tool("Brush");
  await page.stroke(...FACE);
  await page.screenshot("2-mask");
  await page.press("Run");
  await page.says(/^step [2-9] /);
  await page.press("Stop");
  await page.says(/^Stopped\.$/);
  await page.press("Reset");
  await page.says(/^Ready\.$/);
  await page.press("Run");
  await page.says(/^step (1[5-9]|2\d) /);
  await page.screenshot("3-running");
  await page.says(/^(Arrived|All steps made)\.$/);
  await page.execute(1);
  const printed = JSON.parse(await page.printed());
  await page.screenshot("4-result");
  return printed;
}

function check({ points, movable, distances, latent }: Printed): void {
  assert.deepEqual(points, [{ handle: [64, 82], target: [48, 82] }]);
  assert.ok(movable > 2000 && movable < 10_000, `${movable} pixels may move`);
  assert.equal(distances[0], 16);
  assert.ok(distances.at(-1)! <= 12, `${distances.at(-1)} pixels to go`);
  assert.deepEqual(latent, [1, 512]);
}

async function testIn(frontEnd: FrontEnd, jupyter: string, executablePath: string): Promise<void> {
  const folder = `out/widget/${frontEnd.name.toLowerCase().replaceAll(" ", "-")}`;
  await Deno.mkdir(folder, { recursive: true });
  await using server = await startServer(
    jupyter,
    frontEnd.command,
    { "drag.ipynb": DRAG_NOTEBOOK },
    frontEnd.theme,
  );
  await frontEnd.prepare?.(server.data);
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  try {
    const page = new DragPage(
      await browser.newPage({ viewport: { width: 1280, height: 960 } }),
      frontEnd,
      folder,
    );
    await page.open(server.url(frontEnd.page("drag.ipynb")));
    try {
      check(await drag(page));
    } catch (error) {
      await page.screenshot("failed");
      throw error;
    }
  } finally {
    await browser.close();
  }
}

/** Tests in all front ends asked for; returns the number of failures. */
async function main(wanted: readonly string[]): Promise<number> {
  const { chromium, jupyter } = await findPrograms();
  const frontEnds = (await installedFrontEnds(jupyter))
    .filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  let failed = 0;
  for (const frontEnd of frontEnds) {
    try {
      await testIn(frontEnd, jupyter, chromium);
      print(`${frontEnd.name}: works`);
    } catch (error) {
      failed++;
      print(`${frontEnd.name}: ${error instanceof Error ? error.stack : error}`);
    }
  }
  print(`${frontEnds.length - failed} passed, ${failed} failed`);
  return failed;
}

try {
  Deno.exitCode = await main(Deno.args) > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  print(error.message);
  Deno.exitCode = 1;
}
