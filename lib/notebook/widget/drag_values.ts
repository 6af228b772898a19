import { type PointPair } from "../../drag/points.ts";
import { type StepLine } from "../../drag/record.ts";
import { InputError } from "../../errors.ts";
import { type Size } from "../../generators/size.ts";
import { float32, type Tensor } from "../../tensor.ts";
import { type DraftPair } from "./drag_state.ts";

/**
 * The pairs of the widget as drags take them.
 *
 * @throws {InputError} that names the first handle without a target.
 */
export function completePairs(points: readonly DraftPair[]): PointPair[] {
  return points.map(({ handle, target }, i) => {
    if (!target) throw new InputError(`Expected a target for handle ${i + 1} but found none.`);
    return { handle, target };
  });
}

/** The mask as drags take it, [H, W]; none where everything may move. */
export const maskTensor = (mask: Uint8Array | null, size: Size): Tensor<"float32"> | undefined =>
  mask ? float32(size, Float32Array.from(mask)) : undefined;

/** Steps as the front end draws them: [steps, handles, 4], x, y, distance and confidence. */
export const traceOf = (steps: readonly StepLine[]): Float32Array =>
  Float32Array.from(
    steps.flatMap(({ handles, distances, confidence }) =>
      handles.flatMap(([x, y], i) => [x, y, distances[i]!, confidence[i]!])
    ),
  );
