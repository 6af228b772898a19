import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction } from "../../runtime/tensor_function.ts";

/** Confidences, relative to the undragged picture, at which the template takes over from the current feature. */
export interface Thresholds {
  /** τ of the switch. */
  readonly switch: number;
  /** τ of the blend, at which each has half. */
  readonly blend: number;
}

/** A confidence score: how sure a score map [n, k, k] is of its peak, as [n]; `inside` is 1 in the picture. */
export interface ConfidenceScore {
  /** Its name in the options. */
  readonly name: string;
  /** scores [n, k, k], inside [n, k, k] → [n]; larger is surer. */
  readonly measure: (scores: Symbolic, inside: Symbolic) => Symbolic;
  /** τ where nobody says another (default 0.4 for the switch and 0.5 for the blend, those of "relative-peak"). */
  readonly thresholds?: Thresholds;
  /** All that the measure depends on, for records and tables; default: nothing. */
  readonly settings?: Readonly<Record<string, number | string>>;
}

/** A confidence score whose measure is callable alone, too: `psr.measure.run(scores, inside)`. */
export interface StandaloneScore extends ConfidenceScore {
  /** scores [n, k, k], inside [n, k, k] → [n]; larger is surer. */
  readonly measure: TensorFunction<[scores: Symbolic, inside: Symbolic], Symbolic>;
}
