import { gemm, type GemmOptions, matMul } from "../../../lib/onnx/ops/mod.ts";
import { op } from "../../../lib/onnx/symbolic.ts";
import { type Case, casesOf, normal } from "./case.ts";

const product = casesOf("MatMul");
const general = casesOf("Gemm");

const transposed = (transA: boolean, transB: boolean): Case => {
  const options: GemmOptions = { transA, transB, alpha: 0.5, beta: -2 };
  return general(
    `transposed: ${transA}, ${transB}`,
    (a, b, c) => gemm(a, b, c, options),
    [normal(transA ? [4, 3] : [3, 4], 1), normal(transB ? [2, 4] : [4, 2], 2), normal([3, 2], 3)],
  );
};

const biased = (name: string, shape: readonly number[]): Case =>
  general(name, (a, b, c) => gemm(a, b, c, { beta: 3 }), [
    normal([3, 4], 1),
    normal([4, 2], 2),
    normal(shape, 3),
  ]);

/** Cases of the matrix products. */
export const LINEAR_CASES: readonly Case[] = [
  product("matrices", matMul, [normal([2, 3], 1), normal([3, 4], 2)]),
  product("batches", matMul, [normal([2, 2, 3], 1), normal([2, 3, 2], 2)]),
  product("a batch and a matrix", matMul, [normal([2, 2, 3], 1), normal([3, 2], 2)]),
  product("batches that broadcast on both sides", matMul, [normal([2, 1, 2, 3], 1), normal([3, 3, 2], 2)]),
  transposed(false, false),
  transposed(false, true),
  transposed(true, false),
  transposed(true, true),
  general("without bias", (a, b) => gemm(a, b, undefined, { alpha: -1.5 }), [
    normal([3, 4], 1),
    normal([4, 2], 2),
  ]),
  biased("a bias per column", [2]),
  biased("a bias per row", [3, 1]),
  biased("one bias", []),
  general("ONNX's own defaults", (a, b, c) => op("Gemm", [a, b, c]), [
    normal([3, 3], 1),
    normal([3, 3], 2),
    normal([3, 3], 3),
  ]),
  general("square, so that transposes fit", (a, b) => gemm(a, b), [normal([3, 3], 1), normal([3, 3], 2)]),
];
