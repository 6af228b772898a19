import assert from "node:assert/strict";
import { draggan } from "../../../lib/drag/methods/draggan.ts";
import { freedrag } from "../../../lib/drag/methods/freedrag.ts";
import { stopDistanceFor, stoppingAt } from "../../../lib/lab/faces/stopping.ts";
import { smallProgan } from "../../small_progan.ts";

Deno.test("handles of methods with a tracker stop where they are told to, and others where they would", () => {
  const [tracking, trackless] = [draggan(smallProgan()), freedrag(smallProgan())];
  assert.deepEqual(stoppingAt(tracking, 7), { ...tracking, stopDistance: 7 });
  assert.equal(stoppingAt(trackless, 7), trackless);
  assert.deepEqual([stopDistanceFor(1), stopDistanceFor(5), stopDistanceFor(68)], [1, 1, 2]);
});
