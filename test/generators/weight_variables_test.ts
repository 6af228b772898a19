import assert from "node:assert/strict";
import { type Gan } from "../../lib/generators/gan.ts";
import { seededNoise } from "../../lib/generators/latents.ts";
import { type Weight } from "../../lib/generators/weight.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { valueAndGrad } from "../../lib/onnx/transforms.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { float32, onlyNumber, type Tensor } from "../../lib/tensor.ts";
import { difference } from "../parity.ts";
import { SMALL_GANS } from "../inversion/small_subject.ts";

/** The picture of a latent with some weights as arguments. */
function pictureBy(gan: Gan, names: readonly string[], latent: Tensor): (...weights: Symbolic[]) => Symbolic {
  return (...values) => {
    const own = new Map(names.map((name, i) => [name, values[i]!]));
    return gan.generator(new Map<string, Weight>([...gan.weights, ...own])).image(constant(latent));
  };
}

/** Length of the step of finite differences, along the gradient, where rounding matters least. */
const STEP = 1e-3;

/** The gradient's length by one weight, by reverse mode and by a central difference along it. */
async function slopes(runtime: Runtime, f: (w: Symbolic) => Symbolic, at: Tensor): Promise<[number, number]> {
  const loss = (w: Symbolic): Symbolic => o.reduceMean(o.square(f(w)));
  await using compiled = await runtime.compile(valueAndGrad(loss), [at]);
  const gradient = (await compiled.run(at)).grad.data as Float32Array;
  const length = Math.hypot(...gradient);
  const lossAt = async (step: number): Promise<number> => {
    const moved = (at.data as Float32Array).map((v, i) => v + (step * gradient[i]!) / length);
    return onlyNumber((await compiled.run(float32(at.shape, moved))).value);
  };
  return [length, (await lossAt(STEP) - await lossAt(-STEP)) / (2 * STEP)];
}

for (const family of ["progan", "stylegan2"] as const) {
  Deno.test(`a ${family} draws the same with its weights as variables, and differentiates by each`, async () => {
    await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
    const gan = SMALL_GANS[family]();
    const generator = gan.generator(gan.weights);
    const latent = seededNoise(3, generator.latentShape);
    const names = [...gan.tunable, ...gan.noiseMaps];
    const own = names.map((name) => gan.weights.get(name)!);
    const drawn = await runtime.run((x: Symbolic) => generator.image(x), latent);
    assert.ok(difference(await runtime.run(pictureBy(gan, names, latent), ...own), drawn) < 1e-4);
    for (const [i, name] of names.entries()) {
      const [reverse, central] = await slopes(runtime, pictureBy(gan, [name], latent), own[i]!);
      assert.ok(Math.abs(reverse - central) < 0.005 + 0.02 * reverse, `${name}: ${reverse} and ${central}`);
    }
  });
}
