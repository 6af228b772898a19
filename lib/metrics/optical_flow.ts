import { InputError } from "../errors.ts";
import { float32, type Tensor } from "../tensor.ts";

/** What is used of OpenCV's JavaScript build, whose own types do not say that it comes as a promise. */
interface OpenCv {
  readonly CV_8UC1: number;
  readonly Mat: new () => Mat;
  readonly matFromArray: (rows: number, columns: number, type: number, values: Uint8Array) => Mat;
  readonly calcOpticalFlowFarneback: (from: Mat, to: Mat, flow: Mat, ...settings: readonly number[]) => void;
}

/** An array in OpenCV's memory. */
interface Mat {
  readonly data32F: Float32Array;
  readonly delete: () => void;
}

/**
 * Farnebäck's settings in the order of OpenCV: scale of the pyramid and its levels, side of the averaged window,
 * iterations, side and deviation of the polynomials, flags. Our choice: of a few on pairs of generated faces, those
 * with the fewest flows that intermediate pictures contradict.
 */
const FARNEBACK = [0.5, 5, 15, 10, 7, 1.5, 0] as const;

/** Loaded where it is first needed: 11 MB that take half a second. */
const openCv = async (): Promise<OpenCv> =>
  await (await import("@techstark/opencv-js") as unknown as { readonly default: Promise<OpenCv> }).default;

function checkPictures(a: Tensor, b: Tensor): void {
  for (const { dtype, shape } of [a, b]) {
    const [count, channels, height, width] = shape;
    const isSquare = shape.length === 4 && height === width && height! > 0;
    if (dtype === "float32" && count === 1 && channels === 3 && isSquare) continue;
    throw new InputError(
      `Expected a square picture [1, 3, R, R] of float32 but found ${dtype} [${shape.join(", ")}].`,
    );
  }
  if (a.shape[3] !== b.shape[3]) {
    throw new InputError(`Expected pictures of one size but found ${a.shape[3]} and ${b.shape[3]} pixels.`);
  }
  for (const { data } of [a, b]) {
    if ((data as Float32Array).every(Number.isFinite)) continue;
    throw new InputError("Expected pictures of finite numbers but found NaN or infinity in one.");
  }
}

/** Brightness of each pixel from 0 to 255, by the weights of television (ITU-R BT.601). */
function brightness({ data }: Tensor): Uint8Array {
  const values = data as Float32Array;
  const size = values.length / 3;
  const level = (at: number): number => (Math.min(1, Math.max(-1, values[at]!)) + 1) * 127.5;
  return Uint8Array.from(
    { length: size },
    (_, i) => Math.round(0.299 * level(i) + 0.587 * level(i + size) + 0.114 * level(i + 2 * size)),
  );
}

/**
 * Where the content of each pixel of one picture is in another: the dense optical flow of Farnebäck, by OpenCV, from
 * brightness alone. It knows nothing of generators and trackers.
 *
 * @param from [1, 3, R, R], float32, RGB from −1 to 1 (beyond that it is clipped).
 * @param to another of the same size.
 * @returns [R, R, 2], in pixels: content at [x, y] of `from` is at [x + dx, y + dy] of `to`, where [dx, dy] stands in
 * row y and column x.
 * @throws {InputError} when a picture has another shape or dtype, or a number in it is not finite.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { zeros } from "../tensor.ts";
 * import { opticalFlow } from "./optical_flow.ts";
 * const grey = zeros([1, 3, 32, 32]);
 * const { shape, data } = await opticalFlow(grey, grey);
 * assert.deepEqual(shape, [32, 32, 2]);
 * assert(data.every((d) => d === 0));
 * ```
 */
export async function opticalFlow(from: Tensor, to: Tensor): Promise<Tensor<"float32">> {
  checkPictures(from, to);
  const cv = await openCv();
  const side = from.shape[3]!;
  const mat = (picture: Tensor): Mat => cv.matFromArray(side, side, cv.CV_8UC1, brightness(picture));
  const [before, after, flow] = [mat(from), mat(to), new cv.Mat()];
  try {
    cv.calcOpticalFlowFarneback(before, after, flow, ...FARNEBACK);
    return float32([side, side, 2], flow.data32F.slice());
  } finally {
    for (const used of [before, after, flow]) used.delete();
  }
}
