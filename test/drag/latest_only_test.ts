import assert from "node:assert/strict";
import { LatestOnly } from "../../lib/drag/latest_only.ts";

/** A function that multiplies by 10 once it is told to, or fails, and what it was called with. */
function onDemand(...known: number[]): {
  compute: (x: number) => Promise<number>;
  called: number[];
  answer: (x: number) => void;
  fail: (x: number) => void;
} {
  const called: number[] = [];
  const results = new Map(known.map((x) => [x, Promise.withResolvers<number>()]));
  const compute = (x: number): Promise<number> => {
    called.push(x);
    return results.get(x)!.promise;
  };
  const answer = (x: number): void => results.get(x)!.resolve(10 * x);
  return { compute, called, answer, fail: (x) => results.get(x)!.reject(new Error("broken")) };
}

Deno.test("of the calls that come during another, only the latest is computed", async () => {
  const { compute, called, answer } = onDemand(1, 4);
  using latest = new LatestOnly(compute);
  const calls = [1, 2, 3, 4].map((x) => latest.call(x));
  assert.deepEqual(await Promise.all(calls.slice(1, 3)), [undefined, undefined]);
  assert.deepEqual(called, [1]);
  answer(1);
  assert.equal(await calls[0], 10);
  answer(4);
  assert.equal(await calls[3], 40);
  assert.deepEqual(called, [1, 4]);
});

Deno.test("calls one after the other are all computed", async () => {
  using latest = new LatestOnly((x: number) => Promise.resolve(x + 1));
  const found: (number | undefined)[] = [];
  for (let x = 0; x < 3; x++) found.push(await latest.call(x));
  assert.deepEqual(found, [1, 2, 3]);
});

Deno.test("a call that fails fails alone", async () => {
  const { compute, answer, fail } = onDemand(1, 2);
  using latest = new LatestOnly(compute);
  const [first, second] = [latest.call(1), latest.call(2)];
  fail(1);
  await assert.rejects(first, { message: "broken" });
  answer(2);
  assert.equal(await second, 20);
});

Deno.test("the end answers what is pending, and what comes later, with nothing", async () => {
  const { compute, called, answer } = onDemand(1, 2);
  const latest = new LatestOnly(compute);
  const calls = [1, 2].map((x) => latest.call(x));
  latest[Symbol.dispose]();
  assert.deepEqual(await Promise.all([...calls, latest.call(3)]), [undefined, undefined, undefined]);
  answer(1);
  await calls[0];
  assert.deepEqual(called, [1]);
});
