import { type DragSession } from "../drag/session.ts";
import { type Graph } from "../onnx/trace.ts";
import { type Provider } from "../runtime/protocol.ts";
import { openRuntime, type Runtime } from "../runtime/runtime.ts";
import { bareSeconds } from "./bare_products.ts";
import { type MemoryWatch } from "./memory.ts";
import { flopsOf, productNodes, type ProductType } from "./product_nodes.ts";
import { profileStep } from "./profile_step.ts";
import { type StepCost } from "./step_cost.ts";
import { bestSeconds } from "./timing.ts";

/** How steps are measured, whatever the case. */
export interface MeasureSettings {
  /** Where to compute. */
  readonly provider: Provider;
  /** Threads inside one operator; 0 for one per physical core. */
  readonly threads: number;
  /** How often everything is timed at least; the best counts. */
  readonly rounds: number;
  /** For how many seconds a step is timed at least, and all of its products together. */
  readonly seconds: number;
  /** Whether the time of each kind of operator is taken, too. */
  readonly profile: boolean;
  /** Whether it is said why the step is computed as it is. */
  readonly explain: boolean;
}

/** A drag's first step and what it took. */
interface TimedStep extends Pick<StepCost, "seconds" | "peakMemory" | "explanation"> {
  readonly graph: Graph;
}

/** Times a drag's first step, as long as nothing else has run in the process. */
async function timeStep(
  { provider, threads, rounds, seconds: atLeast, explain }: MeasureSettings,
  open: (runtime: Runtime) => Promise<DragSession>,
  memory: MemoryWatch,
): Promise<TimedStep> {
  await using runtime = await openRuntime({ provider, threads });
  await using session = await open(runtime);
  const step = (): Promise<unknown> => session.step(session.start);
  const seconds = await bestSeconds(step, { rounds, seconds: atLeast });
  const peakMemory = memory.peak();
  const explanation = explain ? { explanation: session.explain(session.start) } : {};
  return { seconds, peakMemory, graph: session.graph(session.start), ...explanation };
}

/**
 * Measures a drag's first step: its time and memory, then the bare products of its graph, then its operators where they
 * are asked for. Nothing else has run in the process.
 *
 * @param types the products that count.
 */
export async function measureFirstStep(
  settings: MeasureSettings,
  open: (runtime: Runtime) => Promise<DragSession>,
  types: readonly ProductType[],
  memory: MemoryWatch,
): Promise<StepCost> {
  const { provider, threads, rounds, seconds, profile } = settings;
  const { graph, ...timed } = await timeStep(settings, open, memory);
  const nodes = productNodes(graph, types);
  await using runtime = await openRuntime({ provider, threads });
  return {
    ...timed,
    bareSeconds: await bareSeconds(runtime, nodes, { rounds, seconds: seconds / nodes.length }),
    gflop: flopsOf(nodes) / 1e9,
    ...(profile ? { profile: await profileStep(open, { provider, threads }, rounds + 1) } : {}),
  };
}
