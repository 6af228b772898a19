import { InputError } from "../../errors.ts";
import { mapSize, type Size } from "../../generators/size.ts";
import { tent } from "../../generators/windows/span.ts";
import * as o from "../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { float32, type Tensor } from "../../tensor.ts";

/** How a feature map is brought to the picture's size: as PyTorch does it with align_corners=False. */
export type Interpolation = "bilinear" | "nearest";

/** The least product of lengths that a dot product is divided by, as in PyTorch's CosineSimilarity. */
const EPSILON = 1e-8;

/** The matrix [to, from] that takes the nearest of `from` numbers, as PyTorch's interpolate does. */
function nearestMatrix(from: number, to: number): Tensor<"float32"> {
  const weights = new Float32Array(to * from);
  for (let i = 0; i < to; i++) weights[i * from + Math.min(Math.floor((i * from) / to), from - 1)] = 1;
  return float32([to, from], weights);
}

const MATRIX: Readonly<Record<Interpolation, (from: number, to: number) => Tensor<"float32">>> = {
  bilinear: (from, to) => o.interpolationMatrix(from, to, "half-pixel"),
  nearest: nearestMatrix,
};

/** The rows of a matrix at fractional places [n, 1], bilinearly: [n, from]. */
function rowsAt(places: Symbolic, matrix: Tensor<"float32">): Symbolic {
  const [size] = matrix.shape as [number];
  const indices = float32([1, size], Float32Array.from({ length: size }, (_, i) => i));
  return o.matMul(tent(o.sub(places, indices)), constant(matrix));
}

/** The vectors of a resized map [1, C, h, w] at points [n, 2]: [n, C]. */
function vectorsAt(
  map: Symbolic,
  points: Symbolic,
  rows: Tensor<"float32">,
  columns: Tensor<"float32">,
): Symbolic {
  const [x, y] = o.split(points, 1, [1, 1]) as [Symbolic, Symbolic];
  const [count, [h, w]] = [points.shape[0]!, mapSize(map)];
  const picked = o.matMul(o.reshape(rowsAt(y, rows), [count, 1, 1, h]), map);
  const vectors = o.matMul(picked, o.reshape(rowsAt(x, columns), [count, 1, w, 1]));
  return o.reshape(vectors, [count, map.shape[1]!]);
}

/** Maps [k, h, w] resized by two matrices: [k, H, W]. */
const resized = (maps: Symbolic, rows: Tensor<"float32">, columns: Tensor<"float32">): Symbolic =>
  o.matMul(o.matMul(constant(rows), maps), o.transpose(columns, [1, 0]));

/** A matrix [to, from] whose numbers are products: of each number with itself, and of each with its right neighbour. */
function products({ shape: [to, from], data }: Tensor<"float32">): Tensor<"float32">[] {
  const withNext = (step: number): Tensor<"float32"> =>
    float32(
      [to!, from! - step],
      Float32Array.from({ length: to! * (from! - step) }, (_, i) => {
        const at = Math.floor(i / (from! - step)) * from! + i % (from! - step);
        return data[at]! * data[at + step]!;
      }),
    );
  return from! > 1 ? [withNext(0), withNext(1)] : [withNext(0)];
}

/**
 * The squared lengths of the vectors of a resized map, [1, H, W], without the resized map, which has as many channels as
 * the map itself: a resized vector is a sum of four neighbours, its squared length one of their dot products.
 */
function squaredLengths(map: Symbolic, rows: Tensor<"float32">, columns: Tensor<"float32">): Symbolic {
  const [h, w] = mapSize(map);
  const part = (top: number, left: number, down: number, right: number): Symbolic =>
    o.slice(o.slice(map, 2, top, top + h - down), 3, left, left + w - right);
  const dot = (a: Symbolic, b: Symbolic): Symbolic => o.reduceSum(o.mul(a, b), { axes: [1] });
  const [ownRow, nextRow] = products(rows);
  const [ownColumn, nextColumn] = products(columns);
  const sums = [resized(dot(map, map), ownRow!, ownColumn!)];
  const addTwice = (dots: Symbolic, byRows: Tensor<"float32">, byColumns: Tensor<"float32">): void =>
    void sums.push(o.mul(resized(dots, byRows, byColumns), 2));
  if (nextColumn) addTwice(dot(part(0, 0, 0, 1), part(0, 1, 0, 1)), ownRow!, nextColumn);
  if (nextRow) addTwice(dot(part(0, 0, 1, 0), part(1, 0, 1, 0)), nextRow, ownColumn!);
  if (nextRow && nextColumn) {
    const falling = dot(part(0, 0, 1, 1), part(1, 1, 1, 1));
    const rising = dot(part(1, 0, 1, 1), part(0, 1, 1, 1));
    addTwice(o.add(falling, rising), nextRow, nextColumn);
  }
  return o.relu(sums.reduce((sum, each) => o.add(sum, each)));
}

/**
 * How similar each pixel of a picture is to handles of another: cosines of feature vectors, both maps resized to the
 * size of the picture. Only what is needed of the resized maps is computed, so that memory does not grow with their
 * channels.
 *
 * Arguments: the map of the picture with the handles [1, C, h, w], the map of the other one [1, C, h', w'], and the
 * handles [n, 2] as x and y in pixels; result [n, H, W] from −1 to 1.
 *
 * @param size of the picture, [H, W].
 * @param interpolation how the maps are resized (default "bilinear").
 * @throws {InputError} where it is traced or run with more than one map, or maps of different numbers of channels.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { similarityMap } from "./similarity_map.ts";
 * const before = float32([1, 2, 1, 2], [1, 0, 0, 2]); // vectors [1, 0] and [0, 2]
 * const after = float32([1, 2, 1, 2], [0, 3, 4, 0]); // [0, 4] and [3, 0]
 * const { data } = await similarityMap([1, 2]).run(before, after, float32([1, 2], [1, 0]));
 * assert.deepEqual([...data], [1, 0]);
 * ```
 */
export const similarityMap = (
  size: Size,
  interpolation: Interpolation = "bilinear",
): TensorFunction<[source: Symbolic, result: Symbolic, handles: Symbolic], Symbolic> =>
  tensorFunction("similarityMap", (source, result, handles) => {
    if (source.shape[0] !== 1 || result.shape[0] !== 1 || source.shape[1] !== result.shape[1]) {
      throw new InputError(
        `Expected two maps [1, C, h, w] of one length but found [${source.shape}] and [${result.shape}].`,
      );
    }
    const matrices = (map: Symbolic): [Tensor<"float32">, Tensor<"float32">] =>
      mapSize(map).map((side, axis) => MATRIX[interpolation](side, size[axis]!)) as [
        Tensor<"float32">,
        Tensor<"float32">,
      ];
    const vectors = vectorsAt(source, handles, ...matrices(source));
    const [count, [h, w]] = [handles.shape[0]!, mapSize(result)];
    const dots = o.matMul(vectors, o.reshape(result, [result.shape[1]!, h * w]));
    const onPicture = resized(o.reshape(dots, [count, h, w]), ...matrices(result));
    const lengths = o.sqrt(squaredLengths(result, ...matrices(result)));
    const own = o.sqrt(o.reduceSum(o.square(vectors), { axes: [1], keep: true }));
    return o.div(onPicture, o.max(o.mul(lengths, o.reshape(own, [count, 1, 1])), EPSILON));
  });
