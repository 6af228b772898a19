import { bootstrap, type Interval, mean } from "../../metrics/bootstrap.ts";
import { type Quantity } from "../measure.ts";
import { type Row } from "../run/row.ts";
import { type Group } from "./summary.ts";
import { type Table } from "./table.ts";

/** The values of a quantity in two groups, for each pair that both have one of. */
function pairsOf(a: Group, b: Group, { name }: Quantity, key: string): [number, number][] {
  const others = new Map(b.rows.map((row) => [row[key], row]));
  return a.rows.flatMap((row: Row): [number, number][] => {
    const [mine, other] = [row[name], others.get(row[key] ?? null)?.[name]];
    return typeof mine === "number" && typeof other === "number" ? [[mine, other]] : [];
  });
}

/** Whether a sample drawn anew might be of zeros alone, which nothing can be compared with. */
const mayVanish = (values: readonly number[]): boolean =>
  (values.filter((value) => value === 0).length / values.length) ** values.length > 1e-9;

/**
 * By how much the mean of a quantity differs from that of the reference on the same pairs, in per cent of the latter;
 * samples that are drawn anew keep the pairs. Null where too few pairs of the reference have anything but 0.
 */
function change(group: Group, reference: Group, quantity: Quantity, key: string): Interval | null {
  const pairs = pairsOf(group, reference, quantity, key);
  if (pairs.length === 0 || mayVanish(pairs.map(([, other]) => other))) return null;
  const of = (sample: readonly (readonly [number, number])[], side: 0 | 1): number =>
    mean(sample.map((pair) => pair[side]));
  return bootstrap(pairs, (sample) => (100 * (of(sample, 0) - of(sample, 1))) / of(sample, 1));
}

/** What is compared with what. */
export interface Against {
  /** The column that tells groups apart, in files and in words. */
  readonly column: { readonly name: string; readonly label: string };
  /** Label of the group that the others are compared with; without such a group there is no row. */
  readonly against: string;
  /** The column that says of which pair a row is. */
  readonly key: string;
}

/**
 * Each group beside a reference, pair by pair: what is due to the pairs, of which some are harder than others, drops
 * out. One row for each of the other groups.
 */
export function relativeTable(
  groups: readonly Group[],
  quantities: readonly Quantity[],
  { column, against, key }: Against,
): Table {
  const base = groups.find(({ label }) => label === against);
  const others = base ? groups.filter((group) => group !== base) : [];
  const compared = quantities.filter(({ better }) => better !== undefined);
  return {
    columns: [
      { name: column.name, label: `${column.label}, against ${against}` },
      ...compared.map(({ name, label }) => ({ name, label: `${label} [%]`, digits: 1 })),
    ],
    rows: others.map((group) => [
      group.label,
      ...compared.map((quantity) => change(group, base!, quantity, key)),
    ]),
  };
}
