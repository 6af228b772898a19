import { type Symbolic } from "../../onnx/symbolic.ts";

/** A confidence score: how sure a score map [n, k, k] is of its peak, as [n]; `inside` is 1 in the picture. */
export interface ConfidenceScore {
  /** Its name in the options. */
  readonly name: string;
  /** scores [n, k, k], inside [n, k, k] → [n]; larger is surer. */
  readonly measure: (scores: Symbolic, inside: Symbolic) => Symbolic;
}
