import { type EngineJob, RESTARTS } from "./engine_job.ts";

/** A job array of Slurm, whose tasks SLURM_ARRAY_TASK_ID tells apart. */
export interface JobArray extends EngineJob {
  /** Folder of the logs, which the script makes. */
  readonly logs: string;
  /** More options of sbatch, such as `--partition=gpu` (default: none). */
  readonly options?: readonly string[];
}

/** A word as the shell reads it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * The file for Slurm's `sbatch` of a job array, each of whose tasks runs one shard. Tasks whose node fails are requeued by
 * Slurm, those whose worker is killed by a signal (exit status above 128; 130 is Ctrl-C) ask for it, three times at most.
 */
export function sbatchScript(job: JobArray): string {
  const { name, command, tasks, parallel, memory, processors, logs, options = [] } = job;
  const most = parallel === undefined ? "" : `%${parallel}`;
  return `#!/bin/bash
#SBATCH --job-name=${name}
#SBATCH --array=0-${tasks - 1}${most}
#SBATCH --cpus-per-task=${processors}
#SBATCH --mem=${memory}M
#SBATCH --requeue
#SBATCH --output=/dev/null
${options.map((option) => `#SBATCH ${option}\n`).join("")}
# Only tasks without a result are run: after failures, submit this file again, or parts of it: sbatch --array=3,17 FILE
mkdir -p ${quoted(logs)}
${command.map(quoted).join(" ")} </dev/null >>${quoted(logs)}/"$SLURM_ARRAY_TASK_ID.log" 2>&1
status=$?

if [ "$status" -gt 128 ] && [ "$status" -ne 130 ] && [ "\${SLURM_RESTART_COUNT:-0}" -lt ${RESTARTS} ]; then
  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
fi
exit "$status"
`;
}
