import { checkMaskSize } from "../drag/mask.ts";
import { distance, type Point, type PointPair, pointsTensor, tensorPoints } from "../drag/points.ts";
import { resizePicture } from "../edit/resize_picture.ts";
import { InputError } from "../errors.ts";
import { mapSize, type Size } from "../generators/size.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type TensorFunction } from "../runtime/tensor_function.ts";
import { onlyNumber, type Tensor } from "../tensor.ts";
import { draggingAccuracyIndex } from "./dragging_accuracy_index.ts";
import { matchPoints } from "./matching/match_points.ts";
import { type MatchingFeatures } from "./matching/matching_features.ts";
import { discsAround, everywhere, insideMask } from "./matching/search_area.ts";
import { imageFidelity } from "./perceptual/image_fidelity.ts";
import { type PictureDistance } from "./perceptual/lpips.ts";

/** By what edited pictures are measured. */
export interface EditMeasures {
  /** Where it is computed. */
  readonly runtime: Runtime;
  /** By which handles are found again. */
  readonly features: MatchingFeatures;
  /** By which pictures are compared as a whole: `lpips`, or a stand-in. */
  readonly distance: PictureDistance;
  /** `clipSimilarity`, where there are weights for it (default: none is measured). */
  readonly clip?: TensorFunction<[a: Symbolic, b: Symbolic], Symbolic>;
}

/** What is to be done to a picture, as far as it is measured. */
export interface MeasuredSample {
  /** Handles and targets. */
  readonly points: readonly PointPair[];
  /** 1 where the picture may move, [H, W]. */
  readonly mask?: Tensor<"float32">;
  /** What the picture shows. */
  readonly prompt?: string;
}

/** What numbers were measured by, in words: they mean nothing without. */
export interface MeasuredBy {
  /** By which handles were found again. */
  readonly features: string;
  /** By which pictures were compared. */
  readonly distance: string;
}

/** What was measured of an edited picture. */
export interface EditNumbers {
  /** For each pair, how far from its target the handle was found, in pixels: their mean is the mean distance (MD). */
  readonly distances: readonly number[];
  /** The same where it was looked for inside of the mask only (m-MD); absent without a mask, or with an empty one. */
  readonly maskedDistances?: readonly number[];
  /** The same in discs around handle and target only, in parts of the picture's width and height (RegionDrag). */
  readonly discDistances: readonly number[];
  /** 1 − distance of the whole pictures (IF). */
  readonly fidelity: number;
  /** DAI(γ) by the authors' program, for γ of {@linkcode GAMMAS}. */
  readonly accuracy: Readonly<Record<(typeof GAMMAS)[number], number>>;
  /** Cosine of CLIP's embeddings; absent where it is not measured. */
  readonly clipSimilarity?: number;
}

/** Radii of patches, in pixels, of the dragging accuracy index (GoodDrag). */
export const GAMMAS = [1, 5, 10, 20] as const;

/** What tables call the picture as it was. */
export const NO_EDIT = "no edit";

/** Where handles are found in each result, within an area: their points, result by result. */
async function found(
  runtime: Runtime,
  [source, ...results]: readonly Tensor[],
  points: readonly PointPair[],
  area: Tensor,
  match: ReturnType<typeof matchPoints>,
): Promise<Point[][]> {
  const handles = pointsTensor(points.map(({ handle }) => handle));
  await using compiled = await runtime.compile(match, [source!, source!, handles, area], match.title);
  const matches: Point[][] = [];
  for (const result of results) {
    matches.push(tensorPoints((await compiled.run(source!, result, handles, area)).points));
  }
  return matches;
}

/** Distances of matches from targets, for the maps of the picture before and then of each result. */
async function matchedDistances(
  runtime: Runtime,
  { points, mask }: MeasuredSample,
  size: Size,
  maps: readonly Tensor[],
): Promise<Pick<EditNumbers, "distances" | "maskedDistances" | "discDistances">[]> {
  const match = matchPoints(size);
  const apart = (matches: readonly Point[], [height, width]: Size = [1, 1]): number[] =>
    matches.map(([x, y], i) => {
      const [targetX, targetY] = points[i]!.target;
      return distance([x / width, y / height], [targetX / width, targetY / height]);
    });
  const anywhere = await found(runtime, maps, points, everywhere(size), match);
  const moves = mask?.data.some((value) => value > 0);
  const masked = moves ? await found(runtime, maps, points, insideMask(mask!), match) : undefined;
  const discs = await found(runtime, maps, points, discsAround(points, size), matchPoints(size, "nearest"));
  return anywhere.map((matches, i) => ({
    distances: apart(matches),
    ...(masked ? { maskedDistances: apart(masked[i]!) } : {}),
    discDistances: apart(discs[i]!, size),
  }));
}

