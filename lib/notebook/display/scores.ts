import { scoreMap, type ScoreMapOptions } from "../../figures/score_map.ts";
import { shortNumber } from "../../short_number.ts";
import { type Tensor } from "../../tensor.ts";
import { type Displayable, displayable } from "./displayable.ts";
import { figureBundle } from "./figure.ts";
import { summaryOf } from "./tensor_numbers.ts";

/** The range of each handle's scores, a line each. */
function ranges({ shape, data }: Tensor): string {
  const size = shape[1]! * shape[2]!;
  const lines = Array.from({ length: shape[0]! }, (_, i) => {
    const { least, most } = summaryOf((data as Float32Array).subarray(i * size, (i + 1) * size));
    return `handle ${i + 1}: scores from ${shortNumber(least)} to ${shortNumber(most)}`;
  });
  return [`Scores over windows of ${shape[1]} × ${shape[2]} pixels`, ...lines].join("\n");
}

/**
 * The score maps of a step over its search windows, one for each handle.
 *
 * @param scores [n, k, k] with an odd k, as a drag step has them; higher is better.
 * @throws {InputError} when there are none, they are of another shape, or not one for each centre.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { DISPLAY } from "./displayable.ts";
 * import { showScores } from "./scores.ts";
 * const scores = float32([1, 3, 3], [0, 1, 2, 3, 9, 3, 2, 1, 0]);
 * const bundle = await showScores(scores, { centres: [[64, 82]] })[DISPLAY]();
 * assert.match(bundle["text/plain"], /handle 1: scores from 0 to 9$/);
 * ```
 */
export function showScores(scores: Tensor | undefined, options: ScoreMapOptions): Displayable {
  const svg = scoreMap(scores, options);
  return displayable(() => figureBundle(svg, ranges(scores!)));
}
