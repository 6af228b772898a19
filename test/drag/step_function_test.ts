import assert from "node:assert/strict";
import { draggan } from "../../lib/drag/methods/draggan.ts";
import { openDrag } from "../../lib/drag/session.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32 } from "../../lib/tensor.ts";
import { flatGenerator, flatLatent } from "./flat_generator.ts";

const generator = flatGenerator({ size: [24, 40], denoises: true });
const latent = flatLatent(generator);
const points = [{ handle: [20, 12], target: [30, 15] }] as const;

Deno.test("the pull towards the start is lambdaLatent times the mean of what has changed", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const moved = float32(latent.shape, latent.data.map((v, i) => v + (i % 2) / 2));
  const lossOf = async (lambdaLatent: number): Promise<number> => {
    const method = draggan(generator, { lambdaLatent });
    await using session = await openDrag(generator, { latent, points, steps: 1 }, method, { runtime });
    return (await session.step({ ...session.start, variable: moved })).loss!;
  };
  const pull = await lossOf(8) - await lossOf(0);
  assert(Math.abs(pull - 8 / 4) < 1e-4, `${pull}`);
});