/** A number for each result beside the picture before. */
async function compared(
  runtime: Runtime,
  f: TensorFunction<[before: Symbolic, after: Symbolic], Symbolic>,
  before: Tensor,
  results: readonly Tensor[],
): Promise<number[]> {
  await using compiled = await runtime.compile(f, [before, before], f.title);
  const numbers: number[] = [];
  for (const result of results) numbers.push(onlyNumber(await compiled.run(before, result)));
  return numbers;
}

function check({ mask, points }: MeasuredSample, before: Tensor): Size {
  const size = mapSize(before);
  if (points.length === 0) throw new InputError("Expected at least one pair of points but found none.");
  if (mask) checkMaskSize(mask, size);
  return size;
}

/**
 * Measures what became of a picture by several methods, as DragBench and its successors do, and always what it is without
 * any edit: under the name {@linkcode NO_EDIT}, before the others. Results of another size are brought to the picture's,
 * bilinearly.
 *
 * @param before the picture [1, 3, H, W], RGB from −1 to 1.
 * @param results pictures after the edits, by the method's name.
 * @throws {InputError} when the mask does not fit the picture, a point lies outside of it, or a method is called "no edit".
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as ops from "../onnx/ops/mod.ts";
 * import type { Symbolic } from "../onnx/symbolic.ts";
 * import { openRuntime } from "../runtime/runtime.ts";
 * import type { MatchingFeatures } from "./matching/matching_features.ts";
 * import { tensorFunction } from "../runtime/tensor_function.ts";
 * import { float32 } from "../tensor.ts";
 * import { measureEdits } from "./measure_edits.ts";
 *
 * await using runtime = await openRuntime({ provider: "cpu" });
 * const features: MatchingFeatures = { label: "colours", mapsOf: (pictures) => Promise.resolve(pictures) };
 * const distance = tensorFunction("squared", (a: Symbolic, b: Symbolic) =>
 *   ops.reduceMean(ops.square(ops.sub(a, b)), { axes: [1, 2, 3] }));
 * const before = float32([1, 3, 1, 2], [1, 0.1, 0.1, 1, 0.1, 0.1]); // red, green
 * const after = float32([1, 3, 1, 2], [0.1, 1, 1, 0.1, 0.1, 0.1]); // green, red
 * const points = [{ handle: [0, 0], target: [1, 0] }] as const;
 * const numbers = await measureEdits({ runtime, features, distance }, { points }, before, new Map([["mine", after]]));
 * assert.deepEqual([...numbers].map(([name, { distances }]) => [name, ...distances]), [["no edit", 1], ["mine", 0]]);
 * ```
 */
export async function measureEdits(
  measures: EditMeasures,
  sample: MeasuredSample,
  before: Tensor,
  results: ReadonlyMap<string, Tensor>,
): Promise<Map<string, EditNumbers>> {
  const size = check(sample, before);
  if (results.has(NO_EDIT)) {
    throw new InputError(`Expected no method of the name "${NO_EDIT}" but found one.`);
  }
  const { runtime, features, clip } = measures;
  const pictures = [before];
  for (const result of results.values()) pictures.push(await resizePicture(runtime, result, size));
  // The picture without an edit has features of its own, for they may have noise.
  const maps = await features.mapsOf([before, ...pictures], sample.prompt);
  const matched = await matchedDistances(runtime, sample, size, maps);
  const fidelities = await compared(runtime, imageFidelity(measures.distance), before, pictures);
  const similarities = clip && await compared(runtime, clip, before, pictures);
  const accuracyOf = (after: Tensor): EditNumbers["accuracy"] =>
    Object.fromEntries(
      GAMMAS.map((gamma) => [gamma, draggingAccuracyIndex(before, after, sample.points, gamma)]),
    ) as EditNumbers["accuracy"];
  return new Map([NO_EDIT, ...results.keys()].map((name, i) => [name, {
    ...matched[i]!,
    fidelity: fidelities[i]!,
    accuracy: accuracyOf(pictures[i]!),
    ...(similarities ? { clipSimilarity: similarities[i]! } : {}),
  }]));
}
