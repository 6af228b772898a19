import { InputError } from "../../errors.ts";
import { type DType } from "../../tensor.ts";
import { type Attributes } from "../attributes.ts";
import { type Symbolic, type TensorType } from "../symbolic.ts";

/** What a shape rule sees of a node. */
export interface ShapeContext {
  /** The operator, for messages. */
  readonly type: string;
  /** The inputs; an absent optional one is `undefined`. */
  readonly inputs: readonly (Symbolic | undefined)[];
  /** The node's attributes. */
  readonly attributes: Attributes;
}

/** Infers the output types of an operator; throws an {@linkcode InputError} when the inputs do not fit. */
export type ShapeRule = (context: ShapeContext) => readonly TensorType[];

/** An error that names the operator and the types it was given. */
export function misfit(context: ShapeContext, expected: string): InputError {
  const found = context.inputs.map((x) => (x ? `${x.dtype}[${x.shape.join(", ")}]` : "nothing")).join(
    " and ",
  );
  return new InputError(`${context.type}: Expected ${expected} but found ${found}.`);
}

/**
 * The i-th input, counted from 0.
 *
 * @throws {InputError} when it is absent.
 */
export function given(context: ShapeContext, i: number): Symbolic {
  const x = context.inputs[i];
  if (!x) throw misfit(context, `an input ${i}`);
  return x;
}

/**
 * An axis of a tensor of `rank` axes, counted from the front; negative ones count from the end.
 *
 * @throws {InputError} when there is no such axis.
 */
export function normalAxis(context: ShapeContext, axis: number, rank: number): number {
  const a = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(a) || a < 0 || a >= rank) {
    throw misfit(context, `an axis from ${-rank} to ${rank - 1}, not ${axis},`);
  }
  return a;
}

/** The shape that operands broadcast to, or `undefined` where they do not. */
export function broadcast(...shapes: readonly (readonly number[])[]): number[] | undefined {
  const rank = Math.max(0, ...shapes.map((s) => s.length));
  const out = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    for (const [i, d] of shape.entries()) {
      const at = rank - shape.length + i;
      if (out[at] === 1) out[at] = d;
      else if (d !== 1 && d !== out[at]) return undefined;
    }
  }
  return out;
}

/** All inputs broadcast and share a dtype, which the output has too unless `result` names another. */
export const elementwise = (result?: DType): ShapeRule => (context): readonly TensorType[] => {
  const all = context.inputs.map((_, i) => given(context, i));
  const shape = broadcast(...all.map((x) => x.shape));
  const dtype = all[0]!.dtype;
  if (!shape) throw misfit(context, "shapes that broadcast");
  if (all.some((x) => x.dtype !== dtype)) throw misfit(context, "equal dtypes");
  return [{ dtype: result ?? dtype, shape }];
};

/** The output is of the type of the first input. */
export const likeFirst: ShapeRule = (context): readonly TensorType[] => {
  const { dtype, shape } = given(context, 0);
  return [{ dtype, shape }];
};
