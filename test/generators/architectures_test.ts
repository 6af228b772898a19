import { decodeSafetensors } from "../../lib/formats/safetensors.ts";
import { type Stylegan2Config } from "../../lib/generators/stylegan2/config.ts";
import { stylegan2 } from "../../lib/generators/stylegan2/generator.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { fixtureArray, fixtureBytes } from "../fixtures.ts";
import { checkParity, difference } from "../parity.ts";

/** Small models of random weights, made with the official code; the clamp of 1.5 bites. */
const CLAMPS = { resnet: 1.5, orig: undefined } as const;

for (const architecture of ["resnet", "orig"] as const) {
  Deno.test(`the ${architecture} architecture equals the official synthesis`, async () => {
    const config: Stylegan2Config = {
      zDim: 16,
      cDim: 0,
      wDim: 24,
      resolution: 16,
      imageChannels: 3,
      channels: [8, 8, 8],
      architecture,
      convClamp: CLAMPS[architecture],
      mappingLayers: 2,
    };
    const { tensors } = decodeSafetensors(fixtureBytes(`architectures/${architecture}.safetensors`));
    const { image } = stylegan2({ config, parameters: tensors });
    await using runtime = await openRuntime({ provider: "cpu" });
    const ours = await runtime.run(
      (ws: Symbolic) => image(ws),
      fixtureArray(`architectures/${architecture}_ws`),
    );
    checkParity(
      `${architecture} image`,
      difference(ours, fixtureArray(`architectures/${architecture}_image`)),
      1e-4,
    );
  });
}
