import { type Generator, gridOf } from "../../generators/generator.ts";
import { type Convolve } from "../../generators/windows/convolve.ts";
import { windowMap } from "../../generators/windows/maps.ts";
import { type Place } from "../../generators/windows/window_map.ts";
import { type WindowedBlock } from "../../generators/windows/windowed_block.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type FeatureView } from "../view.ts";
import { windowsCost } from "./cost.ts";
import { type HandleLayout, sizeAround } from "./handle_windows.ts";

/** The windows in which all is known that the smaller ones need. */
export interface KnownWindows {
  /** The generator's blocks up to the one that is looked at. */
  readonly blocks: readonly WindowedBlock[];
  /** The latent, in the generator's full space. */
  readonly latent: Symbolic;
  /** The whole maps that all windows are made from. */
  readonly shared: readonly Symbolic[];
  /** How the windows lie. */
  readonly layout: HandleLayout;
  /** Takes convolutions from what is known. */
  readonly recall: Convolve;
}

/** Where the windows lie that hold all feature pixels up to `reach` around points [n, 2]. */
function placeAround(points: Symbolic, reach: number, perPixel: number): Place {
  const span = (axis: 0 | 1): { start: Symbolic; size: number } => {
    const first = o.sub(o.slice(points, 1, axis, axis + 1), reach - 0.5);
    return { start: o.floor(o.sub(o.mul(first, perPixel), 0.5)), size: sizeAround({ perPixel, reach }) };
  };
  return { rows: span(1), columns: span(0) };
}

/**
 * The `near` of a view in windows, one smaller window for each handle. Tracking searches far around a handle, but what pulls
 * it reads a small patch where it was found: from there on down, the gradient's convolutions are those of the patch.
 */
export const nearWindows = (
  generator: Generator,
  view: FeatureView,
  { blocks, latent, shared, layout, recall }: KnownWindows,
): (points: Symbolic, reach: number) => FeatureView =>
(points, reach) => {
  const [end, perPixel] = [blocks.length - 1, view.size[1] / gridOf(generator)[1]];
  const windows = { count: points.shape[0]!, size: sizeAround({ perPixel, reach }) };
  const isExact = Number.isInteger(Math.log2(perPixel));
  const cost = (some: typeof windows): number => windowsCost(blocks, end, some, layout.shared);
  if (!isExact || cost(windows) >= cost(layout)) return view;
  const { map, place } = windowMap(
    blocks,
    latent,
    end,
    placeAround(points, reach, perPixel),
    shared,
    recall,
  );
  return { map, place, size: view.size, grid: view.grid };
};
