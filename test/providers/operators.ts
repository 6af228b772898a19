import { backward } from "../../lib/onnx/backward.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { type Traceable } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { type Case as OperatorCase } from "../onnx/cases/case.ts";
import { CASES } from "../onnx/cases/mod.ts";
import { normalTensor } from "../normal_tensor.ts";
import { type Case } from "./case.ts";

/** What WGSL promises of sine and cosine: 2⁻¹¹. */
const TOLERANCE = 2 ** -11;

/** Operators that fail aloud: ONNX Runtime's WebGPU kernel does not give the places of the maxima. */
const NOT_THERE: readonly string[] = ["MaxPool"];

/** An operator's values and its derivative for a random cotangent, in float32. */
function caseOf({ operator, name, f, args }: OperatorCase): Case {
  const both = (...xs: Symbolic[]): Symbolic[] => {
    const y = f(...xs);
    const cotangents = backward([y], [constant(normalTensor(y.shape, 5))], xs);
    return [y, ...cotangents.filter((g) => g !== undefined)];
  };
  const singles: readonly Tensor[] = args.map(({ shape, data }) => float32(shape, data));
  return {
    name: `${operator}: ${name}`,
    compute: (runtime) => runtime.runTree(both as Traceable, singles),
    tolerances: { "": TOLERANCE },
    mayBeRefused: true,
  };
}

/** Every operator that has a derivative, in all the ways that its rule tells apart. */
export const OPERATORS: readonly Case[] = CASES.filter(({ operator }) => !NOT_THERE.includes(operator)).map(
  caseOf,
);
