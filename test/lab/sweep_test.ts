import assert from "node:assert/strict";
import { methodSettings } from "../../lib/drag/method.ts";
import { type MethodOptions } from "../../lib/drag/methods/options.ts";
import { SUPERVISIONS } from "../../lib/drag/supervision/mod.ts";
import { TRACKERS } from "../../lib/drag/tracking/mod.ts";
import { InputError } from "../../lib/errors.ts";
import { overrides, sweep } from "../../lib/lab/sweep.ts";
import { smallProgan } from "../small_progan.ts";

const generator = smallProgan();

Deno.test("trackers and supervisions are swept by their names", () => {
  for (const [part, table] of [["tracker", TRACKERS], ["supervision", SUPERVISIONS]] as const) {
    const names = Object.keys(table);
    const settings = sweep(part, names)(generator);
    assert.deepEqual(settings.map(({ label }) => label), names);
    assert.deepEqual(settings.map(({ method }) => methodSettings(method!)[part]), names);
  }
});

Deno.test("the numbers of a part are swept beside its name", () => {
  const settings = sweep("kernelSize", [1, 3, 5], { tracker: "kernel-filter" })(generator);
  const found = settings.map((
    { label, value, method },
  ) => [label, value, methodSettings(method!).kernelSize]);
  assert.deepEqual(found, [["1", 1, 1], ["3", 3, 3], ["5", 5, 5]]);
  const [soft] = overrides({ soft: { supervision: "confidence-blend", softness: 0.2 } })(generator);
  assert.equal(methodSettings(soft!.method!).softness, 0.2);
});

const refused: Record<string, [MethodOptions, RegExp]> = {
  "an option unknown to all": [
    { lambdaTrak: 0.3 } as MethodOptions,
    /^Expected options of stabledrag but found lambdaTrak, which/,
  ],
  "a filter without a middle": [{ kernelSize: 4 }, /: kernelSize: Expected an odd number but found 4\.$/],
  "an unknown tracker": [
    { tracker: "nearest" },
    /: tracker: Expected .*learned-filter.* but found "nearest"\.$/,
  ],
  "a blend without softness": [
    { supervision: "confidence-blend", softness: 0 },
    /: softness: Expected more than 0 but found 0\.$/,
  ],
  "an option of another tracker": [
    { kernelSize: 5 },
    /^Expected options of learned-filter but found kernelSize, which has no effect there\.$/,
  ],
  "a patch smaller than the search window": [
    { tracker: "correlation-filter", r2: 9, correlationRadius: 8 },
    /^Expected correlationRadius to be at least r2, 9, but found 8\.$/,
  ],
  "what a model is opened with": [
    { trainableRows: 4 },
    /found trainableRows, which a model is opened with\.$/,
  ],
};

for (const [what, [options, message]] of Object.entries(refused)) {
  Deno.test(`an override by ${what} is refused in one sentence`, () => {
    assert.throws(
      () => overrides({ a: options })(generator),
      (error) => error instanceof InputError && message.test(error.message),
    );
  });
}
