import { Command } from "commander";
import { ABLATIONS } from "../../ablations/mod.ts";
import { ablationExperiment } from "../lab/ablation.ts";
import { type Experiment } from "../lab/experiment.ts";
import { type Measure } from "../lab/measure.ts";
import { writeReport } from "../report/report.ts";
import { savedDragbench } from "../lab/dragbench/dragbench.ts";
import { note } from "./terminal.ts";

/** `report RUN…`: one page of experiments and drags. */
export const reportCommand = (
  experiments: Readonly<Record<string, Experiment>>,
  measures: Readonly<Record<string, Measure>>,
): Command =>
  new Command("report")
    .description(
      "write one self-contained HTML page of the results of experiments, of drags and of inversions",
    )
    .argument("<run...>", "folders of experiments, ablations, drags and inversions")
    .option("--out <file>", "the page", "report.html")
    .option("--title <text>", "its heading", "StableDrag Lab")
    .action(
      async (
        runs: string[],
        { out, title }: { readonly out: string; readonly title: string },
      ): Promise<void> => {
        const ablations = Object.values(measures).flatMap((measure) =>
          Object.values(ABLATIONS).map((ablation) => ablationExperiment(ablation, measure))
        );
        const known = [...Object.values(experiments), savedDragbench, ...ablations];
        await writeReport(out, runs, { title, experiments: known });
        note(`The report is ${out}.`);
      },
    );
