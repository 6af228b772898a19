import { fileURLToPath } from "node:url";
import { type StepJob } from "./measure_step.ts";
import { runProgram } from "./run_program.ts";
import { STEP_COST, type StepCost } from "./step_cost.ts";

/** What a measurement may do: what `deno task drag` may. */
const PERMISSIONS = [
  "--no-prompt",
  "--allow-read",
  "--allow-write",
  "--allow-ffi",
  "--allow-sys=cpus,networkInterfaces,hostname",
  "--allow-env=STABLEDRAG_CACHE,XDG_CACHE_HOME,LOCALAPPDATA,HOME",
];

/**
 * Measures in a process of its own, so that its memory is that of this step alone, and nothing that ran before keeps
 * a core busy.
 *
 * @throws {Error} when the process fails; its last words are the message.
 */
export async function measureApart(job: StepJob): Promise<StepCost> {
  const program = fileURLToPath(new URL("./measure_main.ts", import.meta.url));
  const args = ["run", "--quiet", ...PERMISSIONS, program, JSON.stringify(job)];
  const what = `The ${job.fullFrame ? "full-frame" : "windowed"} step of ${job.case.name}`;
  return STEP_COST.parse(JSON.parse(await runProgram(Deno.execPath(), args, what)));
}
