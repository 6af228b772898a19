import { type DType, type Tensor } from "../../tensor.ts";
import { ONNX_DTYPE } from "../dtypes.ts";
import { type Arg, op, Symbolic, symbolic } from "../symbolic.ts";

const dtypeAmong = (args: readonly Arg[]): DType =>
  args.find((a): a is Symbolic | Tensor => typeof a !== "number")?.dtype ?? "float32";

/** Makes all arguments symbolic; numbers take the dtype of the first argument that has one. */
function together(...args: readonly Arg[]): Symbolic[] {
  const dtype = dtypeAmong(args);
  return args.map((a) => symbolic(a, dtype));
}

const unary = (type: string) => (x: Arg): Symbolic => op(type, [symbolic(x)]);
const binary = (type: string) => (a: Arg, b: Arg): Symbolic => op(type, together(a, b));

/** −x. */
export const neg: (x: Arg) => Symbolic = unary("Neg");
/** |x|; its derivative at 0 is 0. */
export const abs: (x: Arg) => Symbolic = unary("Abs");
/** −1, 0 or 1. */
export const sign: (x: Arg) => Symbolic = unary("Sign");
/** eˣ. */
export const exp: (x: Arg) => Symbolic = unary("Exp");
/** Natural logarithm. */
export const log: (x: Arg) => Symbolic = unary("Log");
/** Square root. */
export const sqrt: (x: Arg) => Symbolic = unary("Sqrt");
/** 1 / x. */
export const reciprocal: (x: Arg) => Symbolic = unary("Reciprocal");
/** Sine of radians. */
export const sin: (x: Arg) => Symbolic = unary("Sin");
/** Cosine of radians. */
export const cos: (x: Arg) => Symbolic = unary("Cos");
/** Hyperbolic tangent. */
export const tanh: (x: Arg) => Symbolic = unary("Tanh");
/** Logistic function 1 / (1 + e⁻ˣ). */
export const sigmoid: (x: Arg) => Symbolic = unary("Sigmoid");
/** log(1 + eˣ). */
export const softplus: (x: Arg) => Symbolic = unary("Softplus");
/** Gauss error function. */
export const erf: (x: Arg) => Symbolic = unary("Erf");
/** max(x, 0); its derivative at 0 is 0. */
export const relu: (x: Arg) => Symbolic = unary("Relu");
/** Largest integer ≤ x. */
export const floor: (x: Arg) => Symbolic = unary("Floor");
/** Smallest integer ≥ x. */
export const ceil: (x: Arg) => Symbolic = unary("Ceil");
/** Nearest integer, ties to even. */
export const round: (x: Arg) => Symbolic = unary("Round");
/** Negation of a bool tensor. */
export const not: (x: Arg) => Symbolic = unary("Not");

/** a + b, broadcasting. */
export const add: (a: Arg, b: Arg) => Symbolic = binary("Add");
/** a − b, broadcasting. */
export const sub: (a: Arg, b: Arg) => Symbolic = binary("Sub");
/** a · b element by element, broadcasting. */
export const mul: (a: Arg, b: Arg) => Symbolic = binary("Mul");
/** a / b, broadcasting. */
export const div: (a: Arg, b: Arg) => Symbolic = binary("Div");
/** a to the power b, broadcasting. */
export const pow: (a: Arg, b: Arg) => Symbolic = binary("Pow");
/** The smaller of a and b; where they tie, each gets half of the cotangent. */
export const min: (a: Arg, b: Arg) => Symbolic = binary("Min");
/** The larger of a and b; where they tie, each gets half of the cotangent. */
export const max: (a: Arg, b: Arg) => Symbolic = binary("Max");
/** a = b as a bool tensor. */
export const equal: (a: Arg, b: Arg) => Symbolic = binary("Equal");
/** a < b as a bool tensor. */
export const less: (a: Arg, b: Arg) => Symbolic = binary("Less");
/** a ≤ b as a bool tensor. */
export const lessOrEqual: (a: Arg, b: Arg) => Symbolic = binary("LessOrEqual");
/** a > b as a bool tensor. */
export const greater: (a: Arg, b: Arg) => Symbolic = binary("Greater");
/** a ≥ b as a bool tensor. */
export const greaterOrEqual: (a: Arg, b: Arg) => Symbolic = binary("GreaterOrEqual");
/** Both, of bool tensors. */
export const and: (a: Arg, b: Arg) => Symbolic = binary("And");
/** Either, of bool tensors. */
export const or: (a: Arg, b: Arg) => Symbolic = binary("Or");

/** `a` where the bool tensor `condition` holds, else `b`; all three broadcast. */
export function where(condition: Arg, a: Arg, b: Arg): Symbolic {
  const [x, y] = together(a, b);
  return op("Where", [symbolic(condition, "bool"), x, y]);
}

/** x · x. */
export function square(x: Arg): Symbolic {
  const s = symbolic(x);
  return mul(s, s);
}

/** x where it is positive, else `slope` · x (default 0.2, StyleGAN's). */
export const leakyRelu = (x: Arg, slope = 0.2): Symbolic =>
  op("LeakyRelu", [symbolic(x)], { alpha: { float: slope } });

/** x limited to [low, high]; the derivative is 1 on the closed interval and 0 outside. */
export function clip(x: Arg, low: number, high: number): Symbolic {
  const s = symbolic(x);
  return op("Clip", [s, symbolic(low, s.dtype), symbolic(high, s.dtype)]);
}

/** x in another dtype; itself where it has that dtype already. */
export function cast(x: Arg, dtype: DType): Symbolic {
  const s = symbolic(x);
  return s.dtype === dtype ? s : op("Cast", [s], { to: { int: ONNX_DTYPE[dtype] } });
}
