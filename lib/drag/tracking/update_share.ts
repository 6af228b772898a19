import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";

/** How a tracker follows what it finds. */
export interface UpdateOptions {
  /** Share η of what was just found in what is known, in [0, 1]; 0 keeps what is known of the undragged picture. */
  readonly updateRate: number;
  /** Confidence below which a handle's find does not count, so that a lost handle teaches nothing. */
  readonly updateConfidence: number;
}

/** The share of each handle's find, [n], from its confidence [n]: MOSSE's rule, which stops where the peak is weak. */
export const updateShare = (
  confidence: Symbolic,
  { updateRate, updateConfidence }: UpdateOptions,
): Symbolic => o.mul(o.cast(o.greaterOrEqual(confidence, updateConfidence), "float32"), updateRate);
