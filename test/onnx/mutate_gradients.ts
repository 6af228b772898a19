// deno-lint-ignore-file no-console
/**
 * Changes every rule of the gradient table in small ways — a sign, a term, a factor, an operand, a comparison, an
 * index — one at a time, and demands that the cases of its operators notice. Changes that change nothing are listed
 * with the reason. Run it with `deno task mutate`; exit status 1 where one survives.
 */
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { CASES } from "./cases/mod.ts";
import { EQUIVALENT } from "./mutation/equivalent.ts";
import { verdict } from "./mutation/kill.ts";
import { mutantsOf } from "./mutation/mutants.ts";

const folder = new URL("../../lib/onnx/gradients/", import.meta.url);
const files = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => name !== "rule.ts")
  .sort();
await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });

let killed = 0;
const listed = [...EQUIVALENT];
const survivors: string[] = [];
for (const file of files) {
  for (const mutant of mutantsOf(Deno.readTextFileSync(new URL(file, folder)))) {
    const { line, from, to } = mutant;
    const known = listed.findIndex((e) => e.line === line && e.from === from && e.to === to);
    if (await verdict(runtime, mutant, folder, CASES)) killed++;
    else if (known >= 0) listed.splice(known, 1);
    else survivors.push(`${file}: ${from} → ${to} in ${line}`);
  }
}

for (const survivor of survivors) console.error(`survived: ${survivor}`);
for (const { line, from, to } of listed) {
  console.error(`listed, but it was noticed: ${from} → ${to} in ${line}`);
}
console.log(`killed ${killed} of ${killed + survivors.length}; ${EQUIVALENT.length} more change nothing`);
if (survivors.length + listed.length > 0) Deno.exitCode = 1;
