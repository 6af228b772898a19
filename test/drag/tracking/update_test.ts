import assert from "node:assert/strict";
import { TRACKERS } from "../../../lib/drag/tracking/mod.ts";
import { type Tracker } from "../../../lib/drag/tracking/tracker.ts";
import { wholeView } from "../../../lib/drag/view.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { leavesOf, type Tree } from "../../../lib/onnx/tree.ts";
import { openRuntime, type Runtime } from "../../../lib/runtime/runtime.ts";
import { float32 } from "../../../lib/tensor.ts";
import { normalTensor } from "../../normal_tensor.ts";
import { apart } from "./solve.ts";

const SIDE = 16;
const first = normalTensor([1, 3, SIDE, SIDE], 1);
const later = normalTensor([1, 3, SIDE, SIDE], 2);
const handles = float32([2, 2], [5, 6, 12, 3]);
const RATE = 0.25;

const make = (name: string, updateRate: number): Tracker =>
  TRACKERS[name]!({ updateRate, updateConfidence: 0.6 }, { r2: 3, spacing: 1, side: 128 });

const numbers = (tree: unknown): number[][] =>
  leavesOf<{ data: Float32Array }>(tree as Tree<{ data: Float32Array }>).map(({ leaf }) =>
    Array.from(leaf.data)
  );

/** What a tracker knows at first, what it would know of the later picture, and what it knows after an update. */
async function knowledge(runtime: Runtime, tracker: Tracker): Promise<number[][][]> {
  const f = (a: Symbolic, b: Symbolic, points: Symbolic, confidence: Symbolic): Tree<Symbolic> => {
    const known = tracker.prepare(wholeView(a, [SIDE, SIDE]), points);
    const view = wholeView(b, [SIDE, SIDE]);
    return [
      known,
      tracker.prepare(view, points),
      tracker.update!({ view, handles: points, confidence }, known),
    ];
  };
  const found = await runtime.runTree(f, [first, later, handles, float32([2], [0.6, 0.59])]);
  return (found as unknown[]).map(numbers);
}

/** The half of a tensor [2, …] that belongs to a handle. */
const ofHandle = (values: readonly number[], i: number): number[] =>
  values.slice((i * values.length) / 2, ((i + 1) * values.length) / 2);

Deno.test("a template and a correlation filter follow a sure handle by their share, and an unsure one not at all", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  for (const name of ["updated-feature", "correlation-filter"]) {
    const [before, seen, after] = await knowledge(runtime, make(name, RATE)) as [
      number[][],
      number[][],
      number[][],
    ];
    let followed = 0;
    after.forEach((leaf, l) => {
      const [old, own] = [ofHandle(before[l]!, 0), ofHandle(seen[l]!, 0)];
      const share = old.map((v, i) => (1 - RATE) * v + RATE * own[i]!);
      const size = Math.max(...old.map(Math.abs));
      if (apart(ofHandle(leaf, 0), share) < 1e-5 * size && apart(ofHandle(leaf, 0), old) > 0.01 * size) {
        followed++;
      }
      assert.equal(apart(ofHandle(leaf, 1), ofHandle(before[l]!, 1)), 0, name);
    });
    // The template of the sum stays that of the undragged picture; all else follows.
    assert.equal(followed, name === "updated-feature" ? 1 : 3, name);
  }
});

Deno.test("a correlation filter without an update rate keeps what it prepared", () => {
  assert.equal(make("correlation-filter", 0).update, undefined);
});
