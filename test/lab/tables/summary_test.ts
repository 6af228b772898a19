import assert from "node:assert/strict";
import { groupsBy, intervalOf } from "../../../lib/lab/tables/summary.ts";

const ROWS = [
  { setting: "b", left: 1 },
  { setting: "a", left: 5 },
  { setting: "b", left: null },
  { setting: "b", left: 3 },
];
const LEFT = { name: "left", label: "distance left" };

Deno.test("rows are grouped in the order in which their groups appear", () => {
  assert.deepEqual(groupsBy(ROWS, "setting").map(({ label, rows }) => [label, rows.length]), [["b", 3], [
    "a",
    1,
  ]]);
});

Deno.test("the mean of a quantity leaves out what was not measured, and its interval is the same again", () => {
  const [b] = groupsBy(ROWS, "setting");
  const { value, low, high } = intervalOf(b!.rows, LEFT)!;
  assert.equal(value, 2);
  assert.ok(low >= 1 && low < 2 && high > 2 && high <= 3);
  assert.deepEqual(intervalOf(b!.rows, LEFT), { value, low, high });
  assert.equal(intervalOf([{ left: null }], LEFT), null);
});
