import { permissionsOf } from "../../lib/task_permissions.ts";
import { type Outcome, outcome, repositoryPath } from "../cli/run_cli.ts";

/** Starts `ablate` as ablate_main.ts has it. */
export const startAblate = (args: readonly string[]): Deno.ChildProcess =>
  new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      ...permissionsOf("doctor"),
      "--quiet",
      "--no-check",
      repositoryPath("test/lab/ablate_main.ts"),
      ...args,
    ],
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();

/** Runs it to its end. */
export const ablate = (...args: readonly string[]): Promise<Outcome> => outcome(startAblate(args));
