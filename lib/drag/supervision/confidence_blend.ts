import { InputError } from "../../errors.ts";
import * as o from "../../onnx/ops/mod.ts";
import { scalar } from "../../onnx/symbolic.ts";
import { blendedSupervision } from "./blended_supervision.ts";
import { type Supervision } from "./supervision.ts";

/**
 * StableDrag's switch made soft: the less confident the tracker, the more of the template feature supervises. A handle
 * counts as supervised by the template where its share is more than half, that is, below `tau`. Our choice.
 *
 * @param softness how far from `tau` the shares are 73 % to 27 %; towards 0 it is the switch.
 * @throws {InputError} when the softness is not positive, or `tau` is no finite number.
 */
export function confidenceBlend(tau: number, softness: number): Supervision {
  if (!(softness > 0 && Number.isFinite(tau))) {
    throw new InputError(`Expected a finite tau and softness > 0 but found ${tau} and ${softness}.`);
  }
  const [threshold, width] = [tau, softness].map((v) => scalar(v, "float32"));
  return {
    name: "confidence-blend",
    tau,
    settings: { softness },
    supervise: ({ current, template, shifted, weights, confidence }) => ({
      losses: blendedSupervision(current, template, shifted, weights, confidence, threshold!, width!),
      byTemplate: o.cast(o.not(o.greaterOrEqual(confidence, tau)), "float32"),
    }),
  };
}
