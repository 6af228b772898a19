import { distance, type Point } from "../../drag/points.ts";
import { type TrackedPicture } from "../../drag/track.ts";
import { type Size } from "../../generators/size.ts";
import { mean } from "../../metrics/bootstrap.ts";
import { isLost } from "../faces/lost.ts";
import { type Quantity } from "../measure.ts";
import { type Row } from "../run/row.ts";
import { type TrackingTruth } from "./tracking_truth.ts";

/** The numbers of {@linkcode trackingRow}. */
export const TRACKING_QUANTITIES: readonly Quantity[] = [
  { name: "error", label: "error along the path", unit: "px", digits: 2, better: "less" },
  { name: "final_error", label: "error at its end", unit: "px", digits: 2, better: "less" },
  { name: "lost", label: "handles lost", unit: "%", digits: 1, better: "less" },
  { name: "lost_distractors", label: "lost, with a look-alike", unit: "%", digits: 1, better: "less" },
  { name: "lost_others", label: "lost, others", unit: "%", digits: 1, better: "less" },
  { name: "forward_backward", label: "error there and back", unit: "px", digits: 2, better: "less" },
  { name: "confidence", label: "mean confidence", digits: 3 },
];

/** Mean of some numbers, null of none. */
const meanOf = (values: readonly number[]): number | null => (values.length > 0 ? mean(values) : null);

const distances = (a: readonly Point[], b: readonly Point[]): number[] =>
  a.map((point, i) => distance(point, b[i]!));

/** What share of the last distances says that a handle is lost [%], of those that are meant. */
const lostOf = (last: readonly number[], picture: Size, meant: (i: number) => boolean): number | null =>
  meanOf(last.filter((_, i) => meant(i)).map((d) => (isLost(d, picture) ? 100 : 0)));

/**
 * What a tracker did on a path: its errors there, and how far from its start it came back.
 *
 * @param pictures of the path, and then of the way back without its first picture.
 * @param picture height and width of the pictures in pixels.
 */
export function trackingRow(
  { handles, distractor, along }: TrackingTruth,
  pictures: readonly TrackedPicture[],
  picture: Size,
): Row {
  const there = pictures.slice(0, along.length);
  const errors = along.map((truth, t) => (truth ? distances(there[t]!.handles, truth) : []));
  const last = errors.at(-1)!;
  return {
    error: meanOf(errors.flat()),
    final_error: meanOf(last),
    lost: lostOf(last, picture, () => true),
    lost_distractors: lostOf(last, picture, (i) => distractor[i]!),
    lost_others: lostOf(last, picture, (i) => !distractor[i]!),
    forward_backward: meanOf(distances(pictures.at(-1)!.handles, handles)),
    confidence: meanOf(there.flatMap(({ confidence }) => confidence)),
  };
}
