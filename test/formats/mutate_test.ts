import assert from "node:assert/strict";
import { fuzz, mutantOf } from "./mutate.ts";

class Refused extends Error {}
const samples = [Uint8Array.of(1, 2, 3, 4), new TextEncoder().encode('{"shape": [3, 4]}')];

Deno.test("fuzz counts what was accepted and refused", () => {
  const parse = (bytes: Uint8Array): void => {
    if (bytes.length % 2 === 0) throw new Refused("even");
  };
  const report = fuzz({ samples, parse, errorClass: Refused, runs: 500 });
  assert.equal(report.accepted + report.refused, 500);
  assert.ok(report.accepted > 100 && report.refused > 100);
});

Deno.test("fuzz names seed and run of a foreign error, and that input can be rebuilt", () => {
  const parse = (bytes: Uint8Array): void => {
    if (bytes[0] === 0xff) throw new TypeError("bug");
  };
  assert.throws(() => fuzz({ samples, parse, errorClass: Refused, seed: 7 }), (error: Error) => {
    const [, seed, run] = /TypeError: bug[^]*seed (\d+), run (\d+)/.exec(error.message) ?? [];
    assert.equal(mutantOf({ samples }, Number(seed), Number(run))[0], 0xff);
    return true;
  });
});

Deno.test("fuzz refuses a parser that is slow twice", () => {
  const parse = (): void => {
    const end = performance.now() + 5;
    while (performance.now() < end);
  };
  assert.throws(() => fuzz({ samples, parse, errorClass: Refused, maxMs: 2 }), /at most 2 ms.*seed 0, run 0/);
});

Deno.test("equal seeds give equal mutants, other seeds others, and samples stay as they are", () => {
  const inputs = (seed: number): string[] =>
    Array.from({ length: 50 }, (_, run) => `${mutantOf({ samples }, seed, run)}`);
  assert.deepEqual(inputs(3), inputs(3));
  assert.notDeepEqual(inputs(3), inputs(4));
  assert.deepEqual([...samples[0]!], [1, 2, 3, 4]);
});

Deno.test("every second mutant is repaired", () => {
  const repair = (): Uint8Array => Uint8Array.of(42);
  assert.deepEqual(mutantOf({ samples, repair }, 0, 0), Uint8Array.of(42));
  assert.notDeepEqual(mutantOf({ samples, repair }, 0, 1), Uint8Array.of(42));
});
