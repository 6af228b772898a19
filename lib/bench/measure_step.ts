import { stabledrag } from "../drag/methods/stabledrag.ts";
import { type DragSession, openDrag } from "../drag/session.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type GanCase } from "./gan_cases.ts";
import { watchMemory } from "./memory.ts";
import { caseProblem } from "./problem.ts";
import { CONVOLUTIONS } from "./product_nodes.ts";
import { type StepCost } from "./step_cost.ts";
import { measureFirstStep, type MeasureSettings } from "./measure_first_step.ts";
import { openGenerator } from "./weights_file.ts";

/** One measurement: a case, computed in one way. */
export interface StepJob extends MeasureSettings {
  /** What is dragged. */
  readonly case: GanCase;
  /** Path of the weights, absent for the embedded model. */
  readonly weights?: string | undefined;
  /** Whether the whole feature map is computed, and not only what the step looks at. */
  readonly fullFrame: boolean;
}

/** Measures a step of StableDrag, its memory, and the bare convolutions of its graph: all in this process. */
export async function measureStep(job: StepJob): Promise<StepCost> {
  using memory = watchMemory();
  const generator = await openGenerator(job.weights);
  const problem = caseProblem(job.case, generator, 1);
  const method = stabledrag(generator);
  const open = (runtime: Runtime): Promise<DragSession> =>
    openDrag(generator, problem, method, { runtime, fullFrame: job.fullFrame });
  return await measureFirstStep(job, open, CONVOLUTIONS, memory);
}
