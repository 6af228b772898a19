import config from "../../deno.json" with { type: "json" };
import { type Outcome, outcome, repositoryPath } from "../cli/run_cli.ts";

/** The permissions of the tasks. */
const PERMISSIONS = config.tasks.doctor.split(" ").filter((word) => /^--(allow|no-prompt)/.test(word));

/** Starts `ablate` as ablate_main.ts has it. */
export const startAblate = (args: readonly string[]): Deno.ChildProcess =>
  new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      ...PERMISSIONS,
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
