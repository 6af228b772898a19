import assert from "node:assert/strict";

/**
 * Compares a figure with test/snapshots/figures/NAME.svg; `deno test … -- --update` writes those files anew.
 * They are meant to be looked at.
 */
export function assertSnapshot(name: string, svg: string): void {
  const file = new URL(`../snapshots/figures/${name}.svg`, import.meta.url);
  if (Deno.args.includes("--update")) Deno.writeTextFileSync(file, svg);
  const expected = Deno.readTextFileSync(file);
  assert.ok(
    svg === expected,
    `Expected the figure of ${name}.svg but found another; see test/figures/snapshot.ts.`,
  );
}
