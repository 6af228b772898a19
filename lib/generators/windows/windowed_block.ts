import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Span } from "./span.ts";
import { type Place, type WindowMap } from "./window_map.ts";

/** Height and width of a map or window. */
export type Size = readonly [height: number, width: number];

/** One block of a generator, computed whole or inside of windows. */
export interface WindowedBlock {
  /** Height and width of its whole map. */
  readonly resolution: number;
  /** Its map [N, C, h, w], from the map of the block before (the first has none). */
  readonly whole: (latent: Symbolic, before: Symbolic | undefined) => Symbolic;
  /**
   * Its map inside of windows [m, C, rows, columns], 0 outside of the picture and else equal to the whole map. The
   * map before has to hold {@linkcode sourceOf} the windows, as far as that lies inside of the picture.
   */
  readonly inside: (latent: Symbolic, before: WindowMap, place: Place) => Symbolic;
  /** k pixels from s on are made from ⌊(k + extent) / 2⌋ pixels from ⌊(s − lead) / 2⌋ on of the map before. */
  readonly source: { readonly lead: number; readonly extent: number };
  /** Products of its convolutions, for a map of a size made from one of size `before`. */
  readonly products: (size: Size, before: Size) => number;
}

/** How many pixels of the map before a run of pixels is made from. */
export const sourceSize = ({ source }: WindowedBlock, size: number): number =>
  Math.floor((size + source.extent) / 2);

const sourceSpan = (block: WindowedBlock, { start, size }: Span): Span => ({
  start: o.floor(o.mul(o.sub(start, block.source.lead), 0.5)),
  size: sourceSize(block, size),
});

/** The windows of the map before that windows of a block are made from. */
export const sourceOf = (block: WindowedBlock, { rows, columns }: Place): Place => ({
  rows: sourceSpan(block, rows),
  columns: sourceSpan(block, columns),
});
