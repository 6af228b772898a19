import assert from "node:assert/strict";
import { dragFrontEnd } from "../../../lib/notebook/widget/front_end.ts";
import { Model } from "../../../lib/notebook/widget/labextension/static/model.js";
import { WidgetModel } from "../../../lib/notebook/widget/model.ts";
import { FakeComm } from "./fake_comms.ts";

Deno.test("the parts of the drag widget join to one anywidget module", async () => {
  const { esm, css } = dragFrontEnd();
  assert.doesNotMatch(esm, /^import /m);
  const { default: widget } = await import(`data:text/javascript,${encodeURIComponent(esm)}`);
  assert.equal(typeof widget.render, "function");
  for (const [, name] of css.matchAll(/\.(sd-[a-z]+)/g)) assert.ok(esm.includes(name!), name);
});

/** The kernel's half and our front end's half of a widget, with comms from one to the other. */
function connected(): { kernel: WidgetModel<{ count: number; rows: unknown[] }>; front: Model } {
  const kernel = new WidgetModel({ count: 1, rows: [] as unknown[] });
  class Wire extends FakeComm {
    override send(...[data, extras = {}]: Parameters<FakeComm["send"]>): void {
      const buffers = (extras.buffers ?? []).map((bytes) => Uint8Array.from(bytes));
      front.receive(JSON.parse(JSON.stringify(data)), buffers);
    }
  }
  const wire = new Wire("wire");
  const front = new Model({
    send: (data: Record<string, unknown>, buffers: ArrayBuffer[]) =>
      wire.receive(data, buffers.map((bytes) => new Uint8Array(bytes))),
  });
  kernel.attach(wire);
  return { kernel, front };
}

Deno.test("the kernel's state reaches our front end, bytes as DataViews", () => {
  const { kernel, front } = connected();
  const seen: unknown[] = [];
  front.on("change:count", (_model: unknown, value: unknown) => seen.push(value));
  kernel.set({ count: 2, rows: [Uint8Array.of(7), { name: "x" }] });
  kernel.set({ count: 2 });
  const [bytes, text] = front.get("rows");
  assert.deepEqual([seen, bytes.getUint8(0), text], [[2], 7, { name: "x" }]);
});

Deno.test("what a view sets reaches the kernel when it saves", () => {
  const { kernel, front } = connected();
  front.set("rows", [Uint8Array.of(1, 2).buffer]);
  assert.deepEqual(kernel.get("rows"), []);
  front.save_changes();
  assert.deepEqual(kernel.get("rows"), [Uint8Array.of(1, 2)]);
});

Deno.test("messages go both ways until the handler is taken off", () => {
  const { kernel, front } = connected();
  const [toKernel, toFront]: [unknown[], unknown[]] = [[], []];
  const handler = (content: unknown): void => void toFront.push(content);
  kernel.onMessage((content) => toKernel.push(content));
  front.on("msg:custom", handler);
  front.send({ type: "run" });
  kernel.send("first");
  front.off("msg:custom", handler);
  kernel.send("second");
  assert.deepEqual([toKernel, toFront], [[{ type: "run" }], ["first"]]);
});
