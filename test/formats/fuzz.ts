/** Feeds every parser `--runs N` (10,000) mutated inputs, seeded with `--seed N` (0), and prints a line for each. */
import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { FormatError } from "../../lib/errors.ts";
import { FUZZ_TARGETS } from "./fuzz_targets.ts";
import { fuzz } from "./mutate.ts";

function wholeNumber(text: string): number {
  assert.ok(/^\d{1,15}$/.test(text), `Expected a whole number but found ${text}.`);
  return Number(text);
}

const { values } = parseArgs({
  options: { runs: { type: "string", default: "10000" }, seed: { type: "string", default: "0" } },
});
const [runs, seed] = [wholeNumber(values.runs), wholeNumber(values.seed)];
for (const target of FUZZ_TARGETS) {
  const start = performance.now();
  const { accepted, refused, slowestMs } = fuzz({ ...target, errorClass: FormatError, runs, seed });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  // deno-lint-ignore no-console -- printing is what this script is for
  console.log(
    `${target.name}: ${runs} inputs, ${accepted} accepted, ${refused} refused, ` +
      `slowest ${slowestMs.toFixed(1)} ms, ${seconds} s`,
  );
}
