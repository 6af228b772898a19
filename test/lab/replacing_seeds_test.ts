import assert from "node:assert/strict";
import { replacingSeeds } from "../../lib/lab/replacing_seeds.ts";

Deno.test("seeds are tried until one will do, eight at most, and once each", async () => {
  const asked: number[] = [];
  const found = replacingSeeds("two in the name", (seed) => {
    asked.push(seed);
    return Promise.resolve(seed < 2 ** 21 || seed > 2 ** 24 ? undefined : `${seed}`);
  });
  assert.equal(await found(5), `${5 + 2 ** 21}`);
  assert.equal(await found(5), `${5 + 2 ** 21}`);
  assert.deepEqual(asked, [5, 5 + 2 ** 20, 5 + 2 ** 21]);
  const refused = {
    name: "InputError",
    message:
      "Expected two in the name of seed 16777217, or of one of the 7 that are 2²⁰ further each, but found none.",
  };
  await assert.rejects(found(2 ** 24 + 1), refused);
  await assert.rejects(found(2 ** 24 + 1), refused);
  assert.equal(asked.length, 3 + 8);
});
