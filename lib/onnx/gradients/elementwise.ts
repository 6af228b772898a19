import { isFloat } from "../dtypes.ts";
import * as o from "../ops/mod.ts";
import { type Arg, scalar, type Symbolic } from "../symbolic.ts";
import { floatOf } from "../attributes.ts";
import { type GradientRule, NO_DERIVATIVE } from "./rule.ts";

/** `g` where the condition holds, else 0. */
const only = (condition: Symbolic, g: Arg): Symbolic => o.where(condition, g, 0);

/** `g` to the winner of a comparison, half to each where they tie. */
const winner = (wins: Symbolic, ties: Symbolic, g: Symbolic): Symbolic =>
  o.where(wins, g, o.where(ties, o.mul(g, 0.5), 0));

/** Rules of the operators that work element by element. */
export const ELEMENTWISE_GRADIENTS: Readonly<Record<string, GradientRule>> = {
  Neg: ({ g }) => [o.neg(g)],
  Abs: ({ g, inputs: [x] }) => [o.mul(g, o.sign(x!))],
  Exp: ({ g, y }) => [o.mul(g, y)],
  Log: ({ g, inputs: [x] }) => [o.div(g, x!)],
  Sqrt: ({ g, y }) => [o.div(o.mul(g, 0.5), y)],
  Reciprocal: ({ g, y }) => [o.neg(o.mul(g, o.square(y)))],
  Sin: ({ g, inputs: [x] }) => [o.mul(g, o.cos(x!))],
  Cos: ({ g, inputs: [x] }) => [o.neg(o.mul(g, o.sin(x!)))],
  Tanh: ({ g, y }) => [o.mul(g, o.sub(1, o.square(y)))],
  Sigmoid: ({ g, y }) => [o.mul(g, o.mul(y, o.sub(1, y)))],
  Softplus: ({ g, inputs: [x] }) => [o.mul(g, o.sigmoid(x!))],
  Erf: ({ g, inputs: [x] }) => [o.mul(g, o.mul(o.exp(o.neg(o.square(x!))), 2 / Math.sqrt(Math.PI)))],
  Relu: ({ g, inputs: [x] }) => [only(o.greater(x!, 0), g)],
  LeakyRelu: ({ g, inputs: [x], attributes }) => [
    o.mul(g, o.where(o.greater(x!, 0), scalar(1, g.dtype), floatOf(attributes, "alpha", 0.01))),
  ],
  Clip: ({ g, inputs: [x, low, high] }) => [
    only(o.and(o.greaterOrEqual(x!, low!), o.lessOrEqual(x!, high!)), g),
  ],
  Identity: ({ g }) => [g],
  Cast: ({ g, inputs: [x] }) => [isFloat(x!.dtype) ? o.cast(g, x!.dtype) : undefined],
  Add: ({ g }) => [g, g],
  Sub: ({ g }) => [g, o.neg(g)],
  Mul: ({ g, inputs: [a, b] }) => [o.mul(g, b!), o.mul(g, a!)],
  Div: ({ g, y, inputs: [, b] }) => [o.div(g, b!), o.neg(o.div(o.mul(g, y), b!))],
  Pow: ({ g, y, inputs: [a, b] }) => [
    o.mul(g, o.mul(b!, o.pow(a!, o.where(o.equal(b!, 0), 1, o.sub(b!, 1))))),
    o.mul(g, o.mul(y, o.where(o.greater(a!, 0), o.log(a!), 0))),
  ],
  Min: ({ g, inputs: [a, b] }) => [
    winner(o.less(a!, b!), o.equal(a!, b!), g),
    winner(o.less(b!, a!), o.equal(a!, b!), g),
  ],
  Max: ({ g, inputs: [a, b] }) => [
    winner(o.greater(a!, b!), o.equal(a!, b!), g),
    winner(o.greater(b!, a!), o.equal(a!, b!), g),
  ],
  Where: ({ g, inputs: [c] }) => [undefined, only(c!, g), o.where(c!, 0, g)],
  Sign: NO_DERIVATIVE,
  Floor: NO_DERIVATIVE,
  Ceil: NO_DERIVATIVE,
  Round: NO_DERIVATIVE,
  Not: NO_DERIVATIVE,
  And: NO_DERIVATIVE,
  Or: NO_DERIVATIVE,
  Equal: NO_DERIVATIVE,
  Less: NO_DERIVATIVE,
  LessOrEqual: NO_DERIVATIVE,
  Greater: NO_DERIVATIVE,
  GreaterOrEqual: NO_DERIVATIVE,
};
