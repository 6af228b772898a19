import { attend } from "../../../lib/generators/diffusion/attention.ts";
import { timeEmbedding, timeEncoding } from "../../../lib/generators/diffusion/time_embedding.ts";
import { textContext, unet, type UnetOptions } from "../../../lib/generators/diffusion/unet.ts";
import { backward } from "../../../lib/onnx/backward.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { float32 } from "../../../lib/tensor.ts";
import { checkParity, difference, largest } from "../../parity.ts";
import { sdArray, sdUnet } from "./sd_a.ts";

const { config, p } = sdUnet();
const sample = sdArray("noisy");
const at = (timestep: number) => float32([1], [timestep]);

Deno.test("U-Net equals diffusers' at other times and texts", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const predict = (sample: Symbolic, timestep: Symbolic, text: Symbolic): Symbolic =>
    unet(config, p)({ sample, timestep, context: textContext(config, p)(text) }).output;
  const cases = [["eps", 681, "text"], ["eps_t1", 1, "text"], ["eps_t981", 981, "text"]] as const;
  for (const [name, timestep, text] of [...cases, ["eps_uncond", 681, "uncond_embeds"] as const]) {
    const ours = await runtime.run(predict, sample, at(timestep), sdArray(text));
    checkParity(`sd-a ${name}`, difference(ours, sdArray(name)), 2e-4);
  }
});

Deno.test("U-Net's time and features equal diffusers'", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const all = (sample: Symbolic, timestep: Symbolic, text: Symbolic) => ({
    time_proj: timeEncoding(config, timestep),
    time_emb: timeEmbedding(config, p, timestep),
    features: unet(config, p)({ sample, timestep, context: textContext(config, p)(text) }).features,
  });
  const ours = await runtime.run(all, sample, at(681), sdArray("text"));
  checkParity("sd-a time_proj", difference(ours.time_proj, sdArray("time_proj")), 2e-4);
  checkParity("sd-a time_emb", difference(ours.time_emb, sdArray("time_emb")), 2e-4);
  ours.features.forEach((feature, i) =>
    checkParity(`sd-a feature${i}`, difference(feature, sdArray(`feature${i}`)), 2e-4)
  );
});

const ways: Readonly<Record<string, UnetOptions>> = {
  "": {},
  ", layers computed again": { checkpoint: true },
  ", sliced attention": { attend: (q, k, v) => attend(q, k, v, 1 << 20) },
  ", both": { checkpoint: true, attend: (q, k, v) => attend(q, k, v, 1 << 20) },
};

for (const [name, options] of Object.entries(ways)) {
  Deno.test(`U-Net's gradient equals PyTorch's${name}`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const pullback = (sample: Symbolic, timestep: Symbolic, text: Symbolic, g: Symbolic): Symbolic => {
      const context = textContext(config, p)(text);
      const { features } = unet(config, p, options)({ sample, timestep, context });
      return backward([features[3]!], [g], [sample])[0]!;
    };
    const ours = await runtime.run(pullback, sample, at(681), sdArray("text"), sdArray("cotangent"));
    const theirs = sdArray("grad_noisy");
    checkParity(`sd-a grad_noisy${name}, of ${largest(theirs).toFixed(1)}`, difference(ours, theirs), 2e-3);
  });
}
