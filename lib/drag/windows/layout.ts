import { type Generator, gridOf } from "../../generators/generator.ts";
import { type Size } from "../../generators/size.ts";
import { type Method } from "../method.ts";
import { motionOf } from "../motion/motion_of.ts";
import { type Point } from "../points.ts";
import { type StillPlaces } from "../still_places.ts";
import { type BoxTree, planBoxTree } from "./box_tree.ts";
import { wholeCost } from "./cost.ts";
import { type HandleLayout, type HandleWindows, planHandleWindows, type Sight } from "./handle_windows.ts";
import { type MaskPart, maskParts } from "./mask_region.ts";

/** The parts of the map that the mask term reads, and how they are computed. */
export interface MaskLayout {
  /** What the parts are of: features, or the latent one denoising step on. */
  readonly of: StillPlaces["of"];
  /** How many places the mask term is a mean over; absent: it is a sum. */
  readonly places?: number;
  /** The parts. */
  readonly parts: readonly MaskPart[];
  /** How their features are computed; absent: cut from the whole map. */
  readonly tree?: BoxTree;
}

/** What one compiled step computes of the feature map. */
export interface Layout {
  /** The windows around the handles; absent: they are sampled from the whole map. */
  readonly handles?: HandleLayout;
  /** What the mask term reads; absent where there is none. */
  readonly mask?: MaskLayout;
}

/** What a mask term reads. */
function maskLayout(
  generator: Generator,
  { featureBlock }: Method,
  still: StillPlaces,
  fullFrame: boolean,
): MaskLayout {
  const { of, fixed, places } = still;
  const size = of === "denoised" ? fixed.shape as unknown as Size : generator.blocks[featureBlock]!.size;
  return { of, parts: maskParts(fixed, size, fullFrame), ...(places === undefined ? {} : { places }) };
}

/** Decides what each step of a drag computes. */
export interface Planner {
  /** What the mask term reads in every step. */
  readonly mask?: MaskLayout;
  /** The windows around the handles at some places; absent: the whole map is computed. */
  readonly handleWindows: (handles: readonly Point[]) => HandleWindows | undefined;
}

/**
 * Decides, from the work of the convolutions, what the steps of a drag compute: windows where that is cheaper than the
 * whole map. What is held still of the latent one denoising step on is made from the whole map.
 *
 * @param still where the mask term holds the picture still; absent where everything may move.
 * @param fullFrame compute whole maps, and the mask term over all of the picture, in any case.
 */
export function planner(
  generator: Generator,
  method: Method,
  handles: readonly Point[],
  still: StillPlaces | undefined,
  fullFrame: boolean,
): Planner {
  const blocks = generator.windows?.(method.featureBlock) ?? [];
  const block = blocks.length - 1;
  const mask = still && maskLayout(generator, method, still, fullFrame);
  const whole: Planner = { ...(mask ? { mask } : {}), handleWindows: () => undefined };
  if (fullFrame || block < 0 || mask?.of === "denoised") return whole;
  const tree = planBoxTree(blocks, block, (mask?.parts ?? []).map(({ features }) => features));
  const sight: Sight = {
    blocks,
    block,
    perPixel: generator.blocks[method.featureBlock]!.size[1] / gridOf(generator)[1],
    reach: motionOf(method).reach,
    given: mask ? tree.shared : -1,
  };
  const first = planHandleWindows(sight, handles);
  const treeAlone = tree.cost - wholeCost(blocks, tree.shared);
  if (mask && first.cost + treeAlone >= wholeCost(blocks, block)) return whole;
  return {
    ...(mask ? { mask: { ...mask, tree } } : {}),
    handleWindows: (points) => {
      const windows = planHandleWindows(sight, points);
      return windows.shared < block ? windows : undefined;
    },
  };
}
