import { FormatError } from "../../errors.ts";
import type { DType } from "../../tensor.ts";
import type { ByteOrder } from "../bytes.ts";
import { BYTES_OF, elementCount, elementsOf } from "../elements.ts";
import { bfloat16ToFloat32 } from "../float16.ts";
import type { Budget } from "./budget.ts";
import { describe } from "./describe.ts";
import type { ElementKind, PickleTensor, PickleValue } from "./value.ts";

/** Most axes of a tensor; keeps every product of lengths finite. */
const MAX_RANK = 16;

/** Where the elements of a tensor lie in memory; all in elements, not bytes. */
export interface Layout {
  /** Place of the first element. */
  readonly offset: number;
  /** Length of each axis. */
  readonly shape: readonly number[];
  /** Steps along each axis, not negative. */
  readonly strides: readonly number[];
}

/** Elements of some kind as they stand in a file. */
export interface RawElements {
  /** Element type. */
  readonly kind: ElementKind;
  /** The elements, one after the other. */
  readonly bytes: Uint8Array;
  /** Order of the bytes of an element. */
  readonly order: ByteOrder;
}

/** A tuple of counts, such as a shape. @throws {FormatError} when `value` is anything else. */
export function counts(value: PickleValue | undefined, what: string): number[] {
  if (Array.isArray(value) && value.length <= MAX_RANK) return value.map((item) => count(item, what));
  throw new FormatError(
    "pickle",
    `Expected ${what} to be a tuple of up to ${MAX_RANK} but found ${describe(value)}.`,
  );
}

/** An integer from 0 to 2^32. @throws {FormatError} when `value` is anything else. */
export function count(value: PickleValue | undefined, what: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 2 ** 32) return value;
  throw new FormatError("pickle", `Expected ${what} to be a count up to 2^32 but found ${describe(value)}.`);
}

/** Bytes of an element in a file. */
export const bytesOfKind = (kind: ElementKind): number => kind === "bfloat16" ? 2 : BYTES_OF[kind];

/** The layout of an array without gaps: last axis fastest, or the first one with `fortran`. */
export function dense(shape: readonly number[], fortran = false): Layout {
  const strides = shape.map((_, axis) => product(fortran ? shape.slice(0, axis) : shape.slice(axis + 1)));
  return { offset: 0, shape, strides };
}

/**
 * Gives `target` the elements that `layout` picks out of `source`, in C order, in memory of its own.
 *
 * @throws {FormatError} before anything is allocated, when the layout leaves the source or the budget.
 */
export function fillTensor(target: PickleTensor, source: RawElements, layout: Layout, budget: Budget): void {
  const { offset, shape, strides } = layout;
  const { kind, bytes, order } = source;
  const size = elementCount(shape);
  const last = offset + shape.reduce((sum, length, axis) => sum + (length - 1) * strides[axis]!, 0);
  const available = Math.floor(bytes.length / bytesOfKind(kind));
  if (size > 0 && last >= available) {
    throw new FormatError(
      "pickle",
      `Expected ${last + 1} elements for the shape [${shape.join(", ")}] but found ${available}.`,
    );
  }
  const dtype: DType = kind === "bfloat16" ? "float32" : kind;
  budget.allocate(size * BYTES_OF[dtype]);
  const picked = gather(bytes, bytesOfKind(kind), layout, size);
  target.dtype = dtype;
  target.shape = [...shape];
  target.data = kind === "bfloat16"
    ? bfloat16ToFloat32(elementsOf("uint16", picked, order))
    : elementsOf(kind, picked, order);
}

/** The elements of a layout one after the other. */
function gather(bytes: Uint8Array, itemSize: number, layout: Layout, size: number): Uint8Array {
  const axes = layout.shape.flatMap((length, axis) =>
    length === 1 ? [] : [{ length, step: layout.strides[axis]! * itemSize, index: 0 }]
  ).reverse();
  let at = layout.offset * itemSize;
  const out = new Uint8Array(size * itemSize);
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
