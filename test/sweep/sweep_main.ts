/** `sweep` of a fake whose tasks tell that they were run, and can be made to wait or fail, by files of the working folder. */
import { Command, CommanderError } from "commander";
import { errorText, exitStatus } from "../../lib/cli/exit_status.ts";
import { sweepCommand } from "../../lib/cli/sweep/mod.ts";
import { note } from "../../lib/cli/terminal.ts";
import { type Experiment } from "../../lib/lab/experiment.ts";
import { fakeExperiment } from "../lab/fake_experiment.ts";

/**
 * What a task does before it is done: where a file of the working folder says so it waits, if this process has run as
 * many tasks as are allowed, or it fails.
 */
async function prepare(words: string, ran: number): Promise<void> {
  await Deno.writeTextFile("ran.txt", `${words}\n`, { append: true });
  const read = (name: string): Promise<string> => Deno.readTextFile(name).catch(() => "");
  while (Number(await read("allowed.txt") || Infinity) <= ran) {
    await new Promise((wake) => setTimeout(wake, 20));
  }
  if (await read("broken.txt") === words) throw new Error("no luck.");
}

const fake = fakeExperiment();
const slow: Experiment = {
  ...fake,
  plan: async (lab, seeds) => {
    const { settings, tasks } = await fake.plan(lab, seeds);
    let ran = 0;
    const slowed = tasks.map((task) => ({
      ...task,
      run: async () => {
        await prepare(`${task.columns.setting} ${task.columns.seed}`, ran++);
        return await task.run();
      },
    }));
    return { settings, tasks: slowed };
  },
};

try {
  const sweep = sweepCommand({ experiments: { fake: slow }, measures: {} });
  for (const command of [sweep, ...sweep.commands]) command.exitOverride();
  await new Command().exitOverride().addCommand(sweep).parseAsync(Deno.args, { from: "user" });
} catch (error) {
  // Commander has told the user already.
  if (!(error instanceof CommanderError)) note(errorText(error, false));
  Deno.exitCode = exitStatus(error);
}
