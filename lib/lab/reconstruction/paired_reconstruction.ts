import { distance, type PointPair } from "../../drag/points.ts";
import { type DragState, type DragStep } from "../../drag/state.ts";
import { InputError } from "../../errors.ts";
import { longerSide, type Size } from "../../generators/size.ts";
import { mean } from "../../metrics/bootstrap.ts";
import { FEATURE_DISTANCE_LABEL, openFaceMetrics } from "../../metrics/face_metrics.ts";
import { type Concrete } from "../../runtime/runtime.ts";
import { onlyNumber, type Tensor } from "../../tensor.ts";
import { type Lab } from "../experiment.ts";
import { type Measure, type Measured, openedOnce, type Quantity } from "../measure.ts";
import { pairedDrags } from "./paired_drags.ts";
import { type Difference, differenceFrom } from "./paired_pictures.ts";
import { type Row } from "../run/row.ts";
import { timedDrag } from "../timed_drag.ts";

/** Options of {@linkcode pairedReconstruction}. */
export interface PairedReconstructionOptions {
  /** Pixels that are dragged, a whole number from 1 (default 32, as DragGAN's paper has it). */
  readonly points?: number;
  /**
   * Optimiser updates at most in pictures of 512 pixels, a whole number from 1 (default 100, as DragGAN's paper has it).
   * In others as many more or fewer as content has farther or less far to go, at least one: 25 of 128 pixels. Our
   * choice, as a step moves content by about a pixel of the picture at most.
   */
  readonly stepsAt512?: number;
  /**
   * How far picture 2 is on the way to another random picture, above 0, 1 at most (default 0.25, our choice: z is turned
   * by some 18°. The person of the face generator mostly stays the same, and content moves by three pixels of 128 in
   * the median and up to some fifteen, where it moves by two or more).
   */
  readonly share?: number;
  /** The least flow of a dragged pixel, in parts of the picture's side, between 0 and 1 (default 2/128, our choice). */
  readonly leastFlow?: number;
}

const QUANTITIES: readonly Quantity[] = [
  { name: "mse", label: "squared error × 100", digits: 2, better: "less" },
  { name: "feature_distance", label: FEATURE_DISTANCE_LABEL, digits: 3, better: "less" },
  { name: "least_mse", label: "least squared error × 100 on the way", digits: 2, better: "less" },
  { name: "least_at", label: "steps until then", digits: 1, drawn: false },
  { name: "believed", label: "believed distance", unit: "px", digits: 2 },
  { name: "steps", label: "steps", digits: 1, drawn: false },
];

/** Updates at most in pictures of a size. */
const stepsOf = (stepsAt512: number, size: Size): number =>
  Math.max(1, Math.round(stepsAt512 * longerSide(size) / 512));

/** How far content has to go before anything is done. */
const lengthOf = (points: readonly PointPair[]): number =>
  mean(points.map(({ handle, target }) => distance(handle, target)));

/** How far a picture is from picture 2, as rows have it. */
type DifferenceRow = { readonly mse: number; readonly feature_distance: number };

const differenceRow = ({ squared, featureDistance }: Concrete<Difference>): DifferenceRow => ({
  mse: 100 * onlyNumber(squared),
  feature_distance: onlyNumber(featureDistance),
});

/** Updates between two looks at the picture of a drag (our choice). */
const LOOK_EVERY = 5;

/** The states whose pictures are looked at: after every fifth update, and the last. */
const lookedAt = (steps: readonly DragStep[]): DragState[] =>
  steps.filter(({ state }, i) => state.step % LOOK_EVERY === 0 || i === steps.length - 1).map(({ state }) =>
    state
  );

