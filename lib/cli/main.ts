import { Command, CommanderError } from "commander";
import config from "../../deno.json" with { type: "json" };
import { EXPERIMENTS } from "../../experiments/mod.ts";
import { InputError } from "../errors.ts";
import { systemReason } from "../hub/writing.ts";
import { MEASURES } from "../lab/measures.ts";
import { listenForNotices } from "../notices.ts";
import { ablateCommand } from "./ablate.ts";
import { benchCommand } from "./bench.ts";
import { datasetCommand } from "./dataset.ts";
import { demoCommand } from "./demo.ts";
import { doctorCommand } from "./doctor.ts";
import { dragCommand } from "./drag.ts";
import { errorText, exitStatus } from "./exit_status.ts";
import { experimentCommand } from "./experiment.ts";
import { featuresCommand } from "./features.ts";
import { invertCommand } from "./invert.ts";
import { kernelCommand } from "./kernel.ts";
import { notebooksCommand } from "./notebooks.ts";
import { renderCommand } from "./render.ts";
import { reportCommand } from "./report.ts";
import { sweepCommand } from "./sweep/mod.ts";
import { note } from "./terminal.ts";
import { trainCommand } from "./train.ts";

function enter(folder: string): void {
  try {
    Deno.chdir(folder);
  } catch (error) {
    throw new InputError(`Expected a folder at ${folder} but found: ${systemReason(error)}.`, {
      cause: error,
    });
  }
}

/** A command and all that are nested in it. */
const withNested = (command: Command): Command[] => [command, ...command.commands.flatMap(withNested)];

/** The program with all of its commands. */
function program(): Command {
  const commands = [
    demoCommand(),
    dragCommand(),
    invertCommand(),
    renderCommand(),
    featuresCommand(),
    benchCommand(),
    experimentCommand(EXPERIMENTS),
    ablateCommand(MEASURES),
    reportCommand(EXPERIMENTS, MEASURES),
    sweepCommand({ experiments: EXPERIMENTS, measures: MEASURES }),
    trainCommand(),
    datasetCommand(),
    notebooksCommand(),
    doctorCommand(),
    kernelCommand(),
  ];
  const all = new Command("stabledrag")
    .description("Drag points of generated pictures, and study how.")
    .version(config.version)
    .option("-C, --folder <dir>", "folder that relative paths start from", ".")
    .option("--verbose", "add the stack to an error", false)
    .hook("preAction", (root) => enter(root.opts<{ folder: string }>().folder));
  for (const command of commands) all.addCommand(command);
  for (const command of withNested(all)) {
    command.configureOutput({ getOutHasColors: () => false, getErrHasColors: () => false });
    command.exitOverride().configureHelp({ showGlobalOptions: true }).allowExcessArguments(false);
  }
  return all;
}

/** Runs a command line and returns its exit status: 0 done, 1 failed, 2 wrong input, 130 interrupted. */
export async function main(args: readonly string[]): Promise<number> {
  const all = program();
  using _ = listenForNotices(note);
  try {
    await all.parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    // Commander has told the user already.
    if (!(error instanceof CommanderError)) {
      note(errorText(error, all.opts<{ verbose: boolean }>().verbose));
    }
    return exitStatus(error);
  }
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
