import assert from "node:assert/strict";
import { drag } from "../../lib/drag/drag.ts";
import { type Method } from "../../lib/drag/method.ts";
import { methodsFor } from "../../lib/drag/methods/mod.ts";
import { type PointPair } from "../../lib/drag/points.ts";
import { checkProblem, type DragProblem } from "../../lib/drag/problem.ts";
import { type DragStep } from "../../lib/drag/state.ts";
import { InputError } from "../../lib/errors.ts";
import { type Generator } from "../../lib/generators/generator.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { flatGenerator, flatLatent } from "./flat_generator.ts";

const lying = flatGenerator({ size: [24, 40], denoises: true });
const standing = flatGenerator({ size: [40, 24], denoises: true });
const latent = flatLatent(lying);
const points: readonly PointPair[] = [{ handle: [31, 9], target: [22, 14] }, {
  handle: [6, 20],
  target: [9, 12],
}];

/** Rows and columns of the last two axes exchanged. */
function transposed({ shape, data }: Tensor): Tensor<"float32"> {
  const [h, w] = shape.slice(-2) as [number, number];
  const values = data as Float32Array;
  const at = (i: number): number => {
    const [map, row, column] = [Math.floor(i / (h * w)), Math.floor(i / h) % w, i % h];
    return values[map * h * w + column * w + row]!;
  };
  return float32([...shape.slice(0, -2), w, h], Float32Array.from(values, (_, i) => at(i)));
}

/** 1 in the right half of the picture. */
const mask = float32([24, 40], Float32Array.from({ length: 24 * 40 }, (_, i) => Number(i % 40 >= 20)));

const swapped = ([x, y]: readonly [number, number]): [number, number] => [y, x];

async function walk(
  runtime: Runtime,
  generator: Generator,
  make: (generator: Generator) => Method,
  problem: DragProblem,
): Promise<DragStep[]> {
  return await Array.fromAsync(drag(generator, problem, make(generator), { runtime }));
}

const makers = { ...methodsFor(flatGenerator({ size: [24, 40] })), ...methodsFor(lying) };

for (const [name, make] of Object.entries(makers)) {
  for (const masked of [false, true]) {
    const which = masked ? `${name} with a mask` : name;
    Deno.test(`a picture that lies is dragged as one that stands by ${which}`, async () => {
      await using runtime = await openRuntime({ provider: "cpu" });
      const problem = { latent, points, steps: 4, ...(masked ? { mask } : {}) };
      const turned = {
        latent: transposed(latent),
        points: points.map(({ handle, target }) => ({ handle: swapped(handle), target: swapped(target) })),
        steps: 4,
        ...(masked ? { mask: transposed(mask) } : {}),
      };
      const [ours, theirs] = [
        await walk(runtime, lying, make, problem),
        await walk(runtime, standing, make, turned),
      ];
      assert.equal(ours.length, theirs.length);
      for (const [i, step] of ours.entries()) {
        step.handles.forEach(([x, y], k) => {
          const [v, u] = theirs[i]!.handles[k]!;
          assert(Math.hypot(x - u, y - v) < 1e-3, `step ${i}: ${step.handles} and ${theirs[i]!.handles}`);
        });
        assert(Math.abs((step.loss ?? 0) - (theirs[i]!.loss ?? 0)) < 1e-4);
      }
    });
  }
}

Deno.test("points and masks are checked against height and width", () => {
  const problem = (point: readonly [number, number], sides = [24, 40]): DragProblem => ({
    latent,
    points: [{ handle: point, target: [3, 3] }],
    steps: 1,
    mask: float32(sides, new Float32Array(sides[0]! * sides[1]!)),
  });
  checkProblem(lying, problem([39, 23]));
  for (const [point, message] of [[[39, 24], /y from 0 to 23/], [[40, 3], /x from 0 to 39/]] as const) {
    assert.throws(
      () => checkProblem(lying, problem(point)),
      (error) => error instanceof InputError && message.test(error.message),
    );
  }
  assert.throws(() => checkProblem(lying, problem([3, 9], [40, 24])), {
    message: "Expected a mask of 24 × 40 pixels but found one of 40 × 24.",
  });
});
