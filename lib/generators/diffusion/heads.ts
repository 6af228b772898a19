import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";

/** Vectors [N, L, C] cut into heads: [N, heads, L, C / heads]. */
export function splitHeads(x: Symbolic, heads: number): Symbolic {
  const [n, length, c] = x.shape as [number, number, number];
  return o.transpose(o.reshape(x, [n, length, heads, c / heads]), [0, 2, 1, 3]);
}

/** The heads' vectors [N, heads, L, d] joined again: [N, L, heads · d]. */
export function joinHeads(x: Symbolic): Symbolic {
  const [n, heads, length, d] = x.shape as [number, number, number, number];
  return o.reshape(o.transpose(x, [0, 2, 1, 3]), [n, length, heads * d]);
}

/** The pixels of a map [N, C, h, w] as vectors [N, h · w, C], row by row. */
export function pixelVectors(x: Symbolic): Symbolic {
  const [n, c, h, w] = x.shape as [number, number, number, number];
  return o.transpose(o.reshape(x, [n, c, h * w]), [0, 2, 1]);
}

/** The map [N, C, h, w] of pixels' vectors [N, h · w, C]. */
export function mapOfPixels(x: Symbolic, h: number, w: number): Symbolic {
  const [n, , c] = x.shape as [number, number, number];
  return o.reshape(o.transpose(x, [0, 2, 1]), [n, c, h, w]);
}
