/** `ablate` with drags of two steps, so that tests of the command are quick. */
import { CommanderError } from "commander";
import { ablateCommand } from "../../lib/cli/ablate.ts";
import { errorText, exitStatus } from "../../lib/cli/exit_status.ts";
import { note } from "../../lib/cli/terminal.ts";
import { noseDrag } from "../../lib/lab/nose_drag.ts";

try {
  const short = noseDrag({ steps: 2 });
  await ablateCommand({ short, shorter: { ...short, name: "shorter" } })
    .exitOverride().parseAsync(Deno.args, { from: "user" });
} catch (error) {
  // Commander has told the user already.
  if (!(error instanceof CommanderError)) note(errorText(error, false));
  Deno.exitCode = exitStatus(error);
}
