import assert from "node:assert/strict";
import { GRADIENTS } from "../../lib/onnx/gradients/mod.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { CASES } from "./cases/mod.ts";
import { verdict } from "./mutation/kill.ts";
import { mutantsOf } from "./mutation/mutants.ts";

const folder = new URL("../../lib/onnx/gradients/", import.meta.url);
const SOURCE = `
const helper = ({ g, inputs: [x] }) => o.mul(g, o.cos(x!));
export const SOME_GRADIENTS = {
  Sin: (context) => [helper(context)],
  Sub: ({ g }) => [g, o.neg(g)],
};`;

Deno.test("the mutation check finds a flipped sign and a dropped term in a rule", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  const source = await Deno.readTextFile(new URL("elementwise.ts", folder));
  const mutants = mutantsOf(source).filter(({ unit }) => unit === "Cos");
  const unsigned = mutants.find(({ to }) => to === "o.mul(g, o.sin(x ))");
  const dropped = mutants.find(({ to }) => to === "undefined");
  const rule = GRADIENTS.Cos;
  assert.match(
    await verdict(runtime, unsigned!, folder, CASES) ?? "",
    /^Cos, plain: argument 0: .* by reverse mode/,
  );
  assert.match(
    await verdict(runtime, dropped!, folder, CASES) ?? "",
    /^Cos, plain: argument 0: 0 by reverse mode/,
  );
  assert.equal(GRADIENTS.Cos, rule);
});

Deno.test("the mutation check lets a change pass that changes nothing", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  const [mutant] = mutantsOf(SOURCE).filter(({ unit }) => unit === "Sub");
  const text = `export const SOME_GRADIENTS = { Sub: ({ g }) => [g, o.mul(g, -1)] };`;
  assert.equal(await verdict(runtime, { ...mutant!, text }, folder, CASES), undefined);
});

Deno.test("a change of a helper counts for all operators that use it", () => {
  const mutants = mutantsOf(SOURCE);
  const ofHelper = mutants.filter(({ unit }) => unit === "helper");
  assert.deepEqual(new Set(ofHelper.flatMap(({ operators }) => operators)), new Set(["Sin"]));
  assert.deepEqual(ofHelper.map(({ to }) => to.replaceAll(/\s+/g, "")), [
    "div",
    "g",
    "o.cos(x)",
    "sin",
    "x",
  ]);
  assert(mutants.every(({ line }) => SOURCE.includes(line)));
});
