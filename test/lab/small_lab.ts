import { proganLatents } from "../../lib/generators/progan/latents.ts";
import { type Lab } from "../../lib/lab/experiment.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { smallProgan } from "../small_progan.ts";

/** A laboratory with a tiny random generator of 128 × 128 pixels; dispose its runtime. */
export async function smallLab(): Promise<Lab> {
  const generator = smallProgan();
  const latents = proganLatents(generator.latentShape[1]!);
  const runtime = await openRuntime({ provider: "cpu", threads: 1 });
  return { model: { generator, latents, sha256: "0".repeat(64) }, runtime, environment: { threads: 1 } };
}
