import assert from "node:assert/strict";
import { Interrupted, Interruption } from "../../../../lib/notebook/kernel/prelude/interruption.ts";

const never = (): Promise<never> => new Promise(() => {});

Deno.test("an interrupt rejects what waits and aborts the signal, once", async () => {
  const interruption = new Interruption();
  const { signal } = interruption;
  const waiting = interruption.wait(never());
  interruption.interrupt(1);
  await assert.rejects(waiting, Interrupted);
  assert.ok(signal.reason instanceof Interrupted);
  assert.equal(interruption.signal.aborted, false);
  assert.equal(await interruption.wait(5), 5);
  await assert.rejects(interruption.wait(Promise.reject(new TypeError("own"))), TypeError);
});

Deno.test("a loop learns of an interrupt from another thread, and the interrupt is done then", async () => {
  const interruption = new Interruption();
  const { signal } = interruption;
  interruption.check();
  const waiting = interruption.wait(never());
  interruption.pending[0] = 1;
  assert.throws(() => interruption.check(), Interrupted);
  await assert.rejects(waiting, Interrupted);
  assert.ok(signal.aborted);
  const later = interruption.wait("later");
  interruption.interrupt(1);
  interruption.check();
  assert.deepEqual([await later, interruption.signal.aborted], ["later", false]);
});

Deno.test("elements come through, and their source ends where the loop does", async () => {
  const interruption = new Interruption();
  let isOpen = true;
  async function* source(): AsyncGenerator<number> {
    try {
      yield 1;
      yield 2;
    } finally {
      isOpen = false;
    }
  }
  const seen: number[] = [];
  for await (const element of interruption.each(source())) {
    seen.push(element);
    if (element === 2) break;
  }
  for await (const element of interruption.each([Promise.resolve(3), 4])) seen.push(element);
  assert.deepEqual([seen, isOpen], [[1, 2, 3, 4], false]);
});

Deno.test("an interrupt ends a loop at once, and tells its source, which may take its time", async () => {
  const interruption = new Interruption();
  const slow = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<string>();
  async function* source(): AsyncGenerator<number> {
    try {
      await slow.promise;
      yield 1;
    } finally {
      ended.resolve("ended");
    }
  }
  const loop = (async (): Promise<void> => {
    for await (const _ of interruption.each(source()));
  })();
  interruption.interrupt(1);
  await assert.rejects(loop, Interrupted);
  slow.resolve();
  assert.equal(await ended.promise, "ended");
});
