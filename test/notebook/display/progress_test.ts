import assert from "node:assert/strict";
import { progress } from "../../../lib/notebook/display/progress.ts";
import { bundleOf, HOSTILE } from "./bundles.ts";
import { displayable } from "../../../lib/notebook/display/displayable.ts";
import { FakeOutput } from "./fake_output.ts";

Deno.test("a loop shows its bar, its counts and the time that is left, and at the end one line", async () => {
  const output = new FakeOutput();
  const { clock } = output;
  const options = { output, clock, label: "seeds", text: (seed: number) => `seed ${seed}` };
  const seen: number[] = [];
  for await (const seed of progress([7, 8, 9], options)) {
    seen.push(seed);
    clock.pass(30_000);
  }
  assert.deepEqual(seen, [7, 8, 9]);
  assert.deepEqual(output.texts, [
    "seeds ░░░░░░░░░░░░░░░░░░░░ 0/3, 0 s: seed 7",
    "seeds ███████░░░░░░░░░░░░░ 1/3, 30 s, 60 s to go: seed 8",
    "seeds █████████████░░░░░░░ 2/3, 60 s, 30 s to go: seed 9",
    "seeds: 3 of 3 in 2 min",
  ]);
  assert.match(
    output.shown[1]!.bundle["text/html"]!,
    /<progress max="3" value="1"><\/progress> 1\/3, 30 s, 60 s to go/,
  );
  assert.deepEqual(Object.keys(output.shown[3]!.bundle), ["text/plain"]);
  assert.equal(clock.waiting, 0);
});

Deno.test("items of unknown number are counted", async () => {
  const output = new FakeOutput();
  async function* items(): AsyncGenerator<string> {
    yield* ["a", "b"];
    await Promise.resolve();
  }
  await Array.fromAsync(progress(items(), { output, clock: output.clock }));
  assert.deepEqual(output.texts, ["progress 0, 0 s", "progress: 2 in 0 s"]);
  await Array.fromAsync(progress(new Set([1]), { output, clock: output.clock, label: "set" }));
  assert.equal(output.texts.at(-1), "set: 1 of 1 in 0 s");
});

Deno.test("a loop that is left says after how many items, and ends what made them", async () => {
  const output = new FakeOutput();
  let isClosed = false;
  function* items(): Generator<number> {
    try {
      while (true) yield 1;
    } finally {
      isClosed = true;
    }
  }
  const each = progress(items(), { output, clock: output.clock, total: 9 });
  for (let i = 0; i < 3; i++) await each.next();
  await each.return();
  assert.ok(isClosed);
  assert.equal(output.texts.at(-1), "progress: stopped after 2 of 9, 0 s");
});

Deno.test("an aborted signal stops the loop at once, although an item is underway", async () => {
  const output = new FakeOutput();
  const controller = new AbortController();
  async function* items(): AsyncGenerator<number> {
    yield 1;
    controller.abort(new Error("interrupted"));
    await new Promise(() => {});
  }
  const options = { output, clock: output.clock, signal: controller.signal };
  await assert.rejects(Array.fromAsync(progress(items(), options)), /interrupted/);
  assert.equal(output.texts.at(-1), "progress: stopped after 1, 0 s");
});

Deno.test("labels and texts are escaped, and an empty loop is done", async () => {
  const output = new FakeOutput();
  const options = { output, clock: output.clock, label: HOSTILE };
  for await (const _ of progress(["x"], { ...options, text: () => HOSTILE }));
  assert.equal(output.shown[0]!.bundle["text/html"]!.match(/&lt;img/g)!.length, 2);
  for (const { bundle } of output.shown) await bundleOf(displayable(() => bundle));
  for await (const _ of progress([], options));
  assert.match(output.texts.at(-1)!, /: 0 of 0 in 0 s$/);
});
