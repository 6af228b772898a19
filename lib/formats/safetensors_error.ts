import { FormatError } from "../errors.ts";

/** What a safetensors file can have wrong: one name for each thing that the format forbids. */
export type SafetensorsCondition =
  /** The file ends before the header's length. */
  | "header too small"
  /** The header is over 100,000,000 bytes long. */
  | "header too large"
  /** The file ends before its header does. */
  | "header length"
  /** The header is not UTF-8. */
  | "header encoding"
  /** The header does not start with a brace. */
  | "header start"
  /** The header is not a JSON object of the depth that the format has. */
  | "header syntax"
  /** Two keys of one object are equal. */
  | "duplicate key"
  /** `__metadata__` is not an object of strings. */
  | "metadata"
  /** An entry is not an object of `dtype`, `shape` and `data_offsets`. */
  | "tensor info"
  /** An element type that the format lacks or that no {@linkcode Tensor} holds. */
  | "dtype"
  /** A shape is not a list of whole numbers below 2^53. */
  | "shape"
  /** Offsets are not a begin and an end of whole numbers in this order. */
  | "offsets"
  /** The sizes of a shape multiply to over 2^53. */
  | "overflow"
  /** Shape and element type take another number of bytes than the offsets say. */
  | "size"
  /** A tensor begins before the one ahead of it ends. */
  | "overlap"
  /** Bytes between two tensors belong to neither. */
  | "hole"
  /** The last tensor does not end where the file does. */
  | "end";

/** The bytes are not a safetensors file; `condition` names the rule that they break. */
export class SafetensorsError extends FormatError {
  /** The class's name. */
  override name = "SafetensorsError";
  /** The broken rule. */
  readonly condition: SafetensorsCondition;

  /** An error of this condition; `message` is one sentence. */
  constructor(condition: SafetensorsCondition, message: string, options?: ErrorOptions) {
    super("safetensors", message, options);
    this.condition = condition;
  }
}
