import assert from "node:assert/strict";
import { averages } from "../../lib/metrics/averages.ts";

Deno.test("the three averages differ where pictures have different numbers of pairs", () => {
  const { categories, ...all } = averages([
    { category: "animals", values: [10, 20, 30] },
    { category: "art_work", values: [100] },
    { category: "animals", values: [60] },
  ]);
  assert.deepEqual(all, { perPair: 44, perPicture: 60, perCategory: 65 });
  assert.deepEqual([...categories], [
    ["animals", { perPair: 30, perPicture: 40 }],
    ["art_work", { perPair: 100, perPicture: 100 }],
  ]);
});

Deno.test("nothing has no average", () => {
  assert.throws(() => averages([]), /^InputError: Expected pictures with at least one number each/);
  assert.throws(() => averages([{ category: "a", values: [] }]), /^InputError/);
});
