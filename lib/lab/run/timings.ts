import { mean } from "../../metrics/bootstrap.ts";
import { canonicalJson } from "./json.ts";
import { type ListedTask } from "./manifest.ts";
import { PART_SUFFIX } from "./part_seconds.ts";
import { SAMPLE, SEED } from "./row.ts";
import { type SavedResult } from "./task_files.ts";
import { type Cell, type Table, type TableColumn } from "../tables/table.ts";

/** All names, in the order of their first appearance. */
const namesOf = (records: readonly Readonly<Record<string, unknown>>[]): string[] => [
  ...new Set(records.flatMap((record) => Object.keys(record))),
];

const secondsColumn = (part: string): TableColumn => ({
  name: `${part}${PART_SUFFIX}`,
  label: `${part.replaceAll("_", " ")} [s]`,
  digits: 3,
});

/** Seconds of every task and its parts. */
export function timingsTable(tasks: readonly ListedTask[], results: readonly SavedResult[]): Table {
  const names = namesOf(tasks.map(({ columns }) => columns));
  const parts = namesOf(results.map(({ seconds }) => seconds));
  return {
    columns: [...names.map((name) => ({ name, label: name })), ...parts.map(secondsColumn)],
    rows: results.map(({ seconds }, i): Cell[] => [
      ...names.map((name) => tasks[i]!.columns[name] ?? null),
      ...parts.map((part) => seconds[part] ?? null),
    ]),
  };
}

/** Mean seconds of the tasks that differ in nothing but the seed or the sample; those that took no time are left out. */
export function meanTimesTable(tasks: readonly ListedTask[], results: readonly SavedResult[]): Table {
  const timed = tasks.map(({ columns: { [SEED]: _, [SAMPLE]: __, ...columns } }, i) => ({
    columns,
    seconds: results[i]!.seconds,
  })).filter(({ seconds }) => Object.keys(seconds).length > 0);
  const names = namesOf(timed.map(({ columns }) => columns));
  const parts = namesOf(timed.map(({ seconds }) => seconds));
  const groups = Map.groupBy(timed, ({ columns }) => canonicalJson(columns));
  return {
    columns: [
      ...names.map((name) => ({ name, label: name })),
      { name: "tasks", label: "tasks" },
      ...parts.map(secondsColumn),
    ],
    rows: [...groups.values()].map((members): Cell[] => [
      ...names.map((name) => members[0]!.columns[name] ?? null),
      members.length,
      ...parts.map((part) => {
        const known = members.flatMap(({ seconds }) => seconds[part] ?? []);
        return known.length > 0 ? mean(known) : null;
      }),
    ]),
  };
}
