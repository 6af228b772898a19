import { type Tensor, tensor } from "../../tensor.ts";
import { type Arg, constant, int64s, op, Symbolic, symbolic } from "../symbolic.ts";
import { matMul } from "./linear.ts";

/**
 * How output places map to input places: `half-pixel` (PyTorch's align_corners=False), `align-corners`, or
 * `asymmetric` (output place / scale).
 */
export type Coordinates = "half-pixel" | "align-corners" | "asymmetric";

/** A map [N, C, H, W] in which every pixel becomes a block of factor × factor. */
export function upsampleNearest(x: Arg, factor: number): Symbolic {
  const s = symbolic(x);
  const [n, c, h, w] = s.shape as [number, number, number, number];
  return op("Resize", [s, undefined, undefined, int64s([n, c, h * factor, w * factor])], {
    mode: { string: "nearest" },
    nearest_mode: { string: "floor" },
    coordinate_transformation_mode: { string: "asymmetric" },
  });
}

/** The input coordinate that an output place reads. */
function sourceOf(place: number, from: number, to: number, coordinates: Coordinates): number {
  if (coordinates === "align-corners") return to === 1 ? 0 : (place * (from - 1)) / (to - 1);
  if (coordinates === "asymmetric") return (place * from) / to;
  return ((place + 0.5) * from) / to - 0.5;
}

/** The matrix [to, from] that resizes a line linearly, clamping at the ends. */
export function interpolationMatrix(from: number, to: number, coordinates: Coordinates): Tensor<"float32"> {
  const weights = new Float32Array(to * from);
  for (let row = 0; row < to; row++) {
    const at = Math.min(Math.max(sourceOf(row, from, to, coordinates), 0), from - 1);
    const low = Math.floor(at);
    weights[row * from + low] = 1 - (at - low);
    if (at > low) weights[row * from + low + 1] = at - low;
  }
  return tensor("float32", [to, from], weights);
}

/** Filters that smooth where a map becomes smaller. */
export type ResizeFilter = "bilinear" | "bicubic";

/** Pillow's filters by how far a place is from the centre, in pixels of the coarser line. */
const FILTERS: Readonly<Record<ResizeFilter, (x: number) => number>> = {
  bilinear: (x) => Math.max(0, 1 - Math.abs(x)),
  bicubic: (x) => {
    const d = Math.abs(x);
    if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
    return d < 2 ? -0.5 * (((d - 5) * d + 8) * d - 4) : 0;
  },
};

/**
 * The matrix [to, from] that resizes a line; where it becomes shorter each place is a mean over all that it covers,
 * weighted by a filter (Pillow's of that name, PyTorch's antialias=True).
 */
export function antialiasedMatrix(
  from: number,
  to: number,
  filter: ResizeFilter = "bilinear",
): Tensor<"float32"> {
  const scale = Math.max(from / to, 1);
  const weights = new Float32Array(to * from);
  for (let row = 0; row < to; row++) {
    const centre = sourceOf(row, from, to, "half-pixel");
    const line = Array.from({ length: from }, (_, i) => FILTERS[filter]((i - centre) / scale));
    const sum = line.reduce((total, weight) => total + weight, 0);
    weights.set(line.map((weight) => weight / sum), row * from);
  }
  return tensor("float32", [to, from], weights);
}

/** A map [N, C, H, W] (float32) resized to `size` = [height, width] with {@linkcode antialiasedMatrix}. */
export function resizeAntialiased(
  x: Arg,
  size: readonly [number, number],
  filter: ResizeFilter = "bilinear",
): Symbolic {
  const s = symbolic(x);
  const [h, w] = s.shape.slice(2) as [number, number];
  return resizeBy(s, antialiasedMatrix(h, size[0], filter), antialiasedMatrix(w, size[1], filter));
}

/** A map whose columns are multiplied by one matrix, and its rows by another. */
function resizeBy(x: Symbolic, ofColumns: Tensor, ofRows: Tensor): Symbolic {
  const [h, w] = x.shape.slice(2) as [number, number];
  const columns = h === ofColumns.shape[0] ? x : matMul(constant(ofColumns), x);
  if (w === ofRows.shape[0]) return columns;
  return matMul(columns, op("Transpose", [constant(ofRows)], { perm: { ints: [1, 0] } }));
}

/**
 * Bilinear resize of a map [N, C, H, W] (float32) to `size` = [height, width], as two products with
 * {@linkcode interpolationMatrix}: differentiable, and exact where the size stays.
 */
export function resizeBilinear(
  x: Arg,
  size: readonly [number, number],
  coordinates: Coordinates = "half-pixel",
): Symbolic {
  const s = symbolic(x);
  const [h, w] = s.shape.slice(2) as [number, number];
  return resizeBy(
    s,
    interpolationMatrix(h, size[0], coordinates),
    interpolationMatrix(w, size[1], coordinates),
  );
}
