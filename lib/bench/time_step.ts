import { type DragSession } from "../drag/session.ts";
import { type Graph } from "../onnx/trace.ts";
import { type Provider } from "../runtime/protocol.ts";
import { openRuntime, type Runtime } from "../runtime/runtime.ts";
import { type MemoryWatch } from "./memory.ts";
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
export interface TimedStep extends Pick<StepCost, "seconds" | "peakMemory" | "explanation"> {
  /** Its graph. */
  readonly graph: Graph;
}

/** Times a drag's first step, as long as nothing else has run in the process. */
export async function timeStep(
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
