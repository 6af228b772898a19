import { InputError } from "../errors.ts";
import { type DType } from "../tensor.ts";

/** ONNX's numbers for element types (`TensorProto.DataType`). */
export const ONNX_DTYPE: Readonly<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
};

/**
 * The dtype of an ONNX number.
 *
 * @throws {InputError} when it is none of ours.
 */
export function dtypeOfOnnx(code: number): DType {
  const found = (Object.keys(ONNX_DTYPE) as DType[]).find((d) => ONNX_DTYPE[d] === code);
  if (!found) throw new InputError(`Expected an ONNX element type that we compute with but found ${code}.`);
  return found;
}

/** Whether a dtype is a floating-point one, so that derivatives make sense. */
export const isFloat = (dtype: DType): boolean => dtype.startsWith("float");
