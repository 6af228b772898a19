import assert from "node:assert/strict";
import { arrivalWarning } from "../../lib/drag/arrival_warning.ts";
import { METHODS } from "../../lib/drag/methods/mod.ts";
import { openDrag } from "../../lib/drag/session.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { flatGenerator, flatLatent } from "./flat_generator.ts";

const generator = flatGenerator({ size: [24, 40], denoises: true });
const latent = flatLatent(generator);

/** Distances of handles that have arrived by a method, and one that just has not. */
const CASES = {
  draggan: [[1, 2], 2.1],
  stabledrag: [[1, 2], 2.1],
  dragdiffusion: [[1, 1.9], 2],
  "stabledrag-diff": [[1, 1.9], 2],
} as const;

const WARNING =
  "All handles are within the stop distance of their targets, 2 pixels of the picture: the drag ends " +
  "before its first update.";

for (const [name, [arrived, farther]] of Object.entries(CASES)) {
  Deno.test(`${name} warns of pairs that end its drag before the first update, and of no others`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const method = METHODS[name]!(generator);
    for (const x of [...arrived, farther]) {
      const points = [{ handle: [20, 12], target: [20 + x, 12] }] as const;
      await using session = await openDrag(generator, { latent, points, steps: 1 }, method, { runtime });
      const { stopped } = await session.step(session.start);
      assert.equal(stopped, x !== farther, `${x}`);
      assert.equal(arrivalWarning(generator, method, points), stopped ? WARNING : undefined, `${x}`);
    }
  });
}

Deno.test("one pair that goes far is enough", () => {
  const pairs = [1, 9].map((x) => ({ handle: [20, 12], target: [20 + x, 12] }) as const);
  assert.equal(arrivalWarning(generator, METHODS["draggan"]!(generator), pairs), undefined);
});
