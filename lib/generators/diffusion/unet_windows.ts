import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { square } from "../size.ts";
import { type Box, clipped, crop, margins, ringed } from "../windows/box.ts";
import { type Convolve } from "../windows/convolve.ts";
import { wholeWindow } from "../windows/maps.ts";
import { repeating } from "../windows/span.ts";
import {
  cut,
  grownPlace,
  insidePicture,
  type Place,
  resample,
  type WindowMap,
} from "../windows/window_map.ts";
import { type WindowedBlock } from "../windows/windowed_block.ts";
import { convolution } from "./layers.ts";
import { type Parameters } from "./parameters.ts";

/** The up-sampling that ends a block of a U-Net on the way up. */
export interface UpSampling {
  /** Name of its convolution in the file. */
  readonly name: string;
  /** Channels of its map. */
  readonly channels: number;
  /** Height and width of its map, twice those of the map before. */
  readonly resolution: number;
}

/** What attention has to see whole: the map that is up-sampled. Its products count for nothing. */
const attendedMap = (resolution: number, attended: (latent: Symbolic) => Symbolic): WindowedBlock => ({
  resolution,
  part: attended,
  inside: (latent, _, place) => cut(wholeWindow(attended(latent)), place).map,
  source: { lead: 0, extent: 0, least: 1 },
  products: () => 0,
});

/** Twice the pixels of the map before, and a convolution. */
function upSampledMap(p: Parameters, { name, channels, resolution }: UpSampling): WindowedBlock {
  const convolved = (x: Symbolic, pad: o.WindowOptions["pad"]): Symbolic =>
    convolution(p, name, x, channels, 3, { pad: pad! });
  const part = (before: Symbolic, source: Box, box: Box): Symbolic => {
    const read = clipped(ringed(box, 1), square(resolution));
    const large = { x: 2 * source.x, y: 2 * source.y, width: 2 * source.width, height: 2 * source.height };
    return convolved(crop(o.upsampleNearest(before, 2), large, read), margins(ringed(box, 1), read));
  };
  const inside = ({ map, place: from }: WindowMap, place: Place, convolve: Convolve): Symbolic => {
    const { rows, columns } = grownPlace(place, 1);
    const up = resample(map, repeating(rows, from.rows), repeating(columns, from.columns));
    return o.mul(convolve(name, place, (x) => convolved(x, 0), up), insidePicture(place, resolution));
  };
  return {
    resolution,
    part: (_, before, source, box) => part(before!, source, box),
    inside: (_, before, place, convolve) => inside(before, place, convolve),
    source: { lead: 1, extent: 4, least: 1 },
    products: ([height, width]) => 9 * channels ** 2 * height * width,
  };
}

/**
 * The map of a U-Net's block on the way up, as drags compute it in windows: that of its last attention whole, and its
 * up-sampling. What of that attention's block is computed pixel by pixel stays whole, too: 2 % of a step (our choice).
 *
 * @param attended the map before the up-sampling.
 */
export const unetWindows = (
  p: Parameters,
  attended: (latent: Symbolic) => Symbolic,
  upSampling: UpSampling,
): readonly WindowedBlock[] => [
  attendedMap(upSampling.resolution / 2, attended),
  upSampledMap(p, upSampling),
];
