import { type Tracker } from "../../../lib/drag/tracking/tracker.ts";
import { wholeView, windowAround, windowFeatures } from "../../../lib/drag/view.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { type Runtime } from "../../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../../lib/tensor.ts";
import { square } from "../../../lib/generators/size.ts";

/** Where a tracker is tried: two maps, the handles before, the picture's size and the search radius. */
export interface Still {
  /** The map that the tracker prepares on, [1, C, h, h]. */
  readonly first: Tensor;
  /** The map in which it searches, of the same shape. */
  readonly later: Tensor;
  /** Handles, x and y of each. */
  readonly handles: readonly number[];
  /** Height and width of the picture. */
  readonly resolution: number;
  /** Radius of the search window. */
  readonly r2: number;
}

/** What a tracker answers: score maps [n, k, k] and what lies inside of the picture. */
export async function scoresOf(
  runtime: Runtime,
  tracker: Tracker,
  { first, later, handles, resolution, r2 }: Still,
): Promise<{ fused: number[]; absolute: number[]; inside: number[] }> {
  const f = (a: Symbolic, b: Symbolic, points: Symbolic): Symbolic[] => {
    const known = tracker.prepare(wholeView(a, square(resolution)), points);
    const [view, search] = [wholeView(b, square(resolution)), windowAround(points, r2, square(resolution))];
    const context = { view, handles: points, window: windowFeatures(view, search), inside: search.inside };
    const { fused, absolute } = tracker.score(context, known);
    return [fused, absolute, search.inside];
  };
  const found = await runtime.run(f, first, later, float32([handles.length / 2, 2], handles));
  const [fused, absolute, inside] = found.map(({ data }) => Array.from(data as Float32Array));
  return { fused: fused!, absolute: absolute!, inside: inside! };
}

/** A map [1, C, h, h] moved by whole pixels, wrapping around. */
export function rolled(map: Tensor, dx: number, dy: number): Tensor {
  const [, c, h] = map.shape as [number, number, number];
  const at = (v: number): number => ((v % h) + h) % h;
  const data = Float32Array.from({ length: c * h * h }, (_, i) => {
    const [x, y, channel] = [i % h, Math.floor(i / h) % h, Math.floor(i / (h * h))];
    return (map.data as Float32Array)[(channel * h + at(y - dy)) * h + at(x - dx)]!;
  });
  return float32(map.shape, data);
}
