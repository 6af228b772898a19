import config from "../../../deno.json" with { type: "json" };
import { type Shard } from "../../lab/run/shard.ts";

/** What a worker may do: what `deno task experiment` may. */
const PERMISSIONS = config.tasks.experiment.split(" ").filter((word) => /^--(no-prompt|allow-)/.test(word));

/** Starts this program once more as the worker of a shard, which stops where its standard input ends. */
export const startWorker = (shard: Shard, words: readonly string[]): Deno.ChildProcess =>
  new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      ...PERMISSIONS,
      Deno.mainModule,
      "sweep",
      "work",
      ...words,
      "--shard",
      `${shard.index}/${shard.count}`,
      "--attended",
    ],
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
