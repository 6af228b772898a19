import assert from "node:assert/strict";
import { rewriteCell } from "../../../../lib/notebook/kernel/cell/rewrite_cell.ts";

const FOLDER = new URL("file:///notes/");

const rewritten = (code: string): string =>
  rewriteCell(code, FOLDER).code.replaceAll("__stabledrag.", "$").replaceAll("if($pending[0])", "");

const CELLS: Readonly<Record<string, string>> = {
  "const a = await f(await g);": "const a = await $wait(f(await $wait(g)));",
  "const b = await (c, d) as T;": "const b = await $wait((c, d)) as T;",
  "for await (const x of (y)) z(`${await x}`);":
    "for await (const x of $each((y))) {$check();z(`${await $wait(x)}`);}",
  "for (;;) {\n  while (a) b();\n}": "for (;;) {$check();\n  while (a) {$check();b();}\n}",
  "for (;;) await x": "for (;;) {$check();await $wait(x)}",
  "do ; while (a); for (const b in c) for (const d of e) {f}":
    "do {$check();;} while (a); for (const b in c) {$check();for (const d of e) {$check();f}}",
  "const f = async () => {\n  await 1; // one\n};": "const f = async () => {\n  await $wait(1); // one\n};",
  "{ await using a = await b(); }": "{ await using a = await $wait(b()); }",
  'import { a } from "./a.ts";': 'import { a } from "file:///notes/a.ts";',
  'export * from "../b.ts";': 'export * from "file:///b.ts";',
  'import { drag } from "stabledrag"; import n from "npm:n@1";':
    'import { drag } from "stabledrag"; import n from "npm:n@1";',
  'void import(name, { with: { type: "json" } })':
    '$result(void import($resolve(name), { with: { type: "json" } }))',
  "f(1)": "$result(f(1))",
  "f(1); // end": "$result(f(1)); // end",
  "a, b": "a, b",
  "let a = 1": "let a = 1",
  "{ a: await b }": "$result(({ a: await $wait(b) }))",
  "{ f(); }": "{ f(); }",
  "<T>x": "$result(<T>x)",
  "const e = <div>{await x}</div>": "const e = <div>{await $wait(x)}</div>",
  "@d class A { accessor a = 1; constructor(private b: string) {} }":
    "@d class A { accessor a = 1; constructor(private b: string) {} }",
  "": "",
};

Deno.test("cells are rewritten, and keep their lines", () => {
  for (const [code, expected] of Object.entries(CELLS)) assert.equal(rewritten(code), expected);
});

Deno.test("a cell that is no code stays as it is, and why is said", () => {
  for (const code of ["let let = 1", "await", "a b", "f("]) {
    const { code: kept, syntaxError } = rewriteCell(code, FOLDER);
    assert.equal(kept, code);
    assert.match(syntaxError ?? "", /\(1:\d+\)$/);
  }
});
