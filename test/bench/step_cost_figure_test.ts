import assert from "node:assert/strict";
import { stepCost } from "../../lib/bench/step_cost_figure.ts";
import { InputError } from "../../lib/errors.ts";
import { assertSnapshot } from "../figures/snapshot.ts";
import { sampleResult } from "./sample.ts";

Deno.test("the costs of steps look as they did", () => {
  assertSnapshot("step_cost", stepCost(sampleResult()));
});

Deno.test("the official step is drawn only where it was timed, and a panel only where it has cases", () => {
  const result = sampleResult({ official: false });
  const oneHandle = result.cases.filter((each) => each.case.handles === 1);
  const all = stepCost(result);
  const half = stepCost({ ...result, cases: oneHandle });
  assert.doesNotMatch(all, /official|PyTorch|⚠|NaN/);
  assert.match(all, /handles, 512 px/);
  assert.doesNotMatch(half, /handles, /);
  assert.equal(all.match(/<circle/g)!.length, 4 * (4 + 5), "two curves with their convolutions");
});

Deno.test("a single case is a dot", () => {
  const result = sampleResult();
  const svg = stepCost({
    ...result,
    cases: result.cases.filter((each) => each.case.name === "stylegan2-256"),
  });
  assert.equal(svg.match(/<circle/g)!.length, 5);
  assert.doesNotMatch(svg, /⚠|NaN|Infinity/);
});

Deno.test("a result without a case to draw is refused", () => {
  const result = sampleResult();
  const others = result.cases.filter(({ case: { model, mask } }) => model === "progan" || mask);
  assert.throws(() => stepCost({ ...result, cases: others }), InputError);
});
