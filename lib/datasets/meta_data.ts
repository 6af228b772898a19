import { type Point } from "../drag/points.ts";
import { maskOf } from "../drag/mask.ts";
import { FormatError } from "../errors.ts";
import { describe } from "../formats/pickle/describe.ts";
import { readPickle } from "../formats/pickle/read.ts";
import { PickleTensor, type PickleValue } from "../formats/pickle/value.ts";
import { type Tensor } from "../tensor.ts";

/** What a `meta_data.pkl` of DragBench holds. */
export interface MetaData {
  /** What the picture shows. */
  readonly prompt: string;
  /** Handle and target in turn, `[x, y]` in pixels. */
  readonly points: readonly Point[];
  /** 1 where the picture may move, else 0, [H, W]. */
  readonly mask: Tensor<"float32">;
}

const wrong = (what: string, found: PickleValue | undefined): FormatError =>
  new FormatError("meta_data", `Expected ${what} but found ${describe(found)}.`);

/** Lists, tuples and arrays of numbers or pairs as lists; nothing of anything else. */
function listed(value: PickleValue | undefined): readonly PickleValue[] | undefined {
  if (Array.isArray(value)) return value;
  if (!(value instanceof PickleTensor)) return undefined;
  const [count, width, ...more] = value.shape;
  if (count === undefined || more.length > 0 || (width !== undefined && width !== 2)) return undefined;
  const numbers = Array.from(value.data as ArrayLike<number | bigint>, Number);
  if (width === undefined) return numbers;
  return Array.from({ length: count }, (_, i) => numbers.slice(i * width, (i + 1) * width));
}

function pointOf(value: PickleValue): Point {
  const [x, y, ...more] = listed(value) ?? [];
  if (Number.isFinite(x) && Number.isFinite(y) && more.length === 0) return [x as number, y as number];
  throw wrong("points [x, y]", value);
}

/**
 * Reads the metadata pickle of a DragBench sample *as data*: a dict with `prompt`, `points` and `mask`. Nothing in it is
 * run.
 *
 * @param bytes the whole file.
 * @throws {FormatError} when it is anything else.
 */
export function readMetaData(bytes: Uint8Array): MetaData {
  const value = readPickle(bytes);
  if (!(value instanceof Map)) throw wrong("a dict with prompt, points and mask", value);
  const [prompt, points, mask] = ["prompt", "points", "mask"].map((key) => value.get(key));
  if (typeof prompt !== "string") throw wrong("a text as prompt", prompt);
  const list = listed(points);
  if (!list) throw wrong("a list of points", points);
  if (!(mask instanceof PickleTensor) || mask.shape.length !== 2 || mask.dtype === "float16") {
    throw wrong("an array [H, W] as mask", mask);
  }
  return { prompt, points: list.map(pointOf), mask: maskOf(mask) };
}
