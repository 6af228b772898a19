import { duration } from "../../duration.ts";
import { rowInWords } from "../../lab/run/row.ts";
import { type Failure } from "../../sweep/failures.ts";
import { type SweepStatus } from "../../sweep/status.ts";
import { type SeenWorker } from "../../sweep/worker_file.ts";

/** Seconds until all tasks have been run, at the rate of the workers that run. */
function secondsLeft({ left, running, rate }: SweepStatus): number | undefined {
  return rate === undefined ? undefined : (left + running.length) / rate;
}

/** What is going on, in a few words: `2 running, 1 failed, 3 min to go`. */
export function stateText(status: SweepStatus): string {
  const seconds = secondsLeft(status);
  return [
    `${status.running.length} running`,
    ...(status.failed.length > 0 ? [`${status.failed.length} failed`] : []),
    ...(seconds === undefined ? [] : [`${duration(seconds)} to go`]),
  ].join(", ");
}

const since = (then: number, now: number): string => duration(Math.max(0, now - then) / 1000);

const workerText = ({ shard, host, pid, task }: SeenWorker): string =>
  `shard ${shard.index}/${shard.count}, process ${pid} on ${host}: ${rowInWords(task!.columns)}`;

/** A heading and lines below it; nothing where there are none. */
const section = (heading: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ["", heading, ...lines.map((line) => `  ${line}`)];

const failureText = ({ columns, reason }: Failure): string => `${rowInWords(columns)}: ${reason}`;

/**
 * The status of a sweep for people.
 *
 * @param name of what is swept.
 * @param failures some of those that failed.
 * @param now in milliseconds since 1970.
 */
export function statusText(
  name: string,
  status: SweepStatus,
  failures: readonly Failure[],
  now: number,
): string {
  const { total, done, running, lost, failed, left, rate } = status;
  const seconds = secondsLeft(status);
  return [
    `${name}: ${done} of ${total} tasks done, ${running.length} running, ${failed.length} failed, ${left} left`,
    ...(rate === undefined || seconds === undefined
      ? []
      : [`${Number(rate.toPrecision(3))} tasks per second, ${duration(seconds)} to go`]),
    ...section(
      "running",
      running.map((worker) => `${workerText(worker)}, for ${since(worker.task!.since, now)}`),
    ),
    ...section(
      "lost: killed, most likely; their tasks are run again when their shards are",
      lost.map((worker) => `${workerText(worker)}, silent for ${since(worker.seen, now)}`),
    ),
    ...section(
      failures.length < failed.length ? `failed (${failures.length} of ${failed.length})` : "failed",
      failures.map(failureText),
    ),
  ].join("\n");
}
