import assert from "node:assert/strict";
import { parseProfile } from "../../lib/bench/profile.ts";

/** Events as ONNX Runtime 1.30 writes them. */
const event = (cat: string, name: string, dur: number, kind?: string): unknown => ({
  ...{ cat, pid: 1, tid: 1, dur, ts: 1, ph: "X", name },
  args: kind ? { op_name: kind, provider: "CPUExecutionProvider", node_index: "0" } : {},
});
const node = (name: string, kind: string, dur: number): unknown =>
  event("Node", `${name}_kernel_time`, dur, kind);
const run = (dur: number): unknown => event("Session", "model_run", dur);

const EVENTS = [
  event("Session", "model_loading_array", 900),
  event("Session", "session_initialization", 5000),
  ...[node("b4/conv", "Conv", 4000), node("add", "Add", 10), run(4100)],
  ...[
    node("b4/conv", "Conv", 300),
    node("b8/conv", "Conv", 500),
    node("add", "Add", 1000),
    event("Session", "SequentialExecutor::Execute", 1900),
    run(2000),
  ],
  ...[node("b4/conv", "Conv", 2000), node("add", "Add", 20), run(2100)],
];

Deno.test("a profile is that of the fastest run, by kind, the most expensive first", () => {
  assert.deepEqual(parseProfile(JSON.stringify(EVENTS)), {
    runs: 3,
    rows: [
      { kind: "Add", nodes: 1, seconds: 1000 / 1e6 },
      { kind: "Conv", nodes: 2, seconds: 300 / 1e6 + 500 / 1e6 },
    ],
  });
});

Deno.test("the profile of a session that never ran is empty", () => {
  assert.deepEqual(parseProfile(JSON.stringify(EVENTS.slice(0, 2))), { runs: 0, rows: [] });
});

Deno.test("what is no profile is refused", () => {
  for (const text of ["", "{}", '[{"cat": "Node"}]']) {
    assert.throws(() => parseProfile(text), Error, text);
  }
});
