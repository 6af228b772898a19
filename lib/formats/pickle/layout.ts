import { FormatError } from "../../errors.ts";
import type { DType } from "../../tensor.ts";
import type { ByteOrder } from "../bytes.ts";
import { BYTES_OF, elementCount, elementsOf } from "../elements.ts";
import { bfloat16ToFloat32 } from "../float16.ts";
import { gather, type Layout } from "../strided.ts";
import type { Budget } from "./budget.ts";
import { describe } from "./describe.ts";
import type { ElementKind, PickleTensor, PickleValue } from "./value.ts";

/** Most axes of a tensor; keeps every product of lengths finite. */
const MAX_RANK = 16;

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
  const picked = gather(bytes, bytesOfKind(kind), layout);
  target.dtype = dtype;
  target.shape = [...shape];
  target.data = kind === "bfloat16"
    ? bfloat16ToFloat32(elementsOf("uint16", picked, order))
    : elementsOf(kind, picked, order);
}
