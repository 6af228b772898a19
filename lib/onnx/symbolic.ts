import { InputError } from "../errors.ts";
import { type DType, sizeOf, type Tensor, tensor } from "../tensor.ts";
import { type Attributes } from "./attributes.ts";
import { SHAPES } from "./shapes/mod.ts";

/** The type of a tensor: its dtype and its shape, both static. */
export interface TensorType {
  /** Type of the elements. */
  readonly dtype: DType;
  /** Length of every axis; none for a scalar. */
  readonly shape: readonly number[];
}

/** Where a symbolic tensor comes from: an argument of the traced function, known data, or an operation. */
export type SymbolicSource =
  | { readonly kind: "input"; readonly name: string }
  | { readonly kind: "constant"; readonly value: Tensor; readonly name: string }
  | { readonly kind: "node"; readonly node: Node; readonly index: number };

/** A tensor that is not computed yet: a type, and where it will come from. */
export class Symbolic implements TensorType {
  /** Type of the elements. */
  readonly dtype: DType;
  /** Length of every axis; none for a scalar. */
  readonly shape: readonly number[];
  /** What gives it its value. */
  readonly source: SymbolicSource;

  /** A tensor of a type, from a source. Operations make them; user code does not need to. */
  constructor(type: TensorType, source: SymbolicSource) {
    this.dtype = type.dtype;
    this.shape = type.shape;
    this.source = source;
  }
}

/** The derivative of a node: cotangents of its outputs (absent where nothing flows) to those of its inputs. */
export type Pullback = (
  cotangents: readonly (Symbolic | undefined)[],
  node: Node,
) => readonly (Symbolic | undefined)[];

/** One operation of a graph: an ONNX operator, or one of our aliases (see `alias.ts`). */
export interface Node {
  /** ONNX's name of the operator, or that of an alias. */
  readonly type: string;
  /** An absent optional input of the operator is `undefined`. */
  readonly inputs: readonly (Symbolic | undefined)[];
  /** What the operator is told beside its inputs. */
  readonly attributes: Attributes;
  /** What it computes, in the operator's order. */
  readonly outputs: readonly Symbolic[];
  /** Replaces the rule of the gradient table: see `customVjp` and `checkpoint`. */
  readonly pullback?: Pullback;
}

/** What operations accept: a symbolic tensor, known data, or a number (taken in the other operand's dtype). */
export type Arg = Symbolic | Tensor | number;

/** A symbolic tensor for an argument of a traced function. */
export const input = (name: string, type: TensorType): Symbolic =>
  new Symbolic(type, { kind: "input", name });

/** Known data as a symbolic tensor. A name makes it findable in an exported graph; weights should have one. */
export const constant = (value: Tensor, name = ""): Symbolic =>
  new Symbolic(value, { kind: "constant", value, name });

/** A number as a scalar of a dtype. */
export function scalar(value: number, dtype: DType): Symbolic {
  return constant(filled(dtype, [], value));
}

/** The least and the largest number of integer dtypes. */
const INTEGERS: { readonly [D in DType]?: readonly [number, number] } = {
  uint8: [0, 255],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

/**
 * A concrete tensor in which every element is `value`; for bool, whether it is not 0.
 *
 * @throws {InputError} for int8, int16 and uint16, which graphs do not compute with, and for numbers that an integer dtype does
 * not hold.
 */
export function filled(dtype: DType, shape: readonly number[], value: number): Tensor {
  const size = sizeOf(shape);
  const range = INTEGERS[dtype];
  if (range && !(Number.isInteger(value) && value >= range[0] && value <= range[1])) {
    throw new InputError(`Expected a number that ${dtype} holds but found ${value}.`);
  }
  if (dtype === "int64") return tensor(dtype, shape, new BigInt64Array(size).fill(BigInt(value)));
  if (dtype === "float16") {
    return tensor(dtype, shape, new Uint16Array(new Float16Array(size).fill(value).buffer));
  }
  if (dtype === "float32") return tensor(dtype, shape, new Float32Array(size).fill(value));
  if (dtype === "float64") return tensor(dtype, shape, new Float64Array(size).fill(value));
  if (dtype === "bool") return tensor(dtype, shape, new Uint8Array(size).fill(value ? 1 : 0));
  if (dtype === "int32") return tensor(dtype, shape, new Int32Array(size).fill(value));
  if (dtype === "uint8") return tensor(dtype, shape, new Uint8Array(size).fill(value));
  throw new InputError(`Expected a constant of a dtype that graphs compute with but found ${dtype}.`);
}

/**
 * A one-dimensional int64 constant, as shapes, axes and indices are given to operators.
 *
 * @throws {InputError} when a number is no integer.
 */
export function int64s(values: readonly number[]): Symbolic {
  const wrong = values.find((v) => !Number.isInteger(v));
  if (wrong !== undefined) throw new InputError(`Expected integers but found ${wrong}.`);
  return constant(tensor("int64", [values.length], BigInt64Array.from(values, BigInt)));
}

/** Turns an argument into a symbolic tensor; `dtype` says how a number is taken. */
export function symbolic(arg: Arg, dtype: DType = "float32"): Symbolic {
  if (arg instanceof Symbolic) return arg;
  return typeof arg === "number" ? scalar(arg, dtype) : constant(arg);
}

/**
 * Applies an operator: infers the output types by its shape rule and links the node.
 *
 * @throws {InputError} when the operator is unknown or its inputs do not fit.
 */
export function apply(
  type: string,
  inputs: readonly (Symbolic | undefined)[],
  attributes: Attributes = {},
): readonly Symbolic[] {
  const rule = SHAPES[type];
  if (!rule) throw new InputError(`Expected an operator with a shape rule but found ${type}.`);
  return link(type, inputs, rule({ type, inputs, attributes }), attributes);
}

/** Links a node whose output types are known already. */
export function link(
  type: string,
  inputs: readonly (Symbolic | undefined)[],
  types: readonly TensorType[],
  attributes: Attributes = {},
  pullback?: Pullback,
): readonly Symbolic[] {
  const outputs: Symbolic[] = [];
  const node: Node = { type, inputs, attributes, outputs, ...(pullback ? { pullback } : {}) };
  types.forEach((t, index) => outputs.push(new Symbolic(t, { kind: "node", node, index })));
  return outputs;
}

/** Applies an operator with one output. */
export const op = (
  type: string,
  inputs: readonly (Symbolic | undefined)[],
  attributes?: Attributes,
): Symbolic => apply(type, inputs, attributes)[0]!;

/** The data of a constant, or `undefined` where the value is computed. */
export const constantValue = (x: Symbolic | undefined): Tensor | undefined =>
  x?.source.kind === "constant" ? x.source.value : undefined;

/**
 * The numbers of a constant integer tensor: axes, pads, shapes.
 *
 * @param what what they are, for the message.
 * @throws {InputError} when they are computed.
 */
export function constantInts(x: Symbolic | undefined, what: string): number[] {
  const value = constantValue(x);
  if (!value) throw new InputError(`Expected constant ${what} but found a computed value.`);
  return Array.from(value.data as ArrayLike<number | bigint>, Number);
}
