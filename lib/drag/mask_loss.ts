import { stopGradient } from "../onnx/alias.ts";
import * as o from "../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../onnx/symbolic.ts";
import { float32 } from "../tensor.ts";
import { SIGN_GAIN } from "./steady_sign.ts";
import { type Box } from "../generators/windows/box.ts";

/** Pixels of all channels that are looked at together: what fits a core's share of the cache. */
const PIXELS_AT_ONCE = 1 << 21;

/** Weights of the features before, at and after a cell for each of its `factor` pixels (half-pixel centres). */
function tapsOf(factor: number): number[][] {
  return Array.from({ length: factor }, (_, i) => {
    const at = (i + 0.5) / factor - 0.5;
    return [-1, 0, 1].map((tap) => Math.max(0, 1 - Math.abs(at - tap)));
  });
}

/** Kernels that resize features to each pixel of a cell, times `gain`, for `channels` channels: [channels · f², 1, 3, 3]. */
function resizingKernels(factor: number, channels: number, gain = 1): Symbolic {
  const taps = tapsOf(factor);
  const one = taps.flatMap((row) =>
    taps.flatMap((column) => row.flatMap((a) => column.map((b) => gain * a * b)))
  );
  return constant(
    float32([channels * factor * factor, 1, 3, 3], Array.from({ length: channels }, () => one).flat()),
  );
}

/** x with its first or last row or column repeated where the ring around the cells leaves the map. */
function edgeRepeated(
  x: Symbolic,
  { cells, features }: { readonly cells: Box; readonly features: Box },
): Symbolic {
  const along = (v: Symbolic, axis: number, before: boolean, after: boolean): Symbolic => {
    const size = v.shape[axis]!;
    return o.concat([
      ...(before ? [o.slice(v, axis, 0, 1)] : []),
      v,
      ...(after ? [o.slice(v, axis, size - 1, size)] : []),
    ], axis);
  };
  const end = (from: number, length: number): number => from + length;
  const tall = along(
    x,
    2,
    features.y === cells.y,
    end(features.y, features.height) === end(cells.y, cells.height),
  );
  return along(
    tall,
    3,
    features.x === cells.x,
    end(features.x, features.width) === end(cells.x, cells.width),
  );
}

/**
 * Σ |resized change| · fixed, and its gradient through the resized pixels, for some channels [1, C, h + 2, w + 2].
 *
 * The resized pixels are a linear function of the change, so that the sum is the product of the change with what the
 * pixels' signs send back: no pixel is kept for the backward pass.
 */
function sumOfChanges(change: Symbolic, fixed: Symbolic): Symbolic {
  const [, channels, h, w] = change.shape as [number, number, number, number];
  const places = fixed.shape[0]!;
  const factor = Math.sqrt(places);
  const pixels = o.conv(stopGradient(change), resizingKernels(factor, channels, SIGN_GAIN), {
    group: channels,
  });
  const signs = o.reshape(o.clip(pixels, -1, 1), [channels, places, h - 2, w - 2]);
  const held = o.mul(signs, o.reshape(fixed, [1, ...fixed.shape]));
  const back = o.convTranspose(held, resizingKernels(factor, 1));
  return o.reduceSum(o.mul(o.reshape(change, back.shape), back));
}

/**
 * Σ |F − F⁰| over all channels and the fixed pixels of one rectangle, F resized bilinearly to the picture (half-pixel
 * centres): what holds the picture still outside of the editable mask. The mean of the authors' code is this over
 * C · R², summed over all rectangles.
 *
 * @param map features of the rectangle, [1, C, rows, columns]; `reference` the same of the undragged picture.
 * @param fixed 1 where a pixel must not change, [f², rows, columns of cells].
 */
export function maskLoss(
  map: Symbolic,
  reference: Symbolic,
  fixed: Symbolic,
  boxes: { readonly cells: Box; readonly features: Box },
): Symbolic {
  const change = edgeRepeated(o.sub(map, reference), boxes);
  const channels = change.shape[1]!;
  const atOnce = Math.max(
    1,
    Math.floor(PIXELS_AT_ONCE / (fixed.shape[0]! * fixed.shape[1]! * fixed.shape[2]!)),
  );
  const sizes = Array.from(
    { length: Math.ceil(channels / atOnce) },
    (_, i) => Math.min(atOnce, channels - i * atOnce),
  );
  const parts = sizes.length === 1 ? [change] : o.split(change, 1, sizes);
  return parts.map((part) => sumOfChanges(part, fixed)).reduce((a, b) => o.add(a, b));
}
