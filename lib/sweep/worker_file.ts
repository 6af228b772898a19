import { join } from "node:path";
import { z } from "zod";
import { ifThere } from "../hub/if_there.ts";
import { stemsIn } from "../hub/stems_in.ts";
import { writeFile } from "../hub/write_file.ts";
import { type ListedTask, ROW } from "../lab/run/manifest.ts";
import { type Shard } from "../lab/run/shard.ts";
import { type Schema } from "../schema.ts";
import { readSound } from "./read_sound.ts";

/** What a worker tells of itself, in a file that has its shard's name: the next worker of the shard replaces it. */
export interface WorkerFile {
  /** Its part of the tasks. */
  readonly shard: Shard;
  /** Name of its machine. */
  readonly host: string;
  /** Number of its process there. */
  readonly pid: number;
  /** When it began, in milliseconds since 1970. */
  readonly since: number;
  /** How many tasks it has run, failed ones too. */
  readonly ran: number;
  /** How many of them have a result. */
  readonly saved: number;
  /** The task that it runs, and since when; null where it has ended. */
  readonly task: (ListedTask & { readonly since: number }) | null;
}

/** A worker's file with the time of its last sign of life, in milliseconds since 1970. */
export type SeenWorker = WorkerFile & { readonly seen: number };

const WORKER: Schema<WorkerFile> = z.strictObject({
  shard: z.strictObject({ index: z.int(), count: z.int() }),
  host: z.string(),
  pid: z.int(),
  since: z.number(),
  ran: z.int(),
  // Workers that began before this was counted have no such field.
  saved: z.int().default(0),
  task: z.strictObject({ key: z.string(), columns: ROW, since: z.number() }).nullable(),
});

const [WORKERS, ENDING] = ["workers", ".json"];

const pathOf = (folder: string, { index, count }: Shard): string =>
  join(folder, WORKERS, `${index}-${count}${ENDING}`);

/** Writes a worker's file. */
export const writeWorker = (folder: string, worker: WorkerFile): Promise<void> =>
  writeFile(pathOf(folder, worker.shard), JSON.stringify(worker));

/** Gives a sign of life, where the file is still there. */
export const touchWorker = (folder: string, shard: Shard, now: Date): Promise<void> =>
  Deno.utime(pathOf(folder, shard), now, now).catch(() => {});

async function readFile(path: string): Promise<SeenWorker | undefined> {
  const [worker, info] = await Promise.all([readSound(path, WORKER), ifThere(Deno.stat(path))]);
  return worker && info && { ...worker, seen: info.mtime?.getTime() ?? 0 };
}

/** The file of a shard's worker; nothing where there is none. */
export const readWorker = (folder: string, shard: Shard): Promise<SeenWorker | undefined> =>
  readFile(pathOf(folder, shard));

/** The files of all workers that a folder has had, by their shards. */
export async function readWorkers(folder: string): Promise<readonly SeenWorker[]> {
  const at = join(folder, WORKERS);
  const names = await ifThere(stemsIn(at, ENDING)) ?? [];
  const workers = await Promise.all(names.map((name) => readFile(join(at, `${name}${ENDING}`))));
  return workers.filter((worker) => worker !== undefined).sort((a, b) => a.shard.index - b.shard.index);
}
