import { stylegan2 } from "../../lib/generators/stylegan2/generator.ts";
import { broadcastTruncated, mapping } from "../../lib/generators/stylegan2/mapping.ts";
import { backward } from "../../lib/onnx/backward.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { fixtureArray, fixtureJson, fixtureModel, fixtureNames, rows } from "../fixtures.ts";
import { checkParity, difference, largest } from "../parity.ts";

for (const model of ["a64", "b128", "c64cond"]) {
  Deno.test(`StyleGAN2 ${model} equals the official generator`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const weights = fixtureModel(model);
    const z = fixtureArray(`${model}/z`);
    const label = weights.config.cDim > 0 ? [fixtureArray(`${model}/c`)] : [];
    for (const psi of [1, 0.7]) {
      const map = (z: Symbolic, c?: Symbolic): Symbolic =>
        broadcastTruncated(weights, mapping(weights, z, c), psi);
      const ws = await runtime.runTree(map, [z, ...label]);
      checkParity(
        `${model} ws psi ${psi}`,
        difference(ws as typeof z, fixtureArray(`${model}/ws_psi${psi}`)),
        1e-5,
      );
    }
    const ws = fixtureArray(`${model}/ws_psi0.7`);
    for (const noise of ["const", "none"] as const) {
      if (!fixtureNames(model).includes(`image_${noise}.npy`)) continue;
      const { image } = stylegan2(weights, { noise });
      const ours = await runtime.run((w: Symbolic) => image(w), ws);
      checkParity(
        `${model} image noise ${noise}`,
        difference(ours, fixtureArray(`${model}/image_${noise}`)),
        1e-4,
      );
    }
    const { feature_block: block } = fixtureJson<{ feature_block: number }>(`${model}/config.json`);
    const { features } = stylegan2(weights);
    const first = rows(ws, 0);
    const map = await runtime.run((w: Symbolic) => features(w, block), first);
    checkParity(`${model} feature`, difference(map, fixtureArray(`${model}/feature`)), 1e-4);
    const pullback = (w: Symbolic, g: Symbolic): Symbolic => backward([features(w, block)], [g], [w])[0]!;
    const grad = await runtime.run(pullback, first, fixtureArray(`${model}/cotangent`));
    const theirs = fixtureArray(`${model}/grad_ws`);
    checkParity(`${model} gradient, relative`, difference(grad, theirs) / largest(theirs), 1e-3);
  });
}
