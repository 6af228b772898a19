import assert from "node:assert/strict";
import { InputError } from "../../../lib/errors.ts";
import { withSmallSettings } from "../../../lib/notebook/client/small_settings.ts";
import { code, markdown, notebookOf } from "./notebooks.ts";

const parameters = (source: string, small?: Record<string, unknown>): ReturnType<typeof code> =>
  code("p", source, { tags: ["parameters"], ...(small ? { stabledrag: { small } } : {}) });

Deno.test("small settings are assigned in a cell of their own after the parameters", () => {
  const cells = [
    markdown("a", "# A"),
    parameters("let steps = 300, x;\nlet seed: number = 1;", { steps: 3, seed: [1] }),
  ];
  const { cells: [first, second, injected, ...rest] } = withSmallSettings(
    notebookOf(...cells, code("b", "2")),
  );
  assert.deepEqual([first, second], cells);
  assert.deepEqual(injected, {
    ...code("injected-parameters", "steps = 3;\nseed = [1];\nvoid 0;", { tags: ["injected-parameters"] }),
  });
  assert.deepEqual(rest, [code("b", "2")]);
});

Deno.test("settings that were put in before are replaced", () => {
  const before = notebookOf(parameters("let steps = 300;", { steps: 3 }), code("b", "2"));
  const once = withSmallSettings(before);
  assert.equal(once.cells.length, 3);
  assert.deepEqual(withSmallSettings(once), once);
});

Deno.test("a notebook without small settings stays as it is", () => {
  for (const notebook of [notebookOf(code("a", "1")), notebookOf(parameters("let a = 1;"))]) {
    assert.equal(withSmallSettings(notebook), notebook);
  }
});

Deno.test("settings of what is not declared, or in two cells, are refused", () => {
  const wrong = [
    notebookOf(parameters("let steps = 3;", { step: 1 })),
    notebookOf(parameters("const steps = 3;", { steps: 1 })),
    notebookOf(parameters("let steps = 3;", { "steps; x": 1 })),
    notebookOf(parameters("let a = 3;"), { ...parameters("let b = 3;"), id: "q" }),
  ];
  for (const notebook of wrong) assert.throws(() => withSmallSettings(notebook), InputError);
});
