import { InputError } from "../../errors.ts";
import { sizeOf } from "../../tensor.ts";
import { apply, type Arg, constant, filled, int64s, op, Symbolic, symbolic } from "../symbolic.ts";

const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((d, i) => d === b[i]);

/**
 * The same elements in another shape; one dimension may be −1 and is worked out.
 *
 * @throws {InputError} when the shape has another number of elements.
 */
export function reshape(x: Arg, shape: readonly number[]): Symbolic {
  const s = symbolic(x);
  const known = sizeOf(shape.filter((d) => d !== -1));
  const full = shape.map((d) => (d === -1 ? sizeOf(s.shape) / known : d));
  if (full.some((d) => !Number.isInteger(d) || d < 0)) {
    throw new InputError(
      `Reshape: Expected a shape of ${sizeOf(s.shape)} elements but found [${shape.join(", ")}].`,
    );
  }
  const attributes = full.includes(0) ? { allowzero: { int: 1 } } : {};
  return sameShape(full, s.shape) ? s : op("Reshape", [s, int64s(full)], attributes);
}

/** Axes reordered: axis i of the result is axis `perm[i]` of x. */
export function transpose(x: Arg, perm: readonly number[]): Symbolic {
  const s = symbolic(x);
  return sameShape(perm, [...s.shape.keys()]) ? s : op("Transpose", [s], { perm: { ints: perm } });
}

/**
 * x with its last two axes swapped: [..., m, n] → [..., n, m].
 *
 * @throws {InputError} when it has fewer.
 */
export function transposeLast(x: Symbolic): Symbolic {
  const rank = x.shape.length;
  if (rank < 2) throw new InputError(`Expected two axes to swap but found [${x.shape.join(", ")}].`);
  return transpose(x, [...Array(rank - 2).keys(), rank - 1, rank - 2]);
}

/** x repeated along dimensions of size 1 (and new leading ones) to `shape`. */
export function expand(x: Arg, shape: readonly number[]): Symbolic {
  const s = symbolic(x);
  return sameShape(shape, s.shape) ? s : op("Expand", [s, int64s(shape)]);
}

/** Tensors joined along an existing axis; the other axes are equal. */
export function concat(parts: readonly Symbolic[], axis: number): Symbolic {
  return parts.length === 1 ? parts[0]! : op("Concat", parts, { axis: { int: axis } });
}

/** Tensors of one shape joined along a new axis; a negative one counts from the end of the result's axes. */
export function stack(parts: readonly Symbolic[], axis: number): Symbolic {
  const at = axis < 0 ? axis + parts[0]!.shape.length + 1 : axis;
  return concat(parts.map((p) => reshape(p, p.shape.toSpliced(at, 0, 1))), at);
}

/** x cut along an axis into pieces of the given sizes, which sum up to its length. */
export const split = (x: Arg, axis: number, sizes: readonly number[]): readonly Symbolic[] =>
  apply("Split", [symbolic(x), int64s(sizes)], { axis: { int: axis } });

/** Elements `start` to `end` (exclusive) of an axis, every `step`-th; a negative step walks backwards. */
export function slice(x: Arg, axis: number, start: number, end: number, step = 1): Symbolic {
  const s = symbolic(x);
  const whole = step === 1 && start === 0 && end >= s.shape.at(axis)!;
  return whole ? s : op("Slice", [s, int64s([start]), int64s([end]), int64s([axis]), int64s([step])]);
}

/** x with an axis reversed. */
export const flip = (x: Arg, axis: number): Symbolic => slice(x, axis, -1, Number.MIN_SAFE_INTEGER, -1);

/** x with `before[i]` and `after[i]` elements of `value` (default 0) put around axis i. */
export function pad(x: Arg, before: readonly number[], after: readonly number[], value = 0): Symbolic {
  const s = symbolic(x);
  if ([...before, ...after].every((n) => n === 0)) return s;
  return op("Pad", [s, int64s([...before, ...after]), constant(filled(s.dtype, [], value))], {
    mode: { string: "constant" },
  });
}

/** A map [N, C·b², H, W] as [N, C, H·b, W·b]: channel (c·b + i)·b + j becomes row i, column j of each block. */
export const depthToSpace = (x: Arg, block: number): Symbolic =>
  op("DepthToSpace", [symbolic(x)], { blocksize: { int: block }, mode: { string: "CRD" } });
