import { type ProfileRow } from "./profile.ts";
import { type Rows } from "./rows.ts";

/** Operators that take less than this share of a step, in every way, stand together on one line. */
const LEAST_SHARE = 0.005;
const OTHERS = "others";

const secondsOf = (rows: readonly ProfileRow[]): number =>
  rows.reduce((sum, { seconds }) => sum + seconds, 0);

/** Cells of rows together: number of nodes, milliseconds, share of all operators. */
function profileCells(rows: readonly ProfileRow[], total: number): string[] {
  if (rows.length === 0) return ["", "", ""];
  const nodes = rows.reduce((sum, row) => sum + row.nodes, 0);
  const seconds = secondsOf(rows);
  return [`${nodes}`, (1000 * seconds).toFixed(2), `${(100 * seconds / total).toFixed(1)} %`];
}

/**
 * Time that the operators of a step take by kind in each of some ways to compute it, by their names; the most expensive of
 * the first way first.
 */
export function profileTable(profiles: Readonly<Record<string, readonly ProfileRow[]>>): Rows {
  const ways = Object.values(profiles).map((rows) => ({ rows, total: secondsOf(rows) }));
  const large = new Set(
    ways.flatMap(({ rows, total }) =>
      rows.filter(({ seconds }) => seconds >= LEAST_SHARE * total).map(({ kind }) => kind)
    ),
  );
  const line = (name: string, isOn: (row: ProfileRow) => boolean): string[] => [
    name,
    ...ways.flatMap(({ rows, total }) => profileCells(rows.filter(isOn), total)),
  ];
  return [
    ["operator", ...Object.keys(profiles).flatMap((way) => [`${way} nodes`, "ms", "share"])],
    ...[...large].map((kind) => line(kind, (row) => row.kind === kind)),
    line(OTHERS, ({ kind }) => !large.has(kind)),
    line("all", () => true),
  ];
}
