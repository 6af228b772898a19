import assert from "node:assert/strict";
import { InputError } from "../../../../lib/errors.ts";
import {
  cellSettings,
  movable,
  parseImportSettings,
} from "../../../../lib/notebook/kernel/relay/import_map.ts";

const ROOT = new URL("file:///lab/");

Deno.test("cells import by the user's configuration before ours, our own files by ours alone", () => {
  const text = `{
    // of the user
    "imports": { "@/": "./src/", "zod": "npm:zod@3", "./old.ts": "/new.ts", },
    "scopes": { "./src/": { "a": "../a.ts" } },
    "compilerOptions": { "jsx": "react-jsx", "lib": ["dom"] }, "tasks": { "x": "y" }, "version": null
  }`;
  const user = movable(parseImportSettings(text), new URL("file:///notes/"));
  assert.deepEqual(cellSettings({ zod: "npm:zod@4", plot: "npm:plot@1" }, ROOT, user), {
    imports: {
      "@/": "file:///notes/src/",
      "file:///notes/old.ts": "file:///new.ts",
      plot: "npm:plot@1",
      stabledrag: "file:///lab/mod.ts",
      zod: "npm:zod@3",
    },
    scopes: {
      "file:///notes/src/": { a: "file:///a.ts" },
      "file:///lab/": { zod: "npm:zod@4", plot: "npm:plot@1" },
    },
    compilerOptions: { jsx: "react-jsx", lib: ["dom"] },
  });
  assert.deepEqual(cellSettings({}, ROOT, undefined).imports, { stabledrag: "file:///lab/mod.ts" });
});

Deno.test("what is no configuration is refused", () => {
  const wrong = /^InputError: imports\.a: Expected string but found an array\.$/;
  assert.throws(() => parseImportSettings('{ "imports": { "a": [] } }'), wrong);
  for (
    const text of [
      "",
      "{",
      "[1",
      "3",
      '{ "imports": { "a": x } }',
      '{ "imports": { "a": `x` } }',
      '{ "imports": 3 }',
      '{ "imports": { "a": [] } }',
      '{ "scopes": { "a": 1 } }',
    ]
  ) {
    assert.throws(() => parseImportSettings(text), InputError, text);
  }
});
