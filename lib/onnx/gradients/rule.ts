import { type Attributes } from "../attributes.ts";
import { expand } from "../ops/layout.ts";
import { scalar, type Symbolic, type TensorType } from "../symbolic.ts";

/** What a gradient rule sees of a node. */
export interface RuleContext {
  /** Cotangent of the first output. */
  readonly g: Symbolic;
  /** Cotangents of all outputs, absent where nothing flows. */
  readonly cotangents: readonly (Symbolic | undefined)[];
  /** The inputs; an absent optional one reads as `undefined`. */
  readonly inputs: readonly Symbolic[];
  /** The first output. */
  readonly y: Symbolic;
  /** All outputs. */
  readonly outputs: readonly Symbolic[];
  /** The node's attributes. */
  readonly attributes: Attributes;
}

/**
 * Cotangents of the inputs, in order; a missing entry means "no derivative". A rule may leave a cotangent in
 * the broadcast shape, or in one that broadcasts to the input's: the walker fits it.
 */
export type GradientRule = (context: RuleContext) => readonly (Symbolic | undefined)[];

/** The rule of operators whose derivative is zero wherever there is one, or whose output is no real number. */
export const NO_DERIVATIVE: GradientRule = (): readonly undefined[] => [];

/** Zeros of a type, without the memory. */
export const zerosOf = (type: TensorType): Symbolic => expand(scalar(0, type.dtype), type.shape);
