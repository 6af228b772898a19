import { type WindowOptions } from "../../onnx/ops/convolution.ts";
import * as o from "../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { float32 } from "../../tensor.ts";
import { type Box, clipped, crop, intersection, margins, ringed, wholeBox } from "../windows/box.ts";
import { type Convolve } from "../windows/convolve.ts";
import { doubled } from "../windows/span.ts";
import { cut, grownPlace, insidePicture, type Place, wholePlace } from "../windows/window_map.ts";
import { square } from "../size.ts";

/** The two 3 × 3 convolutions of a block; the first doubles the size of the map. */
export type LayerName = "conv0" | "conv1";

/** How a block's layers lie on the plane: in a rectangle that is known, or in windows whose places are inputs. */
export interface Plane {
  /** conv0 without its styles: 3 × 3 convolution of a map twice as large, zeros between its pixels, low-passed. */
  readonly enlarge: (x: Symbolic, weight: Symbolic) => Symbolic;
  /** conv1 without its styles: 3 × 3 convolution. */
  readonly convolve: (x: Symbolic, weight: Symbolic) => Symbolic;
  /** The map before, zeros put between its pixels and low-passed. */
  readonly upsample: (x: Symbolic) => Symbolic;
  /** Noise [1, 1, H, W] where the outputs of a layer lie. */
  readonly noise: (layer: LayerName, noise: Symbolic) => Symbolic;
  /** The outputs of a layer with 0 outside of the picture, as padding has it. */
  readonly bounded: (layer: LayerName, x: Symbolic) => Symbolic;
}

/** The low-pass filter [1, 3, 3, 1] in two dimensions, one copy per channel, with a gain of 4 for up-sampling. */
function upsamplingFilter(channels: number): Symbolic {
  const line = [1, 3, 3, 1];
  const taps = line.flatMap((a) => line.map((b) => (a * b) / 16));
  return constant(float32([channels, 1, 4, 4], Array.from({ length: channels }, () => taps).flat()));
}

/**
 * A map [N, C, H, W] twice as large, zeros put between the pixels and low-passed: [N, C, 2H, 2W], or what `pad` leaves
 * of its 2H + 2 rows and 2W + 2 columns.
 */
export const upsample = (x: Symbolic, pad: WindowOptions["pad"] = 1): Symbolic =>
  o.convTranspose(x, upsamplingFilter(x.shape[1]!), { stride: 2, pad, group: x.shape[1]! });

/** 3 × 3 convolution onto a map with zeros between the pixels, all of it: [N, C, H, W] → [N, C', 2H + 1, 2W + 1]. */
const spreadOut = (x: Symbolic, weight: Symbolic): Symbolic =>
  o.convTranspose(x, o.transpose(weight, [1, 0, 2, 3]), { stride: 2 });

/** The low-pass over a map. */
const lowPass = (x: Symbolic, pad: WindowOptions["pad"] = 0): Symbolic =>
  o.conv(x, upsamplingFilter(x.shape[1]!), { pad, group: x.shape[1]! });

/** Where {@linkcode spreadOut} puts a rectangle. */
const spreadBox = ({ x, y, width, height }: Box): Box => ({
  x: 2 * x,
  y: 2 * y,
  width: 2 * width + 1,
  height: 2 * height + 1,
});

/** What the low-pass reads for a rectangle: one pixel before it and two after. */
const lowPassed = ({ x, y, width, height }: Box): Box => ({
  x: x - 1,
  y: y - 1,
  width: width + 3,
  height: height + 3,
});

/**
 * A rectangle of a map of `resolution` pixels, or all of it, made from a rectangle `source` of the map half as large.
 * Zeros are put around where it meets the border of the picture.
 */
export function boxPlane(source: Box, box: Box, resolution: number): Plane {
  const around = clipped(ringed(box, 1), square(resolution));
  const spread = spreadBox(source);
  const read = lowPassed(around);
  const there = intersection(read, spread);
  const whole = wholeBox(square(resolution));
  return {
    enlarge: (x, weight) => lowPass(crop(spreadOut(x, weight), spread, there), margins(read, there)),
    convolve: (x, weight) => o.conv(x, weight, { pad: margins(ringed(box, 1), around) }),
    upsample: (x) => {
      const full = { x: spread.x - 1, y: spread.y - 1, width: spread.width + 1, height: spread.height + 1 };
      return upsample(x, margins(full, box));
    },
    noise: (layer, noise) => crop(noise, whole, layer === "conv0" ? around : box),
    bounded: (_, x) => x,
  };
}

/**
 * Windows of a map of `resolution` pixels, made from windows `before` of the map half as large. conv0 is computed one
 * pixel around them, which conv1 then uses up. What is twice as large is cut by products with matrices of zeros and
 * ones, so that windows hold the very numbers of the whole map.
 */
export function windowPlane(before: Place, place: Place, resolution: number, convolve: Convolve): Plane {
  const places = { conv0: grownPlace(place, 1), conv1: place };
  const inside = {
    conv0: insidePicture(places.conv0, resolution),
    conv1: insidePicture(places.conv1, resolution),
  };
  const smooth = { rows: doubled(before.rows), columns: doubled(before.columns) }; // where the low-pass is complete
  return {
    enlarge: (x, weight) => {
      const map = convolve(`b${resolution}.conv0`, smooth, (v) => lowPass(spreadOut(v, weight)), x);
      return cut({ map, place: smooth }, places.conv0).map;
    },
    convolve: (x, weight) => convolve(`b${resolution}.conv1`, place, (v) => o.conv(v, weight), x),
    upsample: (x) => cut({ map: upsample(x, 2), place: smooth }, place).map,
    noise: (layer, noise) => cut({ map: noise, place: wholePlace(square(resolution)) }, places[layer]).map,
    bounded: (layer, x) => o.mul(x, inside[layer]),
  };
}
