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

/**
 * By how much the mean of a quantity differs from that of the reference on the same pairs, in per cent of the latter.
 * The interval is that of the differences, which keep their pairs; null where the reference has none, or mean 0.
 */
function change(group: Group, reference: Group, quantity: Quantity, key: string): Interval | null {
  const pairs = pairsOf(group, reference, quantity, key);
  if (pairs.length === 0) return null;
  const whole = mean(pairs.map(([, other]) => other));
  if (whole === 0) return null;
  return bootstrap(pairs.map(([mine, other]) => (100 * (mine - other)) / Math.abs(whole)), mean);
}

/**
 * Each group beside a reference, pair by pair: what is due to the pairs, of which some are harder than others, drops
 * out. One row for each of the other groups.
 *
 * @param reference label of a group; without such a group there is no row.
 * @param key the column that says of which pair a row is.
 */
export function relativeTable(
  groups: readonly Group[],
  quantities: readonly Quantity[],
  reference: string,
  key: string,
): Table {
  const base = groups.find(({ label }) => label === reference);
  const others = base ? groups.filter((group) => group !== base) : [];
  const compared = quantities.filter(({ better }) => better !== undefined);
  return {
    columns: [
      { name: "method", label: `method, against ${reference}` },
      ...compared.map(({ name, label }) => ({ name, label: `${label} [%]`, digits: 1 })),
    ],
    rows: others.map((group) => [
      group.label,
      ...compared.map((quantity) => change(group, base!, quantity, key)),
    ]),
  };
}
