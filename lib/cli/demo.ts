import { Command } from "commander";
import { join } from "node:path";
import { FILES } from "../drag/folder.ts";
import { readDragRecord } from "../drag/read_record.ts";
import { type SpecInput } from "../drag/spec.ts";
import { comparisonStrip, type DragResult } from "../figures/comparison_strip.ts";
import { confidenceCurve } from "../figures/confidence_curve.ts";
import { markedPicture } from "../figures/marked_picture.ts";
import { renderPng } from "../figures/raster.ts";
import { trackingPaths } from "../figures/tracking_paths.ts";
import { decodeImage } from "../formats/image.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { readInputFile } from "../hub/read_file.ts";
import { openRuntime } from "../runtime/runtime.ts";
import { writeOutput } from "./batch.ts";
import { listenForInterrupt } from "./interruption.ts";
import { type RuntimeFlags, withRuntimeOptions } from "./options.ts";
import { runDrag } from "./run_drag.ts";
import { print, table } from "./terminal.ts";

/** The drag of the demo, made by each of the methods on the default model. */
export const DEMO: { readonly methods: readonly string[]; readonly spec: SpecInput } = {
  methods: ["draggan", "stabledrag"],
  spec: {
    latent: { seed: 4 },
    points: [{ handle: [64, 72], target: [48, 72] }],
    steps: 80,
  },
};

const readPicture = async (path: string): Promise<RgbaImage> =>
  decodeImage(await readInputFile(path, "a picture"));

async function readResult(folder: string): Promise<DragResult> {
  return { record: await readDragRecord(folder), picture: await readPicture(join(folder, FILES.after)) };
}

/** Draws what the methods made, as functions of the saved results. */
async function drawFigures(out: string): Promise<void> {
  const before = await readPicture(join(out, DEMO.methods[0]!, FILES.before));
  const results: DragResult[] = [];
  for (const method of DEMO.methods) results.push(await readResult(join(out, method)));
  const records = results.map(({ record }) => record);
  const figures: Readonly<Record<string, string>> = {
    before: markedPicture(before, { ...records[0]!, steps: [] }, { arrows: true }),
    ...Object.fromEntries(
      results.map(({ record, picture }) => [
        `after_${record.method}`,
        markedPicture(picture, record, { path: true }),
      ]),
    ),
    comparison: comparisonStrip(before, results),
    tracking_paths: trackingPaths(before, records),
    confidence: confidenceCurve(records.at(-1)!),
  };
  for (const [name, svg] of Object.entries(figures)) {
    await writeOutput(join(out, `${name}.svg`), new TextEncoder().encode(svg));
    await writeOutput(join(out, `${name}.png`), renderPng(svg));
  }
}

async function summary(out: string): Promise<string> {
  const rows = [["method", "final distance", "steps", "seconds per step", ""]];
  for (const method of DEMO.methods) {
    const { steps, arrived, timings } = await readDragRecord(join(out, method));
    const left = Math.max(...steps.at(-1)!.distances);
    const seconds = timings.secondsPerStep.toFixed(3);
    rows.push([method, `${left.toFixed(1)} px`, `${timings.steps}`, seconds, arrived ? "arrived" : ""]);
  }
  return table(rows, [1, 2, 3]);
}

async function run({ out, ...flags }: RuntimeFlags & { readonly out: string }): Promise<void> {
  using interruption = listenForInterrupt();
  await using runtime = await openRuntime(flags);
  for (const method of DEMO.methods) {
    await runDrag({
      spec: { ...DEMO.spec, method },
      base: ".",
      folder: join(out, method),
      overwrite: true,
      runtime,
      threads: flags.threads,
      signal: interruption.signal,
    });
  }
  await drawFigures(out);
  print(`${await summary(out)}\n\nPictures and figures are in ${out}.`);
}

/** `demo`. */
export const demoCommand = (): Command =>
  withRuntimeOptions(
    new Command("demo")
      .description("drag the same face by DragGAN and StableDrag, and draw what they did")
      .option("--out <dir>", "folder of the results", "out/demo"),
  ).action(run);
