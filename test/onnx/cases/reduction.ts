import * as o from "../../../lib/onnx/ops/mod.ts";
import { op } from "../../../lib/onnx/symbolic.ts";
import { type Case, casesOf, given, normal, spread } from "./case.ts";

type Reduce = typeof o.reduceSum;

const folds = (operator: string, reduce: Reduce, make: typeof normal): Case[] => [
  casesOf(operator)("everything", (x) => reduce(x), [make([2, 3])]),
  casesOf(operator)("the middle axis", (x) => reduce(x, { axes: [1] }), [make([2, 3, 2])]),
  casesOf(operator)("two axes, kept", (x) => reduce(x, { axes: [0, 2], keep: true }), [make([2, 3, 4])]),
  casesOf(operator)("a negative axis", (x) => reduce(x, { axes: [-1] }), [make([2, 3])]),
  casesOf(operator)("negative and positive, out of order", (x) => reduce(x, { axes: [-1, 0] }), [
    make([2, 3, 4]),
  ]),
];

const shares = { gradients: [[0, 0.5, 0.5, 1, 0, 0]] };

/** Cases of the operators that fold axes, or normalise along one. */
export const REDUCTION_CASES: readonly Case[] = [
  ...folds("ReduceSum", o.reduceSum, normal),
  ...folds("ReduceMean", o.reduceMean, normal),
  ...folds("ReduceMax", o.reduceMax, spread),
  ...folds("ReduceMin", o.reduceMin, spread),
  casesOf("ReduceMax")(
    "shared where they tie",
    (x) => o.reduceMax(x, { axes: [1] }),
    [given([2, 3], [1, 4, 4, 3, 2, 2])],
    shares,
  ),
  casesOf("ReduceMin")(
    "shared where they tie",
    (x) => o.reduceMin(x, { axes: [1] }),
    [given([2, 3], [4, 1, 1, 2, 3, 3])],
    shares,
  ),
  casesOf("Softmax")("the last axis", (x) => o.softmax(x), [normal([2, 3])]),
  casesOf("Softmax")("the first axis", (x) => o.softmax(x, 0), [normal([3, 2])]),
  casesOf("Softmax")("the middle axis", (x) => o.softmax(x, 1), [normal([2, 3, 2])]),
  casesOf("Softmax")("ONNX's own axis", (x) => op("Softmax", [x]), [normal([2, 2, 3])]),
  casesOf("LogSoftmax")("ONNX's own axis", (x) => op("LogSoftmax", [x]), [normal([2, 2, 3])]),
  casesOf("LogSoftmax")("the last axis", (x) => o.logSoftmax(x), [normal([2, 3])]),
  casesOf("LogSoftmax")("the first axis", (x) => o.logSoftmax(x, 0), [normal([3, 2])]),
];