/** How far the last picture of a drag is from picture 2, and the nearest that was looked at, after how many updates. */
async function wayRow(
  steps: readonly DragStep[],
  differenceOf: (variable: Tensor) => Promise<DifferenceRow>,
): Promise<Row> {
  const looks: (DifferenceRow & { step: number })[] = [];
  for (const { step, variable } of lookedAt(steps)) looks.push({ ...await differenceOf(variable), step });
  const { mse, feature_distance } = looks.at(-1)!;
  const least = looks.reduce((a, b) => (b.mse < a.mse ? b : a));
  return { mse, feature_distance, least_mse: least.mse, least_at: least.step };
}

/** What is measured of methods on pairs of pictures. */
async function measuring(
  lab: Lab,
  { points, stepsAt512, share, leastFlow }: Required<PairedReconstructionOptions>,
): Promise<Measured> {
  const { model: { generator }, runtime } = lab;
  const steps = stepsOf(stepsAt512, generator.size);
  const metrics = await openFaceMetrics();
  const pairOf = pairedDrags(lab, { points, share, leastFlow });
  const spaces = Object.entries(generator.spaces);
  const differences = new Map(spaces.map(([name]) => [name, differenceFrom(generator, metrics, name)]));
  const [anySpace, { variableOf }] = spaces[0]!;
  return async (method, seed) => {
    const { from, to, drags } = await pairOf(seed);
    const differenceIn = (space: string) => async (variable: Tensor): Promise<DifferenceRow> =>
      differenceRow(await runtime.run(differences.get(space)!, from, variable, to));
    if (!method) {
      const before = await differenceIn(anySpace)(variableOf(from));
      return { row: { ...before, least_mse: before.mse, least_at: 0, believed: lengthOf(drags) } };
    }
    const made = await timedDrag(generator, { latent: from, points: drags, steps }, method, runtime);
    const { distances, state } = made.steps.at(-1)!;
    const row = {
      ...await wayRow(made.steps, differenceIn(method.latentSpace)),
      believed: mean(distances),
      steps: state.step,
    };
    return { row, seconds: made.seconds };
  };
}

function checked(options: Required<PairedReconstructionOptions>): Required<PairedReconstructionOptions> {
  const { points, stepsAt512, share, leastFlow } = options;
  for (const [name, value] of Object.entries({ points, stepsAt512 })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new InputError(`Expected ${name} as a whole number from 1 but found ${value}.`);
  }
  if (!(share > 0 && share <= 1)) {
    throw new InputError(`Expected share above 0, 1 at most, but found ${share}.`);
  }
  if (!(leastFlow > 0 && leastFlow < 1)) {
    throw new InputError(`Expected leastFlow between 0 and 1 but found ${leastFlow}.`);
  }
  return options;
}

/**
 * DragGAN's paired image reconstruction: picture 2 is picture 1 with its latent moved a little; pixels of picture 1
 * whose optical flow to picture 2 is known are dragged to where it leads, and the result is compared with picture 2. No
 * tracker and no feature of the generator has a part in the flow.
 *
 * The squared error is ×100 as in DragGAN's Table 2, whose LPIPS has a stand-in here: neither number compares with
 * those of its other generators. What no edit believes is how far the content has to go.
 *
 * The picture is looked at after every fifth update too (our choice): 32 points hardly ever arrive all, and those that are
 * lost pull on after the others have arrived, so that the last picture is seldom the nearest one.
 *
 * A pair in which too few pixels have reliable flow is replaced by that of the seed 2²⁰ further (our choice): see
 * {@linkcode pairedDrags}. Measured calls throw an `InputError` where eight in a row have too few. Times are those of
 * {@linkcode timedDrag}.
 *
 * @throws {InputError} when an option is out of range.
 */
export function pairedReconstruction(
  { points = 32, stepsAt512 = 100, share = 0.25, leastFlow = 2 / 128 }: PairedReconstructionOptions = {},
): Measure {
  const settings = checked({ points, stepsAt512, share, leastFlow });
  return {
    name: "paired-reconstruction",
    version: 3,
    settings: { ...settings },
    quantities: QUANTITIES,
    pairs: 20,
    open: (lab) => openedOnce(() => measuring(lab, settings)),
  };
}
