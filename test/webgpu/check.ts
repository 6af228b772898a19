/**
 * Compares WebGPU with the CPU: every operator, every component of the methods, and whole drag steps. Without a GPU it
 * takes a software Vulkan. Exit status 1 where they differ, or there is no WebGPU. An argument picks the cases whose
 * names contain it.
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
import { compare, type Comparison } from "./compare.ts";
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
async function compareAll(cases: readonly Case[]): Promise<Comparison[]> {
  await using open = await openRuntime({ provider: "webgpu" });
  await open.run((x: Symbolic): Symbolic => neg(x), zeros([1]));
  const comparisons: Comparison[] = [];
  for (const given of cases) comparisons.push(await compare(given));
  return comparisons;
}

async function main(): Promise<void> {
  const adapter = await hasAdapter();
  if (!adapter) await useSoftwareVulkan();
  print(
    `WebGPU ${adapter ? "on this machine's adapter" : "in software (SwiftShader)"}, compared with the CPU.`,
  );
  const [wanted = ""] = Deno.args;
  const cases = [...OPERATORS, ...TENSOR_FUNCTIONS, ...TRACKER_CASES, ...GENERATOR_CASES, ...DIFFUSION_CASES]
    .filter(({ name }) => name.includes(wanted));
  const comparisons = await compareAll(cases);
  print(alignedRows([["", "difference", "", "on the CPU"], ...comparisons.map(rowOf)], [1]));
  const wrong = comparisons.filter(({ right }) => !right).length;
  print(`${comparisons.length} compared, ${wrong} wrong`);
  if (wrong > 0 || comparisons.length === 0) Deno.exitCode = 1;
  await new Promise((resolve) => setTimeout(resolve, AFTERMATH));
}

await main().catch((error: Error) => {
  print(`WebGPU was not checked: ${error.message}`);
  Deno.exitCode = 1;
});
