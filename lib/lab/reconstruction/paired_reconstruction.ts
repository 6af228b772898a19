import { distance, type PointPair } from "../../drag/points.ts";
import { InputError } from "../../errors.ts";
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
  /** Optimiser updates at most, a whole number from 1 (default 100, as DragGAN's paper has it). */
  readonly steps?: number;
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
  { name: "mse", label: "squared error × 100", digits: 3, better: "less" },
  { name: "feature_distance", label: FEATURE_DISTANCE_LABEL, digits: 3, better: "less" },
  { name: "believed", label: "believed distance", unit: "px", digits: 2 },
  { name: "steps", label: "steps", digits: 1, drawn: false },
];

/** How far content has to go before anything is done. */
const lengthOf = (points: readonly PointPair[]): number =>
  mean(points.map(({ handle, target }) => distance(handle, target)));

const differenceRow = ({ squared, featureDistance }: Concrete<Difference>): Row => ({
  mse: 100 * onlyNumber(squared),
  feature_distance: onlyNumber(featureDistance),
});

/** What is measured of methods on pairs of pictures. */
async function measuring(
  lab: Lab,
  { points, steps, share, leastFlow }: Required<PairedReconstructionOptions>,
): Promise<Measured> {
  const { model: { generator }, runtime } = lab;
  const metrics = await openFaceMetrics();
  const pairOf = pairedDrags(lab, { points, share, leastFlow });
  const spaces = Object.entries(generator.spaces);
  const differences = new Map(spaces.map(([name]) => [name, differenceFrom(generator, metrics, name)]));
  const [anySpace, { variableOf }] = spaces[0]!;
  return async (method, seed) => {
    const { from, to, drags } = await pairOf(seed);
    const differenceOf = async (space: string, variable: Tensor): Promise<Row> =>
      differenceRow(await runtime.run(differences.get(space)!, from, variable, to));
    if (!method) {
      return { row: { ...await differenceOf(anySpace, variableOf(from)), believed: lengthOf(drags) } };
    }
    const made = await timedDrag(generator, { latent: from, points: drags, steps }, method, runtime);
    const { distances, state } = made.steps.at(-1)!;
    const row = {
      ...await differenceOf(method.latentSpace, state.variable),
      believed: mean(distances),
      steps: state.step,
    };
    return { row, seconds: made.seconds };
  };
}

function checked(options: Required<PairedReconstructionOptions>): Required<PairedReconstructionOptions> {
  const { points, steps, share, leastFlow } = options;
  for (const [name, value] of Object.entries({ points, steps })) {
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
 * A pair in which too few pixels have reliable flow is replaced by that of the seed 2²⁰ further (our choice): see
 * {@linkcode pairedDrags}. Measured calls throw an `InputError` where eight in a row have too few. Times are those of
 * {@linkcode timedDrag}.
 *
 * @throws {InputError} when an option is out of range.
 */
export function pairedReconstruction(
  { points = 32, steps = 100, share = 0.25, leastFlow = 2 / 128 }: PairedReconstructionOptions = {},
): Measure {
  const settings = checked({ points, steps, share, leastFlow });
  return {
    name: "paired-reconstruction",
    version: 2,
    settings: { ...settings },
    quantities: QUANTITIES,
    pairs: 20,
    open: (lab) => openedOnce(() => measuring(lab, settings)),
  };
}
