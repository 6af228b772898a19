import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { runStage, type Stage, type StageProgress, type StageState } from "../../lib/edit/stage.ts";
import { keptAs } from "../../lib/edit/tensor_stage.ts";
import { float32, onlyNumber, type Tensor } from "../../lib/tensor.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";

const number = (value: number): Tensor => float32([1], [value]);

/** Counts from 1 to `steps`, one step each; `computed` gets the numbers that are computed rather than read. */
const counting = (computed: number[], steps = 4, dependsOn = {}): Stage<Tensor> => ({
  name: "count",
  dependsOn,
  steps,
  ...keptAs("count"),
  async *run(from, signal): AsyncGenerator<StageState<Tensor>> {
    for (let done = (from?.done ?? 0) + 1; done <= steps; done++) {
      signal?.throwIfAborted();
      await Promise.resolve();
      computed.push(done);
      yield { done, value: number((from ? onlyNumber(from.value) : 0) + done - (from?.done ?? 0)) };
    }
  },
});

Deno.test("a stage is computed once and read afterwards", async () => {
  using folder = temporaryFolder();
  const options = { cache: folder.at("made", "for", "it") };
  const computed: number[] = [];
  assert.equal(onlyNumber(await runStage(counting(computed), options)), 4);
  assert.equal(onlyNumber(await runStage(counting(computed), options)), 4);
  assert.deepEqual(computed, [1, 2, 3, 4]);
  assert.equal([...Deno.readDirSync(options.cache)].length, 1);
});

Deno.test("a stage that depends on something else is another one, and nothing is kept without a folder", async () => {
  using folder = temporaryFolder();
  const computed: number[] = [];
  await runStage(counting(computed, 1, { seed: 1 }), { cache: folder.at(".") });
  await runStage(counting(computed, 1, { seed: 2 }), { cache: folder.at(".") });
  await runStage(counting(computed, 2, { seed: 2 }), { cache: folder.at(".") });
  await runStage(counting(computed, 1), {});
  assert.deepEqual(computed, [1, 1, 1, 2, 1]);
  assert.equal([...Deno.readDirSync(folder.at("."))].length, 3);
});

Deno.test("what was kept under other versions or threads is computed again", async () => {
  using folder = temporaryFolder();
  const computed: number[] = [];
  for (const threads of [1, 2, 1]) {
    await runStage(counting(computed, 1), { cache: folder.at("."), environment: { threads } });
  }
  await runStage(counting(computed, 1), { cache: folder.at(".") });
  assert.deepEqual(computed, [1, 1, 1]);
});

Deno.test("a stopped stage goes on after its last step, and tells how far it is", async () => {
  using folder = temporaryFolder();
  const stop = new AbortController();
  const computed: number[] = [];
  const told: StageProgress[] = [];
  const options = { cache: folder.at("."), signal: stop.signal };
  const stopping = runStage(counting(computed), {
    ...options,
    onProgress: ({ done }) => done === 2 ? stop.abort(new Error("enough")) : undefined,
  });
  await assert.rejects(stopping, /enough/);
  const onProgress = (progress: StageProgress): void => void told.push(progress);
  assert.equal(onlyNumber(await runStage(counting(computed), { cache: folder.at("."), onProgress })), 4);
  assert.deepEqual(computed, [1, 2, 3, 4]);
  assert.deepEqual(told, [2, 3, 4].map((done) => ({ stage: "count", done, of: 4 })));
});

Deno.test("what a step that fails may have spoilt is not kept", async () => {
  using folder = temporaryFolder();
  const computed: number[] = [];
  const failing = counting(computed, 4);
  const stage: Stage<Tensor> = {
    ...failing,
    async *run(from, signal): AsyncGenerator<StageState<Tensor>> {
      for await (const state of failing.run(from, signal)) {
        yield state;
        (state.value.data as Float32Array)[0] = NaN;
        if (state.done === 2) throw new Error("spoilt");
      }
    },
  };
  await assert.rejects(runStage(stage, { cache: folder.at(".") }), /spoilt/);
  assert.equal(onlyNumber(await runStage(counting(computed, 4), { cache: folder.at(".") })), 4);
  assert.deepEqual(computed, [1, 2, 1, 2, 3, 4]);
});

Deno.test("a broken file of the cache is named", async () => {
  using folder = temporaryFolder();
  await runStage(counting([]), { cache: folder.at(".") });
  const [{ name }] = [...Deno.readDirSync(folder.at("."))] as [Deno.DirEntry];
  const whole = Deno.readFileSync(folder.at(name));
  for (const bytes of [whole.subarray(0, 20), new Uint8Array(), whole.with(12, 0)]) {
    Deno.writeFileSync(folder.at(name), bytes);
    await assert.rejects(runStage(counting([]), { cache: folder.at(".") }), (error) => {
      assert(error instanceof InputError, String(error));
      assert(error.message.includes(name), error.message);
      return true;
    });
  }
});

Deno.test("a stage that ends early is no result", async () => {
  const stage = { ...counting([], 2), steps: 3 };
  await assert.rejects(runStage(stage, {}), /The stage count ended after 2 of 3 steps/);
});
