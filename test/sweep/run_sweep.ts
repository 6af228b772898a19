import { permissionsOf } from "../../lib/task_permissions.ts";
import { type Outcome, outcome, repositoryPath } from "../cli/run_cli.ts";
import { MODEL } from "../cli/specs.ts";

/** What `deno task sweep` may, and the program up to its arguments, as sweep_main.ts has it. */
export const SWEEP: readonly string[] = [
  Deno.execPath(),
  "run",
  "--quiet",
  "--no-check",
  ...permissionsOf("sweep"),
  repositoryPath("test/sweep/sweep_main.ts"),
  "sweep",
];

/** Options that make workers quick to start. */
export const QUICK: readonly string[] = ["--model", MODEL, "--provider", "cpu"];

/** Starts `sweep` in a working folder, with variables of the environment besides. */
export const startSweep = (
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Deno.ChildProcess =>
  new Deno.Command(SWEEP[0]!, {
    args: [...SWEEP.slice(1), ...args],
    cwd: folder,
    env: { NO_COLOR: "1", ...env },
    stdout: "piped",
    stderr: "piped",
  }).spawn();

/** Runs it to its end. */
export const sweep = (folder: string, ...args: readonly string[]): Promise<Outcome> =>
  outcome(startSweep(folder, args));

/** The tasks that were run in a working folder, in that order; those that were run twice are there twice. */
export const ranIn = (folder: string): string[] =>
  Deno.readTextFileSync(`${folder}/ran.txt`).trim().split("\n");

/** Waits for something. */
export async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

/** Whether a process is there, and no zombie. */
export async function isAlive(pid: number): Promise<boolean> {
  const { stdout } = await new Deno.Command("ps", { args: ["-o", "stat=", "-p", String(pid)] }).output();
  return /^[^Z\s]/.test(new TextDecoder().decode(stdout));
}
