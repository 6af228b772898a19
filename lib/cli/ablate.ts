import { Command, Option } from "commander";
import { join } from "node:path";
import { ABLATIONS } from "../../ablations/mod.ts";
import { InputError } from "../errors.ts";
import { ablationExperiment } from "../lab/ablation.ts";
import { type Measure } from "../lab/measure.ts";
import { writeIndex } from "../lab/tables/index_page.ts";
import { lookUp } from "../look_up.ts";
import { openLab } from "./open_lab.ts";
import { type ExperimentFlags, runExperiment, TASK_FLAGS, withExperimentOptions } from "./run_experiment.ts";
import { note } from "./terminal.ts";

interface AblateFlags extends ExperimentFlags {
  readonly measure: string;
  readonly out?: string;
  readonly index: boolean;
}

const FOLDER = join("out", "ablations");

/** `ablate NAME`, with what can be measured of each setting, by name; the first is the default. */
export const ablateCommand = (measures: Readonly<Record<string, Measure>>): Command =>
  withExperimentOptions(
    new Command("ablate")
      .description(
        "measure StableDrag with one part or number replaced by others, and make a table and a figure; the same " +
          "command continues a run that was stopped or killed",
      )
      .argument("[name]", `one of ${Object.keys(ABLATIONS).join(", ")}`)
      .option(
        "--measure <name>",
        `what is measured: one of ${Object.keys(measures).join(", ")}`,
        Object.keys(measures)[0]!,
      )
      .option(
        "--out <dir>",
        `folder of the results (default: ${FOLDER}/MEASURE/NAME; with --index ${FOLDER}/MEASURE)`,
      )
      .addOption(
        new Option("--index", "write a page that shows all ablations in the folders NAME of --out")
          .default(false).conflicts(["merge", "analyse", "partial", ...TASK_FLAGS]),
      ),
  ).action(
    async (name: string | undefined, { measure: what, out, index, ...flags }: AblateFlags): Promise<void> => {
      const measure = lookUp(measures, what, "the measure");
      const folder = join(FOLDER, measure.name);
      if (index) {
        if (name !== undefined) {
          throw new InputError(`Expected no name of an ablation with --index but found "${name}".`);
        }
        const experiments = Object.values(ABLATIONS).map((ablation) => ablationExperiment(ablation, measure));
        await writeIndex(out ?? folder, `Ablations of StableDrag, by ${measure.name}`, experiments);
        return note(`The index is ${join(out ?? folder, "index.html")}.`);
      }
      if (name === undefined) throw new InputError("Expected the name of an ablation but found none.");
      const ablation = lookUp(ABLATIONS, name, "the ablation");
      await runExperiment(ablationExperiment(ablation, measure), out ?? join(folder, name), flags, openLab);
    },
  );
