import assert from "node:assert/strict";
import { jupyterOutput } from "../../../lib/notebook/display/jupyter_output.ts";
import { outputHere } from "../../../lib/notebook/display/output_here.ts";
import { textOutput } from "../../../lib/notebook/display/text_output.ts";

const words = (text: string): { "text/plain": string } => ({ "text/plain": text });

Deno.test("in Jupyter what changes is displayed once, and then updated by its display id", async () => {
  const sent: [string, Record<string, unknown>][] = [];
  const output = jupyterOutput((type, content) => Promise.resolve(void sent.push([type, content])));
  const place = output.open();
  await place.put(words("a"), false);
  await place.put(words("b"), true);
  await output.show(words("c"));
  await output.open().put(words("d"), true);
  assert.deepEqual(sent.map(([type]) => type), [
    "display_data",
    "update_display_data",
    "display_data",
    "display_data",
  ]);
  const ids = sent.map(([, { transient }]) => (transient as { display_id?: string }).display_id);
  assert.ok(ids[0] !== undefined && ids[0] === ids[1] && ids[2] === undefined && ids[3] !== ids[0]);
  assert.deepEqual(sent[1]![1], { data: words("b"), metadata: {}, transient: { display_id: ids[0] } });
  assert.equal(output.interval, 200);
});

Deno.test("on a terminal a line changes in place, in a log it is a line now and then", async () => {
  const written: string[] = [];
  for (const isTerminal of [true, false]) {
    const output = textOutput((text) => written.push(text), isTerminal);
    const place = output.open();
    await place.put(words("one\nmore"), false);
    await place.put(words("two\nmore"), true);
    await output.show(words("three"));
  }
  assert.deepEqual(written, [
    "\r\x1b[Kone",
    "\r\x1b[Ktwo\nmore\n",
    "three\n",
    "one\n",
    "two\nmore\n",
    "three\n",
  ]);
  assert.deepEqual([true, false].map((isTerminal) => textOutput(() => {}, isTerminal).interval), [
    200,
    10_000,
  ]);
});

Deno.test("outside of Jupyter there is an output too", () => {
  assert.ok([200, 10_000].includes(outputHere().interval));
});
