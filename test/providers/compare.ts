import { InputError } from "../../lib/errors.ts";
import { leavesOf } from "../../lib/onnx/tree.ts";
import { type Provider } from "../../lib/runtime/protocol.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { type Tensor } from "../../lib/tensor.ts";
import { difference, largest } from "../parity.ts";
import { type Case } from "./case.ts";

/** A provider that is compared with the CPU. */
export type Compared = Exclude<Provider, "cpu">;

/** How a provider compares with the CPU. */
export interface Comparison {
  /** What was compared. */
  readonly name: string;
  /** Largest difference relative to the largest value, over all outputs; NaN where there is none. */
  readonly error: number;
  /** Whether each output is within its tolerance, or the case was refused and may be. */
  readonly right: boolean;
  /** Why there is nothing to compare; else empty. */
  readonly message: string;
  /** Operators for which ONNX Runtime has no kernel of the provider, so that the CPU computes them. */
  readonly onCpu: readonly string[];
}

/** The operators that the CPU computed, from ONNX Runtime's profiles in a folder. */
async function operatorsOnCpu(folder: string): Promise<string[]> {
  const found = new Set<string>();
  for await (const { name } of Deno.readDir(folder)) {
    const events = JSON.parse(await Deno.readTextFile(`${folder}/${name}`)) as {
      args?: { provider?: string; op_name?: string };
    }[];
    for (const { args } of events) {
      if (args?.provider === "CPUExecutionProvider") found.add(args.op_name ?? "");
    }
  }
  return [...found].sort();
}

async function outputsOn(
  provider: Provider,
  { compute }: Case,
  profile = "",
): Promise<ReadonlyMap<string, Tensor>> {
  await using runtime = await openRuntime({ provider, profile });
  return new Map(leavesOf<Tensor>(await compute(runtime)).map(({ path, leaf }) => [path, leaf]));
}

/** The largest error of all outputs, and whether each is within its tolerance. */
function judge(
  { tolerances = {} }: Case,
  expected: ReadonlyMap<string, Tensor>,
  found: ReadonlyMap<string, Tensor>,
): Pick<Comparison, "error" | "right"> {
  const errors = [...expected].map(([path, tensor]) => {
    const error = difference(found.get(path)!, tensor) / (largest(tensor) || 1);
    return { error, right: error <= (tolerances[path] ?? tolerances[""] ?? 1e-4) };
  });
  return { error: Math.max(...errors.map(({ error }) => error)), right: errors.every(({ right }) => right) };
}

/** Computes a case on the CPU and on another provider, and compares. */
export async function compare(given: Case, provider: Compared): Promise<Comparison> {
  const folder = await Deno.makeTempDir();
  const { name } = given;
  try {
    const expected = await outputsOn("cpu", given);
    const found = await outputsOn(provider, given, `${folder}/profile`);
    return { name, message: "", ...judge(given, expected, found), onCpu: await operatorsOnCpu(folder) };
  } catch (error) {
    const { message } = error as Error;
    const right = given.mayBeRefused === true && error instanceof InputError;
    return { name, message, error: NaN, right, onCpu: [] };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
