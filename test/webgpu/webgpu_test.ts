import assert from "node:assert/strict";
import { print } from "../../lib/cli/terminal.ts";
import { hasDriver, probe } from "../../lib/runtime/providers.ts";
import { compare } from "./compare.ts";
import { DIFFUSION_CASES } from "./diffusion.ts";
import { GENERATOR_CASES } from "./generators.ts";
import { TENSOR_FUNCTIONS } from "./tensor_functions.ts";
import { TRACKER_CASES } from "./trackers.ts";

Deno.test("WebGPU computes what the CPU does, where there is an adapter", async () => {
  if (!hasDriver("webgpu") || !(await probe("webgpu")).works) {
    print('  There is no WebGPU adapter here: "deno task webgpu" checks it in software.');
    return;
  }
  for (const given of [...TENSOR_FUNCTIONS, ...TRACKER_CASES, ...GENERATOR_CASES, ...DIFFUSION_CASES]) {
    const { name, error, right, message } = await compare(given);
    assert(right, `${name}: ${message || `a relative difference of ${error}`}`);
  }
});
