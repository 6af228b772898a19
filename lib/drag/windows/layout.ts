import { type Generator } from "../../generators/generator.ts";
import { type Tensor } from "../../tensor.ts";
import { type Method } from "../method.ts";
import { type Point } from "../points.ts";
import { type BoxTree, planBoxTree } from "./box_tree.ts";
import { wholeCost } from "./cost.ts";
import { type HandleLayout, type HandleWindows, planHandleWindows, type Sight } from "./handle_windows.ts";
import { type MaskPart, maskParts } from "./mask_region.ts";

/** The parts of the map that the mask term reads, and how they are computed. */
export interface MaskLayout {
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

/**
 * How far from a handle a step reads, in pixels of the picture: as far as it may be found, and from there what the
 * tracker reads around, or the supervised disc, one pixel wider and shifted by one.
 */
export const reachOf = ({ r1, r2, tracker }: Pick<Method, "r1" | "r2" | "tracker">): number =>
  r2 + Math.max(Math.ceil(r1) + 2, Math.ceil(tracker.reach ?? 0));

/** Decides what each step of a drag computes. */
export interface Planner {
  /** What the mask term reads in every step. */
  readonly mask?: MaskLayout;
  /** The windows around the handles at some places; absent: the whole map is computed. */
  readonly handleWindows: (handles: readonly Point[]) => HandleWindows | undefined;
}

/**
 * Decides, from the work of the convolutions, what the steps of a drag compute: windows where that is cheaper than the
 * whole map.
 *
 * @param fixed 1 where the picture must not change, [R, R]; absent where everything may.
 * @param fullFrame compute whole maps, and the mask term over all of the picture, in any case.
 */
export function planner(
  generator: Generator,
  method: Method,
  handles: readonly Point[],
  fixed: Tensor | undefined,
  fullFrame: boolean,
): Planner {
  const { windows: blocks, resolution } = generator;
  const block = method.featureBlock;
  const size = generator.blocks[block]!.resolution;
  const parts = fixed ? maskParts(fixed, size, fullFrame) : [];
  const whole: Planner = { ...(fixed ? { mask: { parts } } : {}), handleWindows: () => undefined };
  if (fullFrame || !blocks) return whole;
  const tree = planBoxTree(blocks, block, parts.map(({ features }) => features));
  const sight: Sight = {
    blocks,
    block,
    perPixel: size / resolution,
    reach: reachOf(method),
    given: fixed ? tree.shared : -1,
  };
  const first = planHandleWindows(sight, handles);
  const treeAlone = tree.cost - wholeCost(blocks, tree.shared);
  if (fixed && first.cost + treeAlone >= wholeCost(blocks, block)) return whole;
  return {
    ...(fixed ? { mask: { parts, tree } } : {}),
    handleWindows: (points) => {
      const windows = planHandleWindows(sight, points);
      return windows.shared < block ? windows : undefined;
    },
  };
}
