import assert from "node:assert/strict";
import { stylegan2 } from "../../../lib/generators/stylegan2/generator.ts";
import { randomStylegan2 } from "../../../lib/generators/stylegan2/random_weights.ts";
import { InputError } from "../../../lib/errors.ts";
import { DISPLAY } from "../../../lib/notebook/display/displayable.ts";
import { OWN_VIEW } from "../../../lib/notebook/widget/any_widget.ts";
import { type DragWidget, dragWidget } from "../../../lib/notebook/widget/drag_widget.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { zeros } from "../../../lib/tensor.ts";
import { flatGenerator, flatLatent } from "../../drag/flat_generator.ts";
import { type FakeComm, FakeComms } from "./fake_comms.ts";

const R = 32;
const generator = stylegan2(randomStylegan2({ resolution: R, channelBase: 64 }));
const latent = zeros(generator.latentShape);
const PAIR = { handle: [10, 16], target: [22, 16] } as const;

/** A widget, and a view of it. */
async function withWidget(
  test: (widget: DragWidget, view: FakeComm, interrupt: AbortController) => Promise<void>,
  options: Partial<Parameters<typeof dragWidget>[1]> = {},
): Promise<void> {
  const comms = new FakeComms();
  const interrupt = new AbortController();
  const host = { comms, signal: () => interrupt.signal };
  await using runtime = await openRuntime();
  const widget = await dragWidget(generator, { runtime, latent, host, steps: 3, ...options });
  await test(widget, comms.view((await widget[DISPLAY]())[OWN_VIEW]!.target), interrupt);
}

const stateOf = (view: FakeComm, name: string): unknown[] =>
  view.sent.flatMap(({ data }) => (data.state as Record<string, unknown>)[name] ?? []);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const ENDS = ["arrived", "done", "stopped", "failed"];

Deno.test("points, mask and Run of the front end make the drag that it watches", async () => {
  await withWidget(async (widget, view) => {
    const mask = new Uint8Array(R * R).fill(1, 0, R * R / 2);
    view.receive({ method: "update", state: { points: [PAIR], steps: 2, method: "draggan" } });
    view.receive({ method: "update", state: {}, buffer_paths: [["mask"]] }, [mask]);
    assert.deepEqual([widget.points, widget.mask?.data[0], widget.mask?.data.at(-1)], [[PAIR], 1, 0]);
    view.receive({ method: "custom", content: { type: "run" } });
    await until(() => ENDS.includes(stateOf(view, "status").at(-1) as string));
    assert.deepEqual(new Set(stateOf(view, "status")), new Set(["ready", "starting", "running", "done"]));
    const { record, latent: dragged, picture } = widget.result!;
    assert.deepEqual([record.method, record.points, record.steps.length], ["draggan", [PAIR], 2]);
    assert.deepEqual([dragged.shape, picture.width], [latent.shape, R]);
    assert.notDeepEqual(dragged.data, latent.data);
    const traces = view.sent.filter(({ data }) => String(data.buffer_paths) === "trace");
    assert.deepEqual(traces.map(({ buffers }) => buffers[0]!.byteLength), [0, 16, 32]);
    assert.equal(widget.picture, picture);
    view.receive({ method: "custom", content: { type: "reset" } });
    assert.notEqual(widget.picture, picture);
    assert.equal(stateOf(view, "status").at(-1), "ready");
  });
});

Deno.test("Stop and the kernel's interrupt stop a drag after its step, and keep what was made", async () => {
  await withWidget(async (widget, view, interrupt) => {
    const running = widget.run();
    await assert.rejects(widget.run(), InputError);
    await until(() => stateOf(view, "status").includes("running"));
    view.receive({ method: "update", state: { steps: 5 } });
    view.receive({ method: "custom", content: { type: "stop" } });
    const { record } = await running;
    assert.ok(record.steps.length < 1000);
    assert.equal(stateOf(view, "status").at(-1), "stopped");
    assert.deepEqual(stateOf(view, "steps"), [2000, 2000]); // What was asked for meanwhile is taken back.
    const again = widget.run();
    interrupt.abort();
    assert.equal((await again).record.steps.length, 1);
  }, { points: [PAIR], steps: 2000 });
});

