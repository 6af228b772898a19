import { type Generator, gridOf } from "../../generators/generator.ts";
import { mapSize, type Size, square } from "../../generators/size.ts";
import { type Box, crop, wholeBox } from "../../generators/windows/box.ts";
import { remembering } from "../../generators/windows/convolve.ts";
import { wholeMaps, windowMap } from "../../generators/windows/maps.ts";
import { type WindowMap, windowsOf } from "../../generators/windows/window_map.ts";
import { type WindowedBlock } from "../../generators/windows/windowed_block.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type FeatureView, wholeView } from "../view.ts";
import { type BoxNode, type BoxTree } from "./box_tree.ts";
import { type HandleWindows } from "./handle_windows.ts";
import { nearWindows } from "./near_view.ts";
import { type Layout, type MaskLayout } from "./layout.ts";
import { type MaskPart } from "./mask_region.ts";
import { float32, type Tensor, tensor } from "../../tensor.ts";

/** Where the windows of a step lie. */
export type WindowPlaces<T = Symbolic> = {
  /** First column of each of m windows on the feature map, [m, 1]. */
  readonly columns: T;
  /** First row of each, [m, 1]. */
  readonly rows: T;
  /** The window of each of n handles, [n], int64. */
  readonly owners: T;
};

/** The places of planned windows as the inputs of a step. */
export function placesOf({ starts, owners }: HandleWindows): WindowPlaces<Tensor> {
  const axis = (i: 0 | 1): Tensor => float32([starts.length, 1], starts.map((start) => start[i]));
  return {
    columns: axis(0),
    rows: axis(1),
    owners: tensor("int64", [owners.length], BigInt64Array.from(owners, BigInt)),
  };
}

/** What a step sees of the feature map. */
export interface Seen {
  /** The features around the handles. */
  readonly view: FeatureView;
  /** What each part of the mask holds still: its features, or that part of the latent one denoising step on. */
  readonly parts: readonly Symbolic[];
}

/** Windows of the handles as a view in which every handle has its own. */
function viewOf(seen: WindowMap, owners: Symbolic, size: Size, grid: Size): FeatureView {
  const own = windowsOf(seen, owners);
  const single = seen.map.shape[0] === 1 && owners.shape[0] === 1;
  return { ...own, ...(single ? { map: seen.map } : {}), size, grid };
}

/** The features of the parts of a mask, by the tree that computes what they share once. */
function treeParts(
  blocks: readonly WindowedBlock[],
  latent: Symbolic,
  { parts, tree }: { readonly parts: readonly MaskPart[]; readonly tree: BoxTree },
  whole: readonly Symbolic[],
): Symbolic[] {
  const known = new Map<BoxNode, Symbolic>();
  const from = (node: BoxNode | undefined, block: number, box: Box): Symbolic =>
    node
      ? crop(mapOf(node), node.box, box)
      : crop(whole[block]!, wholeBox(square(blocks[block]!.resolution)), box);
  const mapOf = (node: BoxNode): Symbolic => {
    const { block, box, source, parent } = node;
    const map = known.get(node) ??
      blocks[block]!.part(latent, from(parent, block - 1, source), source, box);
    known.set(node, map);
    return map;
  };
  return parts.map(({ features }, i) => from(tree.nodes[i], tree.shared, features));
}

/** The whole map of a block, and what a mask holds still of the same pass. */
function wholeLook(
  generator: Generator,
  latent: Symbolic,
  block: number,
  mask: MaskLayout | undefined,
  known: Symbolic | undefined,
): { readonly features: Symbolic; readonly held: Symbolic } {
  if (mask?.of === "denoised" && generator.denoise) {
    const { features, denoised } = generator.denoise(latent, block);
    return { features, held: denoised };
  }
  const features = known ?? generator.features(latent, block);
  return { features, held: features };
}

/** What a mask holds still, cut from the whole of it. */
const wholeParts = (parts: readonly MaskPart[], map: Symbolic): Symbolic[] =>
  parts.map(({ features }) => crop(map, wholeBox(mapSize(map)), features));

/** The last of some maps that a layout needs whole. */
const lastWhole = (end: number, { handles, mask }: Layout): number =>
  Math.max(handles ? handles.shared : end, mask ? mask.tree?.shared ?? end : -1);

/**
 * Computes what a layout asks for of the map of a block.
 *
 * @param places where the windows around the handles lie; given where the layout has such windows.
 */
export function look(
  generator: Generator,
  latent: Symbolic,
  block: number,
  layout: Layout,
  places: WindowPlaces | undefined,
): Seen {
  const blocks = generator.windows?.(block) ?? [];
  const end = blocks.length - 1;
  const grid = gridOf(generator);
  const { handles, mask } = layout;
  const last = lastWhole(end, layout);
  const maps = wholeMaps(blocks, latent, last);
  const seen = last === end ? wholeLook(generator, latent, block, mask, maps[end]) : undefined;
  const map = seen?.features;
  const { parts: boxes = [], tree } = mask ?? {};
  const parts = tree
    ? treeParts(blocks, latent, { parts: boxes, tree }, maps)
    : seen
    ? wholeParts(boxes, seen.held)
    : [];
  if (!handles || !places) return { view: wholeView(map!, grid), parts };
  const place = {
    rows: { start: places.rows, size: handles.size },
    columns: { start: places.columns, size: handles.size },
  };
  const shared = maps.slice(0, handles.shared + 1);
  const { convolve, recall } = remembering();
  const around = windowMap(blocks, latent, end, place, shared, convolve);
  const view = viewOf(around, places.owners, square(blocks[end]!.resolution), grid);
  const known = { blocks, latent, shared, layout: handles, recall: recall(places.owners) };
  return { view: { ...view, near: nearWindows(generator, view, known) }, parts };
}
