import assert from "node:assert/strict";
import { DISPLAY } from "../../../lib/notebook/display/displayable.ts";
import { openAnyWidget, OWN_VIEW, STANDARD_VIEW } from "../../../lib/notebook/widget/any_widget.ts";
import { FakeComms } from "./fake_comms.ts";

const WIDGET = { esm: "export default {}", css: ".x {}", state: { count: 1, mask: Uint8Array.of(5) } };

Deno.test("a widget opens as ipywidgets' front end with anywidget expects it", async () => {
  const comms = new FakeComms();
  const widget = openAnyWidget({ ...WIDGET, comms });
  const [{ data, metadata, buffers, comm }] = comms.opened as [FakeComms["opened"][number]];
  assert.deepEqual([comm.target, metadata, data.buffer_paths], ["jupyter.widget", { version: "2.1.0" }, [[
    "mask",
  ]]]);
  const state = data.state as Record<string, unknown>;
  assert.deepEqual([state._model_module, state._model_name, state._view_name], [
    "anywidget",
    "AnyModel",
    "AnyView",
  ]);
  assert.deepEqual([state._esm, state._css, state.count, buffers], [WIDGET.esm, WIDGET.css, 1, [
    Uint8Array.of(5),
  ]]);
  const bundle = await widget[DISPLAY]();
  assert.deepEqual(bundle[STANDARD_VIEW], { version_major: 2, version_minor: 0, model_id: comm.id });
  comm.receive({ method: "update", state: { count: 4 } });
  assert.equal(widget.model.get("count"), 4);
  comm.receive({ method: "request_state" });
  assert.equal((comm.sent[0]!.data.state as Record<string, unknown>)._esm, WIDGET.esm);
});

Deno.test("a view of our own front end gets the code and the state, and both front ends share it", async () => {
  const comms = new FakeComms();
  const widget = openAnyWidget({ ...WIDGET, comms });
  const view = comms.view((await widget[DISPLAY]())[OWN_VIEW]!.target);
  const { state } = view.sent[0]!.data as { state: Record<string, unknown> };
  assert.deepEqual([state._esm, state._css, state.count], [WIDGET.esm, WIDGET.css, 1]);
  assert.deepEqual(view.sent[0]!.buffers, [Uint8Array.of(5)]);
  view.receive({ method: "update", state: { count: 2, _esm: "hostile()" } });
  assert.deepEqual(comms.opened[0]!.comm.sent.map(({ data }) => data.state), [{ count: 2 }]);
});

Deno.test("a host without comms shows the still form", async () => {
  const still = { "text/plain": "still" };
  const widget = openAnyWidget({ ...WIDGET, still: () => still });
  assert.deepEqual(await widget[DISPLAY](), still);
});
