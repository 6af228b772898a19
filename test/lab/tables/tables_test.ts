import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeParquet, encodeParquet } from "../../../lib/lab/run/parquet.ts";
import { type Row } from "../../../lib/lab/run/row.ts";
import { type Table } from "../../../lib/lab/tables/table.ts";
import { tableCsv, tableMarkdown } from "../../../lib/lab/tables/table_text.ts";

const TABLE: Table = {
  columns: [
    { name: "method", label: "method" },
    { name: "pairs", label: "pairs" },
    { name: "left", label: "left [px]", digits: 2 },
  ],
  rows: [
    ['a|b, "c"', 4, { value: 1.005, low: -0.001, high: 2.5 }],
    ["stabledrag", 4, null],
  ],
};

Deno.test("a table as Markdown: numbers to the right, rounded, with their intervals", () => {
  assert.equal(
    tableMarkdown(TABLE),
    [
      "| method | pairs | left [px] |",
      "|---|---:|---:|",
      '| a\\|b, "c" | 4 | 1.00 [0.00, 2.50] |',
      "| stabledrag | 4 |  |",
      "",
    ].join("\n"),
  );
});

Deno.test("a table as comma-separated values: three columns for an interval", () => {
  assert.equal(
    tableCsv(TABLE),
    'method,pairs,left,left_low,left_high\n"a|b, ""c""",4,1.00,0.00,2.50\nstabledrag,4,,,\n',
  );
});

Deno.test("rows come back from a Parquet file as they were, and equal rows are equal bytes", async () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  const row = fc.record({
    x: fc.option(number),
    name: fc.option(fc.string({ unit: "grapheme" })),
    nothing: fc.constant(null),
  }, { noNullPrototype: true });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows: Row[]) => {
      const bytes = encodeParquet({ rows, note: { of: "a test" } });
      const read = await decodeParquet("a file", bytes);
      assert.deepEqual(read.rows, rows);
      assert.deepEqual(read.note, { of: "a test" });
      assert.deepEqual(encodeParquet(read), bytes);
    }),
    { numRuns: 40 },
  );
});

Deno.test("a column that some rows lack is null there, and one of numbers and texts is refused", async () => {
  const rows = [{ a: 1 }, { b: "x" }];
  const { rows: read } = await decodeParquet("a file", encodeParquet({ rows, note: {} }));
  assert.deepEqual(read, [{ a: 1, b: null }, { a: null, b: "x" }]);
  assert.throws(() => encodeParquet({ rows: [{ a: 1 }, { a: "x" }], note: {} }), /column a but found both/);
});

Deno.test("a Parquet file cut anywhere is refused", async () => {
  const bytes = encodeParquet({ rows: [{ a: 1, b: "x" }, { a: 2, b: "y" }], note: { of: "a test" } });
  for (let length = 0; length < bytes.length; length += 7) {
    await assert.rejects(
      decodeParquet("a file", bytes.slice(0, length)),
      /Expected a Parquet file at a file but found/,
    );
  }
});
