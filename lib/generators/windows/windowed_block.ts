import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Box, clipped } from "./box.ts";
import { type Span } from "./span.ts";
import { type Convolve } from "./convolve.ts";
import { type Place, type WindowMap } from "./window_map.ts";
import { type Size, square } from "../size.ts";

/** One block of a generator, computed in rectangles that are known, or in windows whose places are inputs. */
export interface WindowedBlock {
  /** Height and width of its whole map. */
  readonly resolution: number;
  /**
   * A rectangle of its map, [N, C, rows, columns], from the rectangle `source` of the map before; the first block has
   * none before it. The source has to hold {@linkcode sourceBox} of the rectangle.
   */
  readonly part: (latent: Symbolic, before: Symbolic | undefined, source: Box, box: Box) => Symbolic;
  /**
   * Its map inside of windows [m, C, rows, columns], 0 outside of the picture and else equal to the whole map. The
   * map before has to hold {@linkcode sourceOf} the windows, as far as that lies inside of the picture. Its convolutions
   * are those of `convolve`.
   */
  readonly inside: (latent: Symbolic, before: WindowMap, place: Place, convolve: Convolve) => Symbolic;
  /**
   * k pixels from s on are made from ⌊(k + extent) / 2⌋ pixels from ⌊(s − lead) / 2⌋ on of the map before; windows
   * take `least` at least, so that they round as the whole map does.
   */
  readonly source: { readonly lead: number; readonly extent: number; readonly least: number };
  /** Products of its convolutions, for a map of a size made from one of size `before`. */
  readonly products: (size: Size, before: Size) => number;
}

/** How many pixels of the map before a run of pixels is made from. */
export const sourceSize = ({ source }: WindowedBlock, size: number): number =>
  Math.max(source.least, Math.floor((size + source.extent) / 2));

const sourceSpan = (block: WindowedBlock, { start, size }: Span): Span => ({
  start: o.floor(o.mul(o.sub(start, block.source.lead), 0.5)),
  size: sourceSize(block, size),
});

/** The windows of the map before that windows of a block are made from. */
export const sourceOf = (block: WindowedBlock, { rows, columns }: Place): Place => ({
  rows: sourceSpan(block, rows),
  columns: sourceSpan(block, columns),
});

/** The part of the map before that a rectangle of a block is made from. */
export function sourceBox({ source: { lead, extent }, resolution }: WindowedBlock, box: Box): Box {
  const first = (v: number): number => Math.floor((v - lead) / 2);
  const length = (v: number): number => Math.floor((v + extent) / 2);
  return clipped(
    { x: first(box.x), y: first(box.y), width: length(box.width), height: length(box.height) },
    square(resolution / 2),
  );
}
