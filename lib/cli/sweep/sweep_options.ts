import { type Command } from "commander";
import { join } from "node:path";
import { ABLATIONS } from "../../../ablations/mod.ts";
import { InputError } from "../../errors.ts";
import { FACES_DIFFUSION } from "../../generators/diffusion/faces_diffusion.ts";
import { DEFAULT_MODEL } from "../../generators/family.ts";
import { savedDragbench } from "../../lab/dragbench/dragbench.ts";
import { type SavedExperiment } from "../../lab/experiment.ts";
import { withEditOptions } from "../dragbench_options.ts";
import { withRuntimeOptions } from "../options.ts";
import { withSeedOptions } from "../pair_options.ts";
import { sweepable, type Sweepables } from "./sweepable.ts";
import { type SweepFlags, type SweepTarget, type Swept } from "./sweep_target.ts";

const EDITS = "Options of dragbench:";

const ONE_PROCESS =
  "What a sweep began, `experiment` and `ablate` finish with --threads 1, or what it was told here.";

/** What of a command line DragBench alone has a use for. */
const editsGiven = (command: Command): readonly string[] =>
  command.options.filter(({ helpGroupHeading }) => helpGroupHeading === EDITS)
    .filter((option) => command.getOptionValueSource(option.attributeName()) === "cli")
    .map(({ long }) => long!);

function checkEdits(name: string, command: Command): void {
  const [first] = name === savedDragbench.name ? [] : editsGiven(command);
  if (first !== undefined) {
    throw new InputError(`Expected ${first} for dragbench only but found it for ${name}.`);
  }
}

/** The folder of a sweep's results where nobody names one. */
const usualFolder = ({ name, measure }: SavedExperiment): string =>
  join("out", "sweeps", ...(measure === undefined ? [] : [measure]), name);

/** Adds the argument and the options that say whose results they are. */
function withName(command: Command, { experiments, measures }: Sweepables): Command {
  const names = [...Object.keys(experiments), savedDragbench.name, ...Object.keys(ABLATIONS)];
  return command.argument("<name>", `one of ${names.join(", ")}`)
    .option(
      "--measure <name>",
      `what an ablation measures: one of ${Object.keys(measures).join(", ")} (default: the first of them)`,
    )
    .option(
      "--out <dir>",
      "folder of the results (default: out/sweeps/NAME, of ablations out/sweeps/MEASURE/NAME)",
    );
}

/** A command on the results of a sweep. */
export const withSwept = (
  command: Command,
  sweepables: Sweepables,
  act: (swept: Swept) => Promise<void>,
): Command =>
  withName(command, sweepables)
    .action(async (name: string, { measure, out }: Pick<SweepFlags, "measure" | "out">): Promise<void> => {
      const { experiment } = sweepable(sweepables, name, measure);
      await act({ experiment, folder: out ?? usualFolder(experiment) });
    });

/**
 * A command on what is swept: adds the argument and all options that say what that is, those of DragBench among them.
 *
 * @param act does it, with the command's own options.
 */
export const withSweepable = <F>(
  command: Command,
  sweepables: Sweepables,
  act: (target: SweepTarget, flags: F & SweepFlags) => Promise<void>,
): Command => {
  const named = withSeedOptions(withName(command, sweepables)).option(
    "--model <model>",
    `what is dragged: "${DEFAULT_MODEL}" or the path of a StyleGAN2 .pkl, of dragbench a diffusers folder ` +
      `(default: "${DEFAULT_MODEL}", of dragbench "${FACES_DIFFUSION}")`,
  );
  return withEditOptions(withRuntimeOptions(named, 1).optionsGroup(EDITS))
    .addHelpText("after", `\n${ONE_PROCESS}`)
    .action(async (name: string, flags: F & SweepFlags, command: Command): Promise<void> => {
      checkEdits(name, command);
      const { experiment, sweeping } = sweepable(sweepables, name, flags.measure);
      const folder = flags.out ?? usualFolder(experiment);
      await act({ experiment, folder, ...sweeping(flags, folder) }, flags);
    });
};
