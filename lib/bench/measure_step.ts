import { stabledrag } from "../drag/methods/stabledrag.ts";
import { type DragSession, openDrag } from "../drag/session.ts";
import { type Graph } from "../onnx/trace.ts";
import { type Provider } from "../runtime/protocol.ts";
import { openRuntime, type Runtime } from "../runtime/runtime.ts";
import { bareSeconds } from "./bare_convolutions.ts";
import { type BenchCase } from "./cases.ts";
import { convolutionNodes } from "./convolution_nodes.ts";
import { type MemoryWatch, watchMemory } from "./memory.ts";
import { caseProblem } from "./problem.ts";
import { profileStep } from "./profile_step.ts";
import { type StepCost } from "./step_cost.ts";
import { bestSeconds } from "./timing.ts";
import { openGenerator } from "./weights_file.ts";

/** How steps are measured, whatever the case. */
export interface MeasureSettings {
  /** Where to compute. */
  readonly provider: Provider;
  /** Threads inside one operator; 0 for one per physical core. */
  readonly threads: number;
  /** How often everything is timed at least; the best counts. */
  readonly rounds: number;
  /** For how many seconds a step is timed at least, and all of its convolutions together. */
  readonly seconds: number;
  /** Whether the time of each kind of operator is taken, too. */
  readonly profile: boolean;
  /** Whether it is said why the step is computed as it is. */
  readonly explain: boolean;
}

/** One measurement: a case, computed in one way. */
export interface StepJob extends MeasureSettings {
  /** What is dragged. */
  readonly case: BenchCase;
  /** Path of the weights, absent for the embedded model. */
  readonly weights?: string | undefined;
  /** Whether the whole feature map is computed, and not only what the step looks at. */
  readonly fullFrame: boolean;
}

interface Timed extends Pick<StepCost, "seconds" | "peakMemory" | "explanation"> {
  readonly graph: Graph;
}

/** Times the step, as long as nothing else has run in the process. */
async function timeStep(
  { provider, threads, rounds, seconds: atLeast, explain }: StepJob,
  open: (runtime: Runtime) => Promise<DragSession>,
  memory: MemoryWatch,
): Promise<Timed> {
  await using runtime = await openRuntime({ provider, threads });
  await using session = await open(runtime);
  const step = (): Promise<unknown> => session.step(session.start);
  const seconds = await bestSeconds(step, { rounds, seconds: atLeast });
  const peakMemory = memory.peak();
  const explanation = explain ? { explanation: session.explain(session.start) } : {};
  return { seconds, peakMemory, graph: session.graph(session.start), ...explanation };
}

/** Measures a step of StableDrag, its memory, and the bare convolutions of its graph: all in this process. */
export async function measureStep(job: StepJob): Promise<StepCost> {
  const { provider, threads, rounds, seconds, fullFrame } = job;
  using memory = watchMemory();
  const generator = await openGenerator(job.weights);
  const problem = caseProblem(job.case, generator, 1);
  const method = stabledrag(generator);
  const open = (runtime: Runtime): Promise<DragSession> =>
    openDrag(generator, problem, method, { runtime, fullFrame });
  const { graph, ...timed } = await timeStep(job, open, memory);
  const nodes = convolutionNodes(graph);
  await using runtime = await openRuntime({ provider, threads });
  return {
    ...timed,
    bareSeconds: await bareSeconds(runtime, nodes, { rounds, seconds: seconds / nodes.length }),
    gflop: nodes.reduce((sum, node) => sum + node.count * node.flops, 0) / 1e9,
    ...(job.profile ? { profile: await profileStep(open, { provider, threads }, rounds + 1) } : {}),
  };
}
