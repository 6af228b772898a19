import { TRACKERS } from "../../lib/drag/tracking/mod.ts";
import { wholeView, windowAround, windowFeatures } from "../../lib/drag/view.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { float32 } from "../../lib/tensor.ts";
import { normalTensor } from "../normal_tensor.ts";
import { type Tree } from "../../lib/onnx/tree.ts";
import { blendedSupervision } from "../../lib/drag/supervision/blended_supervision.ts";
import { type Case } from "./case.ts";

/** Height and width of the picture, and the search radius, in pixels. */
const [R, R2] = [32, 4];

/** Every tracker, from what it prepares to its scores and what it keeps, and the blend of supervisions. */
export const TRACKER_CASES: readonly Case[] = [
  ...Object.keys(TRACKERS).map((name): Case => ({
    name: `tracker ${name}`,
    compute: (runtime) => {
      const tracker = TRACKERS[name]!({ updateRate: 0.2, updateConfidence: 0.5 }, {
        r2: R2,
        spacing: 2,
        side: 128,
      });
      const f = (a: Symbolic, b: Symbolic, points: Symbolic, c: Symbolic): Tree<Symbolic> => {
        const known = tracker.prepare(wholeView(a, [R, R]), points);
        const [view, search] = [wholeView(b, [R, R]), windowAround(points, R2, [R, R])];
        const context = {
          view,
          handles: points,
          window: windowFeatures(view, search),
          inside: search.inside,
        };
        const { fused, absolute } = tracker.score(context, known);
        const next = tracker.update?.({ view, handles: points, confidence: c }, known);
        return { fused, absolute, ...(next ? { next } : {}) };
      };
      return runtime.runTree(f, [
        normalTensor([1, 6, 16, 16], 1),
        normalTensor([1, 6, 16, 16], 2),
        float32([2, 2], [9, 14, 30, 2]),
        float32([2], [0.9, 0.1]),
      ]);
    },
  })),
  {
    name: "tracker blendedSupervision",
    compute: (runtime) =>
      runtime.runTree(
        blendedSupervision,
        [1, 2, 3].map((s) => normalTensor([2, 6, 5, 5], s)).concat([
          float32([2, 5, 5], new Float32Array(50).fill(1)),
          float32([2], [0.9, 0.1]),
          float32([], [0.5]),
          float32([], [0.1]),
        ]),
      ),
  },
];
