import assert from "node:assert/strict";
import { LiveView } from "../../../lib/notebook/display/live_view.ts";
import { FakeOutput } from "./fake_output.ts";

const words = (text: string) => (): { "text/plain": string } => ({ "text/plain": text });

Deno.test("what comes too early waits for its time, and gives way to what is newer", async () => {
  const output = new FakeOutput();
  const { clock } = output;
  const view = new LiveView({ output, clock });
  await view.show(words("0"));
  for (const text of ["1", "2", "3"]) {
    clock.pass(50);
    await view.show(words(text));
  }
  assert.deepEqual(output.texts, ["0"]);
  clock.pass(49);
  assert.deepEqual([output.texts, clock.waiting], [["0"], 1]);
  clock.pass(1);
  await view.show(words("4"));
  await view.end(words("5"));
  assert.deepEqual(output.texts, ["0", "3", "5"]);
  assert.deepEqual(output.shown.map(({ at, place, isLast }) => [at, place, isLast]), [
    [0, 0, false],
    [200, 0, false],
    [200, 0, true],
  ]);
  assert.equal(clock.waiting, 0, "nothing is shown after the end");
});

Deno.test("a thousand updates in a second are five, and only those are drawn", async () => {
  const output = new FakeOutput();
  const view = new LiveView({ output, clock: output.clock });
  let drawn = 0;
  for (let i = 0; i < 999; i++) {
    await view.show(() => ({ "text/plain": `${i}, ${drawn++}` }));
    output.clock.pass(1);
  }
  await view.end(words("end"));
  assert.deepEqual([output.shown.length, drawn], [6, 5]);
});

Deno.test("what cannot be drawn is told of at the end at the latest", async () => {
  const output = new FakeOutput();
  const view = new LiveView({ output, clock: output.clock });
  const broken = (): never => {
    throw new Error("no ink");
  };
  await assert.rejects(view.show(broken), /no ink/);
  await assert.rejects(view.end(words("end")), /no ink/);
});
