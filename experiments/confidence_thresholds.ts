/**
 * Where does each confidence score stand when the default one stands at its τ? Drags one landmark of pairs of faces,
 * supervised by the current feature whatever the confidence is, so that all scores see the same steps; τ of a score is
 * what it is below as often as the relative peak is below its own. `deno run … experiments/confidence_thresholds.ts
 * run`, then `… analyse` writes the table. Each drag is saved as it ends, so that a stopped run goes on.
 */
import { z } from "zod";
import { drag } from "../lib/drag/drag.ts";
import { CONFIDENCE_SCORES } from "../lib/drag/confidence/mod.ts";
import { stabledrag } from "../lib/drag/methods/stabledrag.ts";
import { SUPERVISION_DEFAULTS } from "../lib/drag/supervision/mod.ts";
import { openModel } from "../lib/generators/load.ts";
import { writeFile } from "../lib/hub/write_file.ts";
import { type Lab } from "../lib/lab/experiment.ts";
import { type FacePair, facePairs } from "../lib/lab/faces/face_pairs.ts";
import { landmarkDrags } from "../lib/lab/faces/landmark_drags.ts";
import { stoppingAt } from "../lib/lab/faces/stopping.ts";
import { mean } from "../lib/metrics/bootstrap.ts";
import { openFaceMetrics } from "../lib/metrics/face_metrics.ts";
import { openRuntime } from "../lib/runtime/runtime.ts";
import { type KeptResults, keptResults, resultsPath } from "./kept_results.ts";

/** Seeds that no benchmark uses by default. */
const SEEDS = Array.from({ length: 12 }, (_, i) => 1003 + i);
const STEPS = 300;
const SCORES = Object.keys(CONFIDENCE_SCORES);

/** Confidences of all steps of a drag. */
const RESULT = z.object({ score: z.string(), seed: z.number(), confidences: z.array(z.number()) });

const saved = (): Promise<KeptResults<z.infer<typeof RESULT>>> =>
  keptResults({
    path: resultsPath("confidence_thresholds.json"),
    settings: { steps: STEPS },
    schema: RESULT,
  });

async function confidences(lab: Lab, { from, to }: FacePair, confidence: string): Promise<number[]> {
  const { model: { generator }, runtime } = lab;
  const points = landmarkDrags(1, from.landmarks, to.landmarks, generator.size).map(({ pair }) => pair);
  const method = stabledrag(generator, { confidence, supervision: "current-feature" });
  const found: number[] = [];
  const problem = { latent: from.latent, points, steps: STEPS };
  for await (const step of drag(generator, problem, stoppingAt(method, 1), { runtime })) {
    found.push(...step.confidence.map((value) => Number(value.toFixed(4))));
  }
  return found;
}

async function run(): Promise<void> {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const lab: Lab = { model: await openModel(), runtime, environment: {} };
  const pairOf = facePairs(lab, await openFaceMetrics());
  const { results, keep } = await saved();
  for (const seed of SEEDS) {
    for (const score of SCORES) {
      if (results.some((result) => result.score === score && result.seed === seed)) continue;
      await keep({ score, seed, confidences: await confidences(lab, await pairOf(seed), score) });
    }
  }
}

/** The confidences of some drags; each drag counts alike, however many steps it has. */
type Drags = readonly (readonly number[])[];

/** Share of the steps of a drag, in the mean over drags, whose confidence is below a threshold. */
const shareBelow = (drags: Drags, tau: number): number =>
  mean(drags.map((values) => values.filter((value) => value < tau).length / values.length));

/** The least confidence that has a share of the steps below it. */
const thresholdAt = (drags: Drags, share: number): number =>
  drags.flat().toSorted((a, b) => a - b).find((tau) => shareBelow(drags, tau) >= share)!;

async function analyse(): Promise<void> {
  const { results } = await saved();
  const of = (score: string): Drags =>
    results.filter((result) => result.score === score).map(({ confidences }) => confidences);
  const { tau, blendTau } = SUPERVISION_DEFAULTS;
  const shares = [tau, blendTau].map((each) => shareBelow(of("relative-peak"), each));
  const rows = SCORES.map((score) => {
    const cells = [...shares, 0.5].map((share) => thresholdAt(of(score), share).toFixed(2));
    return `| ${[score, of(score).length, ...cells].join(" | ")} |`;
  });
  const [atTau, atBlend] = shares.map((share) => `below in ${(100 * share).toFixed(1)} % of the steps`);
  const head = `| score, relative to the undragged picture | drags | ${atTau} | ${atBlend} | median |\n` +
    "|---|---:|---:|---:|---:|";
  await writeFile(resultsPath("confidence_thresholds.md"), `${head}\n${rows.join("\n")}\n`);
}

if (Deno.args[0] === "analyse") await analyse();
else await run();
