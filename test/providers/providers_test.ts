import assert from "node:assert/strict";
import { print } from "../../lib/cli/terminal.ts";
import { hasDriver, probe } from "../../lib/runtime/providers.ts";
import { compare } from "./compare.ts";
import { DIFFUSION_CASES } from "./diffusion.ts";
import { GENERATOR_CASES } from "./generators.ts";
import { TENSOR_FUNCTIONS } from "./tensor_functions.ts";
import { TRACKER_CASES } from "./trackers.ts";

const WITHOUT = {
  webgpu: 'There is no WebGPU adapter here: "deno task webgpu" checks it in software.',
  cuda: 'There is no CUDA here: "deno task cuda" checks it on a machine that has it.',
} as const;

for (const provider of ["webgpu", "cuda"] as const) {
  Deno.test(`${provider} computes what the CPU does, where there is a device`, async () => {
    if (!hasDriver(provider) || !(await probe(provider)).works) return print(`  ${WITHOUT[provider]}`);
    for (const given of [...TENSOR_FUNCTIONS, ...TRACKER_CASES, ...GENERATOR_CASES, ...DIFFUSION_CASES]) {
      const { name, error, right, message } = await compare(given, provider);
      assert(right, `${name}: ${message || `a relative difference of ${error}`}`);
    }
  });
}
