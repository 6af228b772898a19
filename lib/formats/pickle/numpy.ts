import { FormatError } from "../../errors.ts";
import { elementCount } from "../elements.ts";
import { float16ToFloat32 } from "../float16.ts";
import { NUMPY_DTYPES } from "../numpy_dtypes.ts";
import { dense } from "../strided.ts";
import type { Budget } from "./budget.ts";
import { describe } from "./describe.ts";
import { bytesOfKind, counts, fillTensor, type RawElements } from "./layout.ts";
import type { AllowList, GlobalHandler } from "./machine.ts";
import { bytesOf } from "./python.ts";
import { narrow } from "./text.ts";
import { PickleDtype, PickleGlobal, PickleTensor, type PickleValue } from "./value.ts";

/** `numpy.dtype(code, align, copy)`. */
const dtype: GlobalHandler = ([code]) => {
  if (typeof code !== "string") {
    throw new FormatError("pickle", `Expected a dtype code but found ${describe(code)}.`);
  }
  return new PickleDtype(code);
};

/** `_reconstruct(numpy.ndarray, (0,), b"b")`: an empty array, whose state follows. */
const reconstruct: GlobalHandler = ([type]) => {
  if (type instanceof PickleGlobal && type.path === "numpy.ndarray") return new PickleTensor();
  throw new FormatError("pickle", `Expected the global numpy.ndarray but found ${describe(type)}.`);
};

/** `scalar(dtype, bytes)`. */
const scalar: GlobalHandler = ([type, bytes], budget) => {
  const tensor = new PickleTensor();
  fillArray(tensor, type, [], bytes, false, budget);
  const value = tensor.data[0]!;
  if (tensor.dtype === "bool") return value === 1;
  if (tensor.data instanceof Uint16Array && tensor.dtype === "float16") {
    return float16ToFloat32(tensor.data)[0]!;
  }
  return typeof value === "bigint" ? narrow(value) : value;
};

/** `_frombuffer(bytes, dtype, shape, order)`: how protocol 5 writes an array. */
const fromBuffer: GlobalHandler = ([bytes, type, shape, order], budget) => {
  const tensor = new PickleTensor();
  fillArray(tensor, type, counts(shape, "an array's shape"), bytes, order === "F", budget);
  return tensor;
};

/** NumPy arrays, scalars and dtypes, by the module names of NumPy 1 and 2. */
export const NUMPY_GLOBALS: AllowList = new Map([
  ["numpy.dtype", dtype],
  ...["numpy.core", "numpy._core"].flatMap((core): [string, GlobalHandler][] => [
    [`${core}.multiarray._reconstruct`, reconstruct],
    [`${core}.multiarray.scalar`, scalar],
    [`${core}.numeric._frombuffer`, fromBuffer],
  ]),
]);

/** Fills an array from `(version, shape, dtype, isFortran, bytes)`. @throws {FormatError} if it cannot be. */
export function setArrayState(target: PickleTensor, state: PickleValue, budget: Budget): void {
  const [, shape, type, fortran, bytes] = tuple(state, 5);
  fillArray(target, type, counts(shape, "an array's shape"), bytes, fortran === true, budget);
}

/** Sets the byte order from `(version, order, subdtype, names, fields, …)`. @throws {FormatError} */
export function setDtypeState(target: PickleDtype, state: PickleValue): void {
  const [, order, subdtype, names] = tuple(state, 8);
  if (typeof order !== "string" || (subdtype ?? names ?? null) !== null) {
    throw new FormatError("pickle", `Expected a plain dtype but found a structured one or no byte order.`);
  }
  target.order = order;
}

function fillArray(
  target: PickleTensor,
  type: PickleValue | undefined,
  shape: number[],
  content: PickleValue | undefined,
  fortran: boolean,
  budget: Budget,
): void {
  const source = rawElements(type, bytesOf(content, budget));
  const size = elementCount(shape) * bytesOfKind(source.kind);
  if (source.bytes.length !== size) {
    throw new FormatError("pickle", `Expected ${size} bytes for an array but found ${source.bytes.length}.`);
  }
  fillTensor(target, source, dense(shape, fortran), budget);
}

function rawElements(type: PickleValue | undefined, bytes: Uint8Array): RawElements {
  const kind = type instanceof PickleDtype ? NUMPY_DTYPES.get(type.code) : undefined;
  if (!(type instanceof PickleDtype) || kind === undefined) {
    throw new FormatError("pickle", `Expected a number type of up to 64 bits but found ${describe(type)}.`);
  }
  return { kind, bytes, order: type.order === ">" ? "big" : "little" };
}

function tuple(value: PickleValue, length: number): PickleValue[] {
  if (Array.isArray(value) && value.length >= length) return value;
  throw new FormatError("pickle", `Expected a state of ${length} entries but found ${describe(value)}.`);
}
