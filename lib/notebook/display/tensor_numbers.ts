import { float16ToFloat32 } from "../../formats/float16.ts";
import { type Tensor } from "../../tensor.ts";

/** The elements of a tensor, each as a number or a bigint. */
export const elementsOf = ({ dtype, data }: Tensor): ArrayLike<number | bigint> =>
  dtype === "float16" ? float16ToFloat32(data as Uint16Array) : data;

/** What a tensor's numbers are like; those that are not finite are only counted. */
export interface Summary {
  /** Smallest; NaN where no number is finite. */
  readonly least: number;
  /** Largest; NaN where no number is finite. */
  readonly most: number;
  /** NaN where no number is finite. */
  readonly mean: number;
  /** Standard deviation of the numbers as they are, not an estimate of others; NaN where no number is finite. */
  readonly deviation: number;
  /** How many are exactly 0. */
  readonly zeros: number;
  /** How many are NaN. */
  readonly nan: number;
  /** How many are infinite. */
  readonly infinite: number;
}

/** Summarises numbers; integers of 64 bits are rounded to the nearest double. */
export function summaryOf(values: ArrayLike<number | bigint>): Summary {
  let [least, most, sum, finite, zeros, nan, infinite] = [Infinity, -Infinity, 0, 0, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    if (Number.isNaN(value)) nan++;
    else if (!Number.isFinite(value)) infinite++;
    else {
      [finite, sum] = [finite + 1, sum + value];
      if (value === 0) zeros++;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  const mean = sum / finite;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const off = Number(values[i]) - mean;
    if (Number.isFinite(off)) squares += off * off;
  }
  const counts = { zeros, nan, infinite };
  if (finite === 0) return { least: NaN, most: NaN, mean: NaN, deviation: NaN, ...counts };
  return { least, most, mean, deviation: Math.sqrt(squares / finite), ...counts };
}
