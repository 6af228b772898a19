import { type Shard } from "../../lab/run/shard.ts";
import { permissionsOf } from "../../task_permissions.ts";

/** Starts this program once more, with what `deno task experiment` may, as the worker of a shard, which stops where its standard input ends. */
export const startWorker = (shard: Shard, words: readonly string[]): Deno.ChildProcess =>
  new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      ...permissionsOf("experiment"),
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
