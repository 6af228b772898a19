import assert from "node:assert/strict";
import { errorsIn, figuresMissingIn } from "../../../lib/notebook/client/check_outputs.ts";
import { type Output } from "../../../lib/notebook/client/output.ts";
import { code, markdown, notebookOf } from "./notebooks.ts";

const shown = (type: string): Output => ({
  output_type: "display_data",
  data: { [type]: "x" },
  metadata: {},
});

const error = (...traceback: string[]): Output => ({
  ...{ output_type: "error", ename: "TypeError", evalue: "bad\nindeed", traceback },
});

Deno.test("errors are told with their cell and line", () => {
  const stack = error(
    "TypeError: bad",
    "    at f (file:///x.ts:1:2)",
    "    at f (<anonymous>:3:9)",
    "    at <anonymous>:5:1",
  );
  const notebook = notebookOf(
    markdown("a", "# A"),
    { ...code("b", "f()"), outputs: [shown("text/plain"), stack] },
    { ...code("c", "g()"), outputs: [error("")] },
  );
  assert.deepEqual(errorsIn(notebook), [
    { cell: 2, line: 3, reason: "TypeError: bad" },
    { cell: 3, line: undefined, reason: "TypeError: bad" },
  ]);
});

Deno.test("the line is that of the cell that was run, not of an earlier one whose function failed", () => {
  const stack = error("TypeError: bad", "    at f (cell [1], line 7)", "    at cell [12], line 3");
  const ran = (count: number): ReturnType<typeof code> => ({
    ...{ ...code("a", "f()"), execution_count: count, outputs: [stack] },
  });
  const notebook = notebookOf(ran(12), ran(2));
  assert.deepEqual(errorsIn(notebook).map(({ line }) => line), [3, undefined]);
});

Deno.test("a cell tagged figure needs an SVG or a PNG", () => {
  const figure = (id: string, ...outputs: Output[]): ReturnType<typeof code> => ({
    ...code(id, "plot()", { tags: ["figure"] }),
    outputs,
  });
  const notebook = notebookOf(
    figure("a", shown("text/plain"), shown("image/svg+xml")),
    figure("b", shown("image/png")),
    figure("c", shown("text/html"), { output_type: "stream", name: "stdout", text: "image/png" }),
    figure("d"),
    code("e", "1"),
  );
  assert.deepEqual(figuresMissingIn(notebook).map(({ cell }) => cell), [3, 4]);
});
