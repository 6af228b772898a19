/**
 * Tests the drag widget in real front ends of Jupyter, with our kernel and a real browser: points are placed by mouse
 * and moved by keys, a mask is brushed, drags are stopped and run to their end, and the next cell reads the result.
 * Screenshots go to out/widget. Debian's packages are installed where they are missing and this may install them.
 * Arguments are names of front ends, such as "JupyterLab" (default: all that are installed), or `--first` for the first
 * one only, where nothing is installed.
 */
import { chromium } from "playwright-core";
import { InputError } from "../../../lib/errors.ts";
import { checkPrinted, dragFace } from "./browser/drag_face.ts";
import { DragPage } from "./browser/drag_page.ts";
import { type FrontEnd, installedFrontEnds } from "./browser/front_ends.ts";
import { DRAG_NOTEBOOK } from "./browser/notebook.ts";
import { installPrograms } from "./browser/programs.ts";
import { startServer } from "./browser/server.ts";

/** The browser asks nothing of the network, and needs no graphics card. Its profile is new and empty. */
const FLAGS = [
  "--headless",
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

async function testIn(frontEnd: FrontEnd, jupyter: string, executablePath: string): Promise<void> {
  const folder = `out/widget/${frontEnd.name.toLowerCase().replaceAll(" ", "-")}`;
  await Deno.mkdir(folder, { recursive: true });
  const notebooks = { "drag.ipynb": DRAG_NOTEBOOK };
  await using server = await startServer(jupyter, frontEnd.command, notebooks, frontEnd.theme);
  await frontEnd.prepare?.(server.data);
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  try {
    const viewport = { width: 1280, height: 960 };
    const page = new DragPage(await browser.newPage({ viewport }), frontEnd, folder);
    await page.open(server.url(frontEnd.page("drag.ipynb")));
    try {
      checkPrinted(await dragFace(page));
    } catch (error) {
      await page.screenshot("failed");
      throw error;
    }
    await page.compose();
  } finally {
    await browser.close();
  }
}

/** Tests in the front ends asked for; returns the number of failures. */
async function main(args: readonly string[]): Promise<number> {
  const { chromium, jupyter } = await installPrograms();
  const installed = await installedFrontEnds(jupyter);
  const frontEnds = args[0] === "--first"
    ? installed.slice(0, 1)
    : installed.filter(({ name }) => args.length === 0 || args.includes(name));
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
