import { textEncoder } from "../../../lib/generators/diffusion/text_encoder.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { checkParity, difference } from "../../parity.ts";
import { sdArray, sdText } from "./sd_a.ts";

Deno.test("text encoder equals the transformers library's", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const { config, p } = sdText();
  const encode = textEncoder(config, p);
  for (const [ids, text] of [["input_ids", "text"], ["uncond_input_ids", "uncond_embeds"]] as const) {
    checkParity(`sd-a ${text}`, difference(await runtime.run(encode, sdArray(ids)), sdArray(text)), 1e-4);
  }
});
