import { elementCount } from "./elements.ts";

/** Where the elements of a tensor lie in memory; all in elements, not bytes. */
export interface Layout {
  /** Place of the first element. */
  readonly offset: number;
  /** Length of each axis. */
  readonly shape: readonly number[];
  /** Steps along each axis, not negative. */
  readonly strides: readonly number[];
}

/** The layout of an array without gaps: last axis fastest, or the first one with `fortran`. */
export function dense(shape: readonly number[], fortran = false): Layout {
  const strides = shape.map((_, axis) => product(fortran ? shape.slice(0, axis) : shape.slice(axis + 1)));
  return { offset: 0, shape, strides };
}

/** The elements of a layout, `itemSize` bytes each, one after the other in C order: a copy. */
export function gather(bytes: Uint8Array, itemSize: number, { offset, shape, strides }: Layout): Uint8Array {
  const axes = shape.flatMap((length, axis) =>
    length === 1 ? [] : [{ length, step: strides[axis]! * itemSize, index: 0 }]
  ).reverse();
  let at = offset * itemSize;
  const out = new Uint8Array(elementCount(shape) * itemSize);
  const gapless = axes.every(({ step }, k) =>
    step === itemSize * product(axes.slice(0, k).map((a) => a.length))
  );
  if (gapless) out.set(bytes.subarray(at, at + out.length));
  for (let to = 0; to < out.length && !gapless; to += itemSize) {
    for (let k = 0; k < itemSize; k++) out[to + k] = bytes[at + k]!;
    for (const axis of axes) {
      at += axis.step;
      if (++axis.index < axis.length) break;
      at -= axis.step * axis.length;
      axis.index = 0;
    }
  }
  return out;
}

const product = (factors: readonly number[]): number =>
  factors.reduce((result, factor) => result * factor, 1);
