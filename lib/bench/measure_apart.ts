import { fileURLToPath } from "node:url";
import { runProgram } from "../run_program.ts";
import { type Schema } from "../schema.ts";
import { permissionsOf } from "../task_permissions.ts";
import { type MeasureJobs } from "./measure_main.ts";

/**
 * Measures in a process of its own, so that its memory is that of this job alone, and nothing that ran before keeps a
 * core busy.
 *
 * @param what what is measured, for the message.
 * @throws {Error} when the process fails; its last words are the message.
 */
export async function measureApart<Kind extends keyof MeasureJobs, T>(
  kind: Kind,
  job: MeasureJobs[Kind],
  schema: Schema<T>,
  what: string,
): Promise<T> {
  const program = fileURLToPath(new URL("./measure_main.ts", import.meta.url));
  const args = ["run", "--quiet", ...permissionsOf("drag"), program, kind, JSON.stringify(job)];
  return schema.parse(JSON.parse(await runProgram(Deno.execPath(), args, what)));
}
