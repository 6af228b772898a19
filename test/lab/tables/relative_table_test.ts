import assert from "node:assert/strict";
import { type Against, relativeTable } from "../../../lib/lab/tables/relative_table.ts";
import { type Interval } from "../../../lib/metrics/bootstrap.ts";

const group = (
  label: string,
  values: readonly (number | null)[],
): Parameters<typeof relativeTable>[0][0] => ({
  label,
  rows: values.map((left, seed) => ({ seed, left, size: 1 })),
});

const QUANTITIES = [{ name: "left", label: "left", better: "less" }, {
  name: "size",
  label: "size",
}] as const;

const against = (label: string): Against => ({
  column: { name: "method", label: "method" },
  against: label,
  key: "seed",
});

Deno.test("methods are compared with a reference on the same pairs, in per cent of its mean", () => {
  const groups = [group("a", [10, 20, 30]), group("b", [8, 16, 24]), group("c", [9, null, 29])];
  const { columns, rows } = relativeTable(groups, QUANTITIES, against("a"));
  assert.deepEqual(columns.map(({ name }) => name), ["method", "left"]);
  assert.deepEqual(rows.map(([label]) => label), ["b", "c"]);
  assert.equal((rows[0]![1] as Interval).value, -20);
  // The pairs differ far more than the methods: the interval of the differences knows the sign.
  assert.ok((rows[0]![1] as Interval).high < 0);
  // Of the pairs that both have: 10 and 30 against 9 and 29.
  assert.equal((rows[1]![1] as Interval).value, -5);
});

Deno.test("nothing is said of a reference without values, of zeros, or that is not there", () => {
  const zero = [group("a", [0, 0]), group("b", [1, 2])];
  assert.deepEqual(relativeTable(zero, QUANTITIES, against("a")).rows, [["b", null]]);
  assert.deepEqual(relativeTable([group("a", [null]), group("b", [1])], QUANTITIES, against("a")).rows, [[
    "b",
    null,
  ]]);
  assert.deepEqual(relativeTable(zero, QUANTITIES, against("x")).rows, []);
});