Deno.test("what cannot be dragged is said, and can be mended", async () => {
  await withWidget(async (widget, view) => {
    view.receive({ method: "update", state: { points: [{ ...PAIR, target: null }] } });
    view.receive({ method: "custom", content: { type: "run" } });
    await until(() => stateOf(view, "status").includes("failed"));
    assert.deepEqual(stateOf(view, "message").at(-1), "Expected a target for handle 1 but found none.");
    view.receive({ method: "update", state: { points: [PAIR] } });
    assert.equal((await widget.run()).record.steps.length, 3);
  });
});

Deno.test("what a front end may not set is refused", async () => {
  await withWidget((widget, view) => {
    const far = { handle: [0, 0], target: [R, 0] };
    for (
      const state of [
        { points: [far] },
        { points: [{ handle: [0, null], target: null }] },
        { steps: 1e9 },
        { method: "constructor" },
        { mask: "white" },
        { status: "arrived" },
      ]
    ) view.receive({ method: "update", state });
    view.receive({ method: "update", state: {}, buffer_paths: [["mask"]] }, [new Uint8Array(3)]);
    assert.deepEqual([widget.points, widget.mask, widget.result], [[], undefined, undefined]);
    assert.equal(stateOf(view, "status").at(-1), "ready");
    return Promise.resolve();
  });
});

Deno.test("without comms the widget is a still picture, which drags all the same", async () => {
  await using runtime = await openRuntime();
  const widget = await dragWidget(generator, { runtime, latent, points: [PAIR], steps: 3 });
  const before = await widget[DISPLAY]();
  assert.match(before["image/svg+xml"] ?? "", /^<svg/);
  assert.equal(before["text/plain"], "Drag by stabledrag, not run: (10, 16) → (22, 16).");
  await widget.run();
  const after = await widget[DISPLAY]();
  assert.equal(after["text/plain"], "Drag by stabledrag, 3 steps: (10, 16) → (22, 16).");
  assert.notEqual(after["image/png"], before["image/png"]);
  const bare = await (await dragWidget(generator, { runtime, latent }))[DISPLAY]();
  assert.equal(bare["text/plain"], "Drag by stabledrag, not run: no points.");
  assert.match(bare["image/svg+xml"] ?? "", /^<svg/);
});

Deno.test("options that do not fit the generator are refused", async () => {
  await using runtime = await openRuntime();
  const options = [
    { latent: zeros([1, 2]) },
    { points: [{ handle: [0, 0], target: [R, 0] }] as const },
    { mask: zeros([2, 2]) },
    { method: "constructor" },
    { methods: {} },
    { steps: 0 },
    { steps: 1.5 },
  ];
  for (const wrong of options) {
    await assert.rejects(
      dragWidget(generator, { runtime, latent, ...wrong }),
      InputError,
      Object.keys(wrong)[0],
    );
  }
});

Deno.test("pictures that are not square have points, masks and methods of their own", async () => {
  const lying = flatGenerator({ size: [24, 40], denoises: true });
  const comms = new FakeComms();
  const host = { comms, signal: () => new AbortController().signal };
  await using runtime = await openRuntime();
  const options = { runtime, latent: flatLatent(lying), host, steps: 1 };
  const points = [{ handle: [39, 3], target: [30, 23] }] as const;
  const widget = await dragWidget(lying, { ...options, points });
  const view = comms.view((await widget[DISPLAY]())[OWN_VIEW]!.target);
  assert.deepEqual(stateOf(view, "size").slice(0, 2), [24, 40]);
  const mask = new Uint8Array(24 * 40).fill(1, 480);
  view.receive({ method: "update", state: {}, buffer_paths: [["mask"]] }, [mask]);
  assert.deepEqual(widget.mask?.shape, [24, 40]);
  const { record, picture } = await widget.run();
  assert.deepEqual([record.method, record.size, picture.width, picture.height], [
    "stabledrag-diff",
    [24, 40],
    40,
    24,
  ]);
  const below = [{ handle: [3, 24], target: [3, 3] }] as const;
  await assert.rejects(dragWidget(lying, { ...options, points: below }), InputError);
});
