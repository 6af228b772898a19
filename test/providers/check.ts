/**
 * Compares WebGPU or CUDA with the CPU: every operator, every component of the methods, and whole drag steps. Without a GPU
 * WebGPU takes a software Vulkan. Exit status 1 where they differ, or the provider does not work here. A second argument
 * picks the cases whose names contain it.
 */
import { print } from "../../lib/cli/terminal.ts";
import { alignedRows } from "../../lib/lab/tables/text_table.ts";
import { neg } from "../../lib/onnx/ops/elementwise.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { hasDriver } from "../../lib/runtime/providers.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { zeros } from "../../lib/tensor.ts";
import { runModule } from "../run_module.ts";
import { type Case } from "./case.ts";
import { compare, type Compared, type Comparison } from "./compare.ts";
import { DIFFUSION_CASES } from "./diffusion.ts";
import { GENERATOR_CASES } from "./generators.ts";
import { OPERATORS } from "./operators.ts";
import { useSoftwareVulkan } from "./software_vulkan.ts";
import { TENSOR_FUNCTIONS } from "./tensor_functions.ts";
import { TRACKER_CASES } from "./trackers.ts";

/** How long SwiftShader's threads may take to end; a process that ends before them crashes. */
const AFTERMATH = 2000;

/** Whether this machine has an adapter; tried in another process, as this one would remember a failure. */
async function hasAdapter(): Promise<boolean> {
  if (!hasDriver("webgpu")) return false;
  const { stdout } = await runModule(`
    import { probe } from "${import.meta.resolve("../../lib/runtime/providers.ts")}";
    console.log((await probe("webgpu")).works);`);
  return stdout.trim() === "true";
}

const rowOf = ({ name, error, right, message, onCpu }: Comparison): string[] => [
  name,
  message ? "" : error.toExponential(1),
  right ? (message ? "refused" : "equal") : (message ? "FAILED" : "WRONG"),
  message || onCpu.join(", "),
];

/** Compares cases one after the other while one session stays open, as ONNX Runtime forgets its shaders with the last. */
async function compareAll(cases: readonly Case[], provider: Compared): Promise<Comparison[]> {
  await using open = await openRuntime({ provider });
  await open.run((x: Symbolic): Symbolic => neg(x), zeros([1]));
  const comparisons: Comparison[] = [];
  for (const given of cases) comparisons.push(await compare(given, provider));
  return comparisons;
}

async function main(provider: Compared): Promise<void> {
  const [, wanted = ""] = Deno.args;
  const isReal = provider === "cuda" || await hasAdapter();
  if (!isReal) await useSoftwareVulkan();
  print(
    `${provider} ${
      isReal ? "on this machine's device" : "in software (SwiftShader)"
    }, compared with the CPU.`,
  );
  const cases = [...OPERATORS, ...TENSOR_FUNCTIONS, ...TRACKER_CASES, ...GENERATOR_CASES, ...DIFFUSION_CASES]
    .filter(({ name }) => name.includes(wanted));
  const comparisons = await compareAll(cases, provider);
  print(alignedRows([["", "difference", "", "on the CPU"], ...comparisons.map(rowOf)], [1]));
  const wrong = comparisons.filter(({ right }) => !right).length;
  print(`${comparisons.length} compared, ${wrong} wrong`);
  if (wrong > 0 || comparisons.length === 0) Deno.exitCode = 1;
  await new Promise((resolve) => setTimeout(resolve, AFTERMATH));
}

const provider: Compared = Deno.args[0] === "cuda" ? "cuda" : "webgpu";
await main(provider).catch((error: Error) => {
  print(`${provider} was not checked: ${error.message}`);
  Deno.exitCode = 1;
});
