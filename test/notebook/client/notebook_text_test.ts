import assert from "node:assert/strict";
import fc from "fast-check";
import { FormatError } from "../../../lib/errors.ts";
import { formatNotebook } from "../../../lib/notebook/client/format_notebook.ts";
import { type Notebook } from "../../../lib/notebook/client/notebook.ts";
import { type Output } from "../../../lib/notebook/client/output.ts";
import { parseNotebook } from "../../../lib/notebook/client/parse_notebook.ts";
import { code, markdown, notebookOf } from "./notebooks.ts";

const TEXT = fc.string({ unit: fc.constantFrom("a", "\n", "ü", " ", '"') });
const BUNDLE = fc.dictionary(
  fc.constantFrom("text/plain", "image/svg+xml", "image/png", "text/html"),
  TEXT,
  { noNullPrototype: true },
);
const OUTPUT: fc.Arbitrary<Output> = fc.oneof(
  TEXT.map((text): Output => ({ output_type: "stream", name: "stdout", text })),
  BUNDLE.map((data): Output => ({ output_type: "display_data", data, metadata: {} })),
  BUNDLE.map((data): Output => ({ output_type: "execute_result", data, metadata: {}, execution_count: 3 })),
  TEXT.map((line): Output => ({ output_type: "error", ename: "E", evalue: line, traceback: [line] })),
);

Deno.test("any notebook reads back as it was written, and is written the same again", () => {
  fc.assert(fc.property(TEXT, TEXT, fc.array(OUTPUT), fc.jsonValue(), (text, source, outputs, value) => {
    const json = JSON.parse(JSON.stringify(value));
    const data = { "application/json": json, "application/geo+json": ["a", "b"] };
    const shown: Output = { output_type: "display_data", data, metadata: {} };
    const notebook: Notebook = {
      ...notebookOf(
        { ...code("b", source, { tags: ["x"], other: json }), outputs: [...outputs, shown] },
        { ...markdown("a", text), attachments: { "a.png": { "image/png": "AAAA" } } },
      ),
      metadata: { kernelspec: { name: "deno" } },
    };
    const written = formatNotebook(notebook);
    assert.deepEqual(parseNotebook(written), notebook);
    assert.equal(formatNotebook(parseNotebook(written)), written);
  }));
});

Deno.test("a notebook is written with keys in order and texts in lines", () => {
  assert.equal(
    formatNotebook(notebookOf(markdown("a", "# A\n\nb"))),
    `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "a",
   "metadata": {},
   "source": [
    "# A\\n",
    "\\n",
    "b"
   ]
  }
 ],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}
`,
  );
});

Deno.test("what is no notebook of format 4 is refused with the place", () => {
  const { cells, ...rest } = JSON.parse(formatNotebook(notebookOf(code("a", "1"))));
  const changed = (fields: object): string =>
    JSON.stringify({ ...rest, cells: [{ ...cells[0], ...fields }] });
  const cases: [string, RegExp][] = [
    ["{", /JSON/],
    ["[]", /^ipynb: Expected object but found an array\.$/],
    [JSON.stringify({ ...rest, cells, nbformat: 3 }), /^ipynb: nbformat: Expected 4 but found 3\.$/],
    [
      JSON.stringify({ ...rest, cells, nbformat_minor: 6 }),
      /^ipynb: nbformat_minor: Expected at most 5 but found 6\.$/,
    ],
    [JSON.stringify({ ...rest, cells, nbformat_minor: 4 }), /no id of cell 1/],
    [JSON.stringify({ ...rest, cells: [cells[0], cells[0]] }), /"a" again in cell 2/],
    [changed({ id: undefined }), /an id of cell 1/],
    [changed({ id: "a b" }), /: cells\[0\]\.id: Expected another value but found "a b"\.$/],
    [changed({ outputs: undefined }), /: cells\[0\]\.outputs: Expected array but found nothing\.$/],
    [changed({ source: 1 }), /: cells\[0\]\.source: Expected another value but found 1\.$/],
    [
      changed({ metadata: { stabledrag: { second: 3 } } }),
      /: cells\[0\]\.metadata\.stabledrag: Expected no field "second"\.$/,
    ],
    [
      changed({ outputs: [{ output_type: "stream", name: "stdin", text: "" }] }),
      /: cells\[0\]\.outputs\[0\]\.name: Expected one of stdout, stderr but found "stdin"\.$/,
    ],
    [
      changed({ outputs: [{ output_type: "display_data", data: { "text/plain": 1 }, metadata: {} }] }),
      /: cells\[0\]\.outputs\[0\]\.data\.text\/plain: Expected text but found something else\.$/,
    ],
  ];
  for (const [text, message] of cases) {
    assert.throws(() => parseNotebook(text), (error) => {
      assert(error instanceof FormatError);
      assert.match(error.message, message);
      return true;
    });
  }
});
