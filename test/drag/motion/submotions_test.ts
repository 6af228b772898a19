import assert from "node:assert/strict";
import { freedrag } from "../../../lib/drag/methods/freedrag.ts";
import { submotions } from "../../../lib/drag/motion/submotions.ts";
import { openDrag } from "../../../lib/drag/session.ts";
import { patchDifference } from "../../../lib/drag/tracking/line_search.ts";
import { wholeView } from "../../../lib/drag/view.ts";
import { constant, type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { float32, type Tensor, zeros } from "../../../lib/tensor.ts";
import { flatGenerator, flatLatent } from "../flat_generator.ts";
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

Deno.test("FreeDrag's stop distance is in pixels of the picture where the map is coarser", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const generator = flatGenerator({ size: [24, 40] }); // of a map half as large
  const stopsAt = async (x: number): Promise<boolean> => {
    const problem = {
      latent: flatLatent(generator),
      points: [{ handle: [20, 12], target: [x, 12] }],
      steps: 2,
    } as const;
    await using session = await openDrag(generator, problem, freedrag(generator), { runtime });
    const { state } = await session.step(session.start);
    // A sub-motion has ended where it began, with the content of the template there.
    const template = (session.start.memory ?? state.memory)!["template"]!;
    const memory = { ...state.memory, template, left: float32([1], [0]), initial: float32([1], [0.1]) };
    return (await session.step({ ...state, ...session.start, step: 1, memory })).stopped;
  };
  assert.deepEqual([await stopsAt(20.9), await stopsAt(21.5)], [true, false]);
});

Deno.test("updates are counted from when all points are at their targets, not some", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const generator = flatGenerator({ size: [24, 40] });
  const sinceWith = async (x: number): Promise<number> => {
    const points = [{ handle: [20, 12], target: [20.5, 12] }, { handle: [8, 8], target: [x, 8] }] as const;
    const problem = { latent: flatLatent(generator), points, steps: 2 };
    await using session = await openDrag(generator, problem, freedrag(generator), { runtime });
    const { state } = await session.step(session.start);
    // The sub-motion has ended where it began, with other content there: nobody has arrived.
    const { shape, data } = state.memory!["template"] as Tensor<"float32">;
    const memory = {
      ...state.memory,
      left: float32([1], [0]),
      template: float32(shape, data.map((v) => v + 1)),
    };
    const after = await session.step({ ...state, memory, handles: [[20, 12], [8, 8]] });
    return (after.state.memory!["since"] as Tensor<"float32">).data[0]!;
  };
  assert.deepEqual([await sinceWith(30), await sinceWith(8.5)], [-Infinity, 1]);
});
