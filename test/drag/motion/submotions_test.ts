import assert from "node:assert/strict";
import { submotions } from "../../../lib/drag/motion/submotions.ts";
import { patchDifference } from "../../../lib/drag/tracking/line_search.ts";
import { wholeView } from "../../../lib/drag/view.ts";
import { constant, type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { float32, zeros } from "../../../lib/tensor.ts";
import { normalTensor } from "../../normal_tensor.ts";

const OPTIONS = { expectedLoss: 1, maxDistance: 3, stepsPerSubmotion: 5, patchRadius: 3, stopDistance: 0.4 };
const STYLE = { samples: { of: "map", offsets: [-3, 0, 3] }, enough: 0.5, grace: Infinity } as const;

Deno.test("FreeDrag arrives at a target beyond the last feature of a coarse map, at that feature", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const motion = submotions(OPTIONS, STYLE, 1 / 2);
  // A sub-motion has ended where the handle is, and its content is what it was.
  const arrived = (map: Symbolic, handles: Symbolic, targets: Symbolic): Symbolic => {
    const view = wholeView(map, [16, 16]);
    const { memory, prepared } = motion.prepare(view, handles);
    const begun = { ...memory, initial: constant(float32([1], [1])) };
    return motion.move({ view, handles, targets, memory: begun, prepared }).arrived;
  };
  const map = normalTensor([1, 3, 8, 8], 1);
  const at = (x: number): Promise<unknown> =>
    runtime.run(arrived, map, float32([1, 2], [x, 8]), float32([1, 2], [15, 8])).then((
      { data },
    ) => [...data]);
  assert.deepEqual(await at(14), [1]);
  assert.deepEqual(await at(12), [0]);
});

Deno.test("a patch that lies beyond the border as a whole differs by nothing, not by NaN", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const patch = normalTensor([1, 2, 3, 3], 1);
  const { data } = await runtime.run(patchDifference, patch, zeros([1, 2, 3, 3]), zeros([1, 3, 3]));
  assert.deepEqual([...data], [0]);
});
