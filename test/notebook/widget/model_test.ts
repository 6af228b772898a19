import assert from "node:assert/strict";
import { InputError } from "../../../lib/errors.ts";
import { WidgetModel } from "../../../lib/notebook/widget/model.ts";
import { FakeComm } from "./fake_comms.ts";

interface State {
  count: number;
  mask: Uint8Array | null;
}

function opened(check?: (changes: Readonly<Record<string, unknown>>) => Partial<State>): {
  model: WidgetModel<State>;
  first: FakeComm;
  second: FakeComm;
} {
  const model = new WidgetModel<State>({ count: 1, mask: null }, check ? { check } : {});
  const [first, second] = [new FakeComm("a"), new FakeComm("b")];
  model.attach(first);
  model.attach(second);
  return { model, first, second };
}

Deno.test("a change of the kernel reaches every view, bytes as buffers", () => {
  const { model, first, second } = opened();
  model.set({ count: 2, mask: Uint8Array.of(1, 0) });
  const update = { method: "update", state: { count: 2 }, buffer_paths: [["mask"]] };
  for (const { sent } of [first, second]) {
    assert.deepEqual(sent, [{ data: update, buffers: [Uint8Array.of(1, 0)], metadata: {} }]);
  }
});

Deno.test("a change of one view reaches the kernel and the other views", () => {
  const { model, first, second } = opened();
  const seen: Partial<State>[] = [];
  const forget = model.onChange((changes) => seen.push(changes));
  first.receive({ method: "update", state: {}, buffer_paths: [["mask"]] }, [Uint8Array.of(1)]);
  assert.deepEqual(model.get("mask"), Uint8Array.of(1));
  assert.deepEqual([first.sent.length, second.sent.length], [0, 1]);
  assert.deepEqual(second.sent[0]!.buffers, [Uint8Array.of(1)]);
  forget();
  first.receive({ method: "update", state: { count: 3 } });
  assert.deepEqual([seen, model.get("count")], [[{ mask: Uint8Array.of(1) }], 3]);
});

Deno.test("what a view may not change stays, and the view is told so", () => {
  const { model, first, second } = opened(() => {
    throw new InputError("Expected less.");
  });
  first.receive({ method: "update", state: { count: 7, unknown: 1 } });
  assert.equal(model.get("count"), 1);
  assert.deepEqual(first.sent[0]!.data, { method: "update", state: { count: 1 }, buffer_paths: [] });
  assert.deepEqual(second.sent, []);
});

Deno.test("names that the state does not have are ignored", () => {
  const { model, first } = opened();
  first.receive({ method: "update", state: { _view_count: 1, count: 2 } });
  assert.deepEqual(model.state, { count: 2, mask: null });
});

Deno.test("a view that asks gets the whole state", () => {
  const { model, first } = opened();
  model.set({ mask: Uint8Array.of(9) });
  first.receive({ method: "request_state" });
  const [, { data, buffers }] = first.sent as [unknown, FakeComm["sent"][number]];
  assert.deepEqual(data, { method: "update", state: { count: 1 }, buffer_paths: [["mask"]] });
  assert.deepEqual(buffers, [Uint8Array.of(9)]);
});

Deno.test("messages go both ways, and what is no message is ignored", () => {
  const { model, first, second } = opened();
  const seen: unknown[] = [];
  model.onMessage((content, buffers) => seen.push([content, buffers.length]));
  first.receive({ method: "custom", content: { type: "run" } }, [Uint8Array.of(1)]);
  for (const broken of [{}, { method: "update" }, { method: "update", state: 3 }, { method: "later" }]) {
    first.receive(broken);
  }
  model.send({ type: "done" });
  assert.deepEqual(seen, [[{ type: "run" }, 1]]);
  assert.deepEqual(second.sent[0]!.data, { method: "custom", content: { type: "done" } });
});

Deno.test("closed views get nothing, and closing the model closes the others", () => {
  const { model, first, second } = opened();
  first.leave();
  model.set({ count: 2 });
  assert.deepEqual([first.sent.length, second.sent.length], [0, 1]);
  model.close();
  assert.deepEqual([first.closed, second.closed], [false, true]);
});
