import assert from "node:assert/strict";
import fc from "fast-check";
import { InputError } from "../../lib/errors.ts";
import { canonicalJson } from "../../lib/lab/run/json.ts";
import { seedsOf } from "../../lib/lab/run/seeds.ts";
import { parseShard, tasksOfShard } from "../../lib/lab/run/shard.ts";

Deno.test("every task belongs to exactly one shard", () => {
  fc.assert(fc.property(fc.nat(50), fc.integer({ min: 1, max: 9 }), (tasks, count) => {
    const all = Array.from({ length: tasks }, (_, i) => i);
    const shards = Array.from({ length: count }, (_, i) => tasksOfShard(all, parseShard(`${i}/${count}`)));
    assert.deepEqual(shards.flat().sort((a, b) => a - b), all);
  }));
});

Deno.test("malformed shards and seeds are refused in one sentence", () => {
  for (const text of ["", "1", "1/", "/2", "2/2", "-1/2", "0/0", "1.5/2", "a/b", "0/2/3", " 0/2", "0/1e3"]) {
    assert.throws(() => parseShard(text), InputError, text);
  }
  for (const text of ["", "-", "5-3", "1-", "-1", "1.5-2", "a-b", "0-4294967296", "1 - 2"]) {
    assert.throws(() => seedsOf(text, undefined, 1), InputError, text);
  }
  assert.throws(() => seedsOf("3-5", 4, 1), /at least 4 seeds in the range but found 3-5\./);
  assert.throws(() => seedsOf("0-2000000000", undefined, 1), /from 1 to 1000000 pairs/);
  assert.deepEqual(seedsOf("2000000000", undefined, 1), [2_000_000_000]);
  assert.throws(() => seedsOf("2000000001", undefined, 1), /from 0 to 2000000000 but found "2000000001"/);
});

Deno.test("seeds are those of the range, the first pairs of it, or counted from 0", () => {
  assert.deepEqual(seedsOf("4", undefined, 9), [4]);
  assert.deepEqual(seedsOf(undefined, 2, 9), [0, 1]);
});

Deno.test("settings are the same text in any order of their names", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const json = JSON.parse(JSON.stringify(value));
    const reversed = (v: unknown): unknown =>
      Array.isArray(v)
        ? v.map(reversed)
        : typeof v === "object" && v !== null
        ? Object.fromEntries(Object.entries(v).reverse().map(([k, w]) => [k, reversed(w)]))
        : v;
    assert.equal(canonicalJson(reversed(json) as never), canonicalJson(json));
    assert.deepEqual(JSON.parse(canonicalJson(json)), json);
  }));
  assert.throws(() => canonicalJson({ tau: Infinity }), /finite numbers in settings but found Infinity/);
});
