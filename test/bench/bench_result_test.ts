import assert from "node:assert/strict";
import { parseBenchResult } from "../../lib/bench/bench_result.ts";
import { InputError } from "../../lib/errors.ts";
import { sampleResult } from "./sample.ts";

/** What a change to the JSON of a result is answered with. */
const answerTo = (change: (json: Record<string, unknown>) => unknown) => (): unknown =>
  parseBenchResult(JSON.stringify(change(JSON.parse(JSON.stringify(sampleResult())))));

Deno.test("a result is read back as it was written", () => {
  const result = sampleResult();
  const [first, ...rest] = result.cases;
  const windowed = {
    ...first!.windowed,
    profile: [{ kind: "Conv", nodes: 2, seconds: 0.1 }],
    explanation: "It is cheaper.",
  };
  const full = { ...result, cases: [{ ...first!, windowed }, ...rest] };
  assert.deepEqual(parseBenchResult(JSON.stringify(full, undefined, 2)), full);
});

Deno.test("what is no result is refused, and the place of it named", () => {
  assert.throws(() => parseBenchResult("seconds"), InputError);
  assert.throws(answerTo(() => []), InputError);
  assert.throws(
    answerTo((json) => ({ ...json, provider: "tpu" })),
    /: provider: Expected one of cuda, webgpu, cpu but found "tpu"\.$/,
  );
  assert.throws(
    answerTo((json) => ({ ...json, cases: [{}] })),
    /: cases\[0\]\.case: Expected object but found nothing\.$/,
  );
  assert.throws(answerTo(({ rounds: _, ...rest }) => rest), /: rounds: Expected number but found nothing\.$/);
});

Deno.test("results from before U-Nets were timed have none", () => {
  const { unets: _, photographs: __, ...old } = sampleResult();
  const { unets, photographs } = parseBenchResult(JSON.stringify(old));
  assert.deepEqual([unets, photographs], [[], []]);
});
