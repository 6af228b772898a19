import { type DType } from "../tensor.ts";

/** The element types that are read of NumPy's, by NumPy's names without the byte order. */
export const NUMPY_DTYPES: ReadonlyMap<string, DType> = new Map([
  ["f2", "float16"],
  ["f4", "float32"],
  ["f8", "float64"],
  ["i1", "int8"],
  ["i2", "int16"],
  ["i4", "int32"],
  ["i8", "int64"],
  ["u1", "uint8"],
  ["u2", "uint16"],
  ["b1", "bool"],
]);
