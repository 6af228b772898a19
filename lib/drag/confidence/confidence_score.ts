import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction } from "../../runtime/tensor_function.ts";

/** A confidence score: how sure a score map [n, k, k] is of its peak, as [n]; `inside` is 1 in the picture. */
export interface ConfidenceScore {
  /** Its name in the options. */
  readonly name: string;
  /** scores [n, k, k], inside [n, k, k] → [n]; larger is surer. */
  readonly measure: (scores: Symbolic, inside: Symbolic) => Symbolic;
  /** All that the measure depends on, for records and tables; default: nothing. */
  readonly settings?: Readonly<Record<string, number | string>>;
}

/** A confidence score whose measure is callable alone, too: `psr.measure.run(scores, inside)`. */
export interface StandaloneScore extends ConfidenceScore {
  /** scores [n, k, k], inside [n, k, k] → [n]; larger is surer. */
  readonly measure: TensorFunction<[scores: Symbolic, inside: Symbolic], Symbolic>;
}
