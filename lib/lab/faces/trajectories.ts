import { believedAndReal } from "../../figures/believed_and_real.ts";
import { comparisonStrip } from "../../figures/comparison_strip.ts";
import { confidenceCurve } from "../../figures/confidence_curve.ts";
import { trackingPaths } from "../../figures/tracking_paths.ts";
import { methodSettings } from "../../drag/method.ts";
import { openFaceMetrics } from "../../metrics/face_metrics.ts";
import { type Comparison } from "../comparison.ts";
import { type Experiment, type Lab, type Plan, type Task } from "../experiment.ts";
import { facePairs } from "./face_pairs.ts";
import { landmarkDrags } from "./landmark_drags.ts";
import { stopDistanceFor, stoppingAt } from "./stopping.ts";
import { type Row, SEED } from "../run/row.ts";
import { groupsBy } from "../tables/summary.ts";
import { type Table } from "../tables/table.ts";
import { type Trajectory, trajectoryOf, trajectoryRow } from "./trajectory.ts";

/** What is drawn of single drags. */
export interface TrajectoriesOptions extends Pick<Experiment, "name" | "title" | "pairs"> {
  /** Optimiser updates at most. */
  readonly steps: number;
  /** The methods for a generator; those without a method are left out. */
  readonly settings: Comparison["settings"];
}

/** The tasks, pair by pair: those of one pair stand together in figures. */
async function plan(
  lab: Lab,
  seeds: readonly number[],
  { settings, steps }: TrajectoriesOptions,
): Promise<Plan> {
  const metrics = await openFaceMetrics();
  const pairOf = facePairs(lab, metrics);
  const { generator, sha256 } = lab.model;
  const methods = settings(generator).flatMap(({ label, method }) =>
    method ? [{ label, method: stoppingAt(method, stopDistanceFor(1)) }] : []
  );
  const tasks = seeds.flatMap((seed) =>
    methods.map(({ label, method }): Task => ({
      columns: { method: label, [SEED]: seed },
      settings: methodSettings(method),
      run: async () => {
        const { from, to } = await pairOf(seed);
        const [landmark] = landmarkDrags(1, from.landmarks, to.landmarks, generator.size);
        const labelled = { ...method, name: label };
        return { row: await trajectoryRow(lab, metrics, from, landmark!, labelled, steps) };
      },
    }))
  );
  return { settings: { model: sha256, steps }, tasks };
}

/** One row per drag: where the landmark is believed to be, and is, at the last step. */
const tableOf = (rows: readonly Row[]): Table => ({
  columns: [
    { name: "method", label: "method" },
    { name: SEED, label: "seed of the pair" },
    { name: "steps", label: "steps" },
    { name: "believed", label: "believed distance to the target [px]", digits: 2 },
    { name: "real", label: "real distance of the landmark [px]", digits: 2 },
  ],
  rows: rows.map((row) => ["method", SEED, "steps", "believed", "real"].map((name) => row[name] ?? null)),
});

/** Each figure of the drags of one pair, by its name. */
function figuresOf(pair: string, drags: readonly Trajectory[]): [string, string][] {
  const [name, title] = [`pair_${pair}`, (what: string) => ({ title: `Pair ${pair}: ${what}` })];
  const records = drags.map(({ record }) => record);
  const before = drags[0]!.before;
  const steps = drags.map(({ record: { method }, believed }) => ({ method, steps: believed }));
  const confident = records.filter(({ tau }) => tau !== undefined);
  return [
    [`${name}_paths`, trackingPaths(before, records, title("paths of the tracked handles"))],
    [`${name}_believed_and_real`, believedAndReal(steps, title("believed and real distance to the target"))],
    [
      `${name}_pictures`,
      comparisonStrip(
        before,
        drags.map(({ record, after }) => ({ record, picture: after })),
        title("before and after the drags"),
      ),
    ],
    ...confident.map((record): [string, string] => [
      `${name}_confidence_${record.method}`,
      confidenceCurve(record, title(`confidence of the tracker of ${record.method}`)),
    ]),
  ];
}

/**
 * Drags of single landmarks, looked at step by step: of that one of five which has farthest to go to where another face
 * has it. Handles of methods with a tracker arrive 1 px from there. The paths of the methods over the picture, how far the
 * landmark is beside how far they believe it to be, the pictures they end with, and the confidence of those that switch
 * by it.
 */
export const trajectories = (options: TrajectoriesOptions): Experiment => ({
  name: options.name,
  title: options.title,
  version: 2,
  pairs: options.pairs,
  plan: (lab, seeds) => plan(lab, seeds, options),
  analyse: (rows) => ({
    tables: { [options.name]: tableOf(rows) },
    figures: Object.fromEntries(
      groupsBy(rows, SEED).flatMap((group) => figuresOf(group.label, group.rows.map(trajectoryOf))),
    ),
  }),
});
