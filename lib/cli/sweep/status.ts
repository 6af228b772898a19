import { Command } from "commander";
import { readManifest } from "../../lab/run/results_folder.ts";
import { failuresOf, sweepStatus } from "../../sweep/status.ts";
import { print } from "../terminal.ts";
import { statusText } from "./status_text.ts";

/** So many failures are told of. */
const MOST = 10;

/** `sweep status DIR`. */
export const statusCommand = (): Command =>
  new Command("status")
    .description(
      "say how many tasks of a sweep are done, running, failed and left, how fast it goes and until when",
    )
    .argument("<dir>", "folder of the results")
    .action(async (folder: string): Promise<void> => {
      const manifest = await readManifest(folder);
      const status = await sweepStatus(folder, manifest);
      print(statusText(manifest.experiment, status, await failuresOf(folder, status, MOST), Date.now()));
    });
