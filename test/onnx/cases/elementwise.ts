import * as o from "../../../lib/onnx/ops/mod.ts";
import { alias, named } from "../../../lib/onnx/alias.ts";
import { constant, op } from "../../../lib/onnx/symbolic.ts";
import { tensor } from "../../../lib/tensor.ts";
import { away, type Case, casesOf, type Floats, given, normal, positive, single } from "./case.ts";

const shape = [2, 3];

const smooth = (operator: string, f: Case["f"], x: Floats): Case => casesOf(operator)("plain", f, [x]);

const unary: readonly Case[] = [
  smooth("Neg", o.neg, normal(shape)),
  smooth("Abs", o.abs, away(shape)),
  smooth("Exp", o.exp, normal(shape)),
  smooth("Log", o.log, positive(shape)),
  smooth("Sqrt", o.sqrt, positive(shape)),
  smooth("Reciprocal", o.reciprocal, away(shape)),
  smooth("Sin", o.sin, normal(shape)),
  smooth("Cos", o.cos, normal(shape)),
  smooth("Tanh", o.tanh, normal(shape)),
  smooth("Sigmoid", o.sigmoid, normal(shape)),
  smooth("Softplus", o.softplus, normal(shape)),
  smooth("Erf", o.erf, single(normal(shape))),
  smooth("Relu", o.relu, away(shape)),
  smooth("Identity", (x) => op("Identity", [x]), normal(shape)),
  smooth("Named", (x) => named("scope/name", x), normal(shape)),
  smooth("Alias", alias, normal(shape)),
  casesOf("LeakyRelu")("default slope", (x) => o.leakyRelu(x), [away(shape)]),
  casesOf("LeakyRelu")("a slope above 1", (x) => o.leakyRelu(x, 1.5), [away(shape)]),
  casesOf("LeakyRelu")("ONNX's own default slope", (x) => op("LeakyRelu", [x]), [away(shape)]),
  casesOf("Clip")("inside and outside", (x) => o.clip(x, -0.25, 1), [away([3, 4])]),
  casesOf("Cast")("to float32 and back", (x) => o.cast(o.sin(o.cast(x, "float32")), "float64"), [
    single(normal(shape)),
  ]),
  casesOf("Cast")("from float32", (x) => o.cast(x, "float64"), [single(normal(shape))]),
];

const kinks: readonly Case[] = [
  casesOf("Abs")("0 at 0", o.abs, [given([3], [-2, 0, 3])], { gradients: [[-1, 0, 1]] }),
  casesOf("Relu")("0 at 0", o.relu, [given([3], [-2, 0, 3])], { gradients: [[0, 0, 1]] }),
  casesOf("LeakyRelu")(
    "the slope at 0",
    (x) => o.leakyRelu(x, 0.25),
    [given([3], [-2, 0, 3])],
    { gradients: [[0.25, 0.25, 1]] },
  ),
  casesOf("Clip")("1 on both bounds", (x) => o.clip(x, -1, 2), [given([5], [-2, -1, 0, 2, 3])], {
    gradients: [[0, 1, 1, 1, 0]],
  }),
  casesOf("Cast")("absent through int64", (x) => o.cast(o.cast(x, "int64"), "float64"), [normal(shape)], {
    gradients: [undefined],
  }),
  casesOf("Min")("shared where they tie", o.min, [given([3], [1, 2, 3]), given([3], [2, 2, 2])], {
    gradients: [[1, 0.5, 0], [0, 0.5, 1]],
  }),
  casesOf("Max")("shared where they tie", o.max, [given([3], [1, 2, 3]), given([3], [2, 2, 2])], {
    gradients: [[0, 0.5, 1], [1, 0.5, 0]],
  }),
  casesOf("Pow")("zeros and negative bases", o.pow, [
    given([5], [0, 0, 0, -2, 2]),
    given([5], [0, 1, 2, 2, 0]),
  ], { gradients: [[0, 1, 0, -4, 0], [0, 0, 0, 0, Math.log(2)]] }),
];

const binary = (operator: string, f: Case["f"], a: typeof normal, b = a): Case[] => [
  casesOf(operator)("equal shapes", f, [a(shape, 1), b(shape, 2)]),
  casesOf(operator)("broadcast on both sides", f, [a([2, 1, 3], 1), b([4, 1], 2)]),
  casesOf(operator)("a scalar on the left", f, [a([], 1), b([2, 2], 2)]),
  casesOf(operator)("a scalar on the right", f, [a([2, 2], 1), b([1], 2)]),
];

const mask = constant(tensor("bool", [2, 1], Uint8Array.of(1, 0)));

/** Cases of the operators that work element by element. */
export const ELEMENTWISE_CASES: readonly Case[] = [
  ...unary,
  ...kinks,
  ...binary("Add", o.add, normal),
  ...binary("Sub", o.sub, normal),
  ...binary("Mul", o.mul, normal),
  ...binary("Div", o.div, normal, away),
  ...binary("Pow", o.pow, positive, normal),
  ...binary("Min", o.min, normal),
  ...binary("Max", o.max, normal),
  casesOf("Pow")("squared", (x) => o.pow(x, 2), [normal(shape)]),
  casesOf("Mul")("of itself", (x) => o.mul(x, x), [normal(shape)]),
  casesOf("Sub")("from a number", (x) => o.sub(1, x), [normal(shape)]),
  casesOf("Where")("equal shapes", (a, b) => o.where(o.less(a, b), a, b), [
    normal(shape, 1),
    normal(shape, 2),
  ]),
  casesOf("Where")("broadcast on all sides", (a, b) => o.where(mask, a, b), [
    normal([3], 1),
    normal([4, 1, 1], 2),
  ]),
  casesOf("Where")("numbers", (x) => o.where(o.greater(x, 0), o.sin(x), 2), [away(shape)]),
];
