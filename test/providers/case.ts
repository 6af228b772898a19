import { type Tree } from "../../lib/onnx/tree.ts";
import { type Runtime } from "../../lib/runtime/runtime.ts";
import { type Tensor } from "../../lib/tensor.ts";

/** Something that is computed on two providers and must come out equal. */
export interface Case {
  /** What the table calls it. */
  readonly name: string;
  /** Computes it. */
  readonly compute: (runtime: Runtime) => Promise<Tree<Tensor>>;
  /**
   * The largest difference that counts as equal, relative to the largest value of the output: by the output's path, or
   * by "" for all others (default 1e-4).
   */
  readonly tolerances?: Readonly<Record<string, number>>;
  /**
   * Whether it may be refused in one sentence: an operator in a use that WebGPU computes wrongly, or float16 where the
   * device has none.
   */
  readonly mayBeRefused?: boolean;
}
