import assert from "node:assert/strict";
import { CellOutputs, type Displays, updateDisplays } from "../../../lib/notebook/client/cell_outputs.ts";
import { type JsonObject, type Message, newMessage } from "../../../lib/notebook/protocol/message.ts";

const message = (type: string, content: JsonObject): Message => newMessage({ type, content, session: "s" });
const stream = (name: string, text: string): Message => message("stream", { name, text });
const shown = (text: string, id?: string): JsonObject => ({
  ...{ data: { "text/plain": text }, metadata: {} },
  transient: id === undefined ? {} : { display_id: id },
});

function outputsOf(messages: readonly Message[], displays: Displays = new Map()): unknown[] {
  const cell = new CellOutputs(displays);
  for (const each of messages) cell.take(each);
  return cell.outputs;
}

const text = (name: string, text: string): object => ({ output_type: "stream", name, text });
const display = (text: string): object => ({
  ...{ output_type: "display_data", data: { "text/plain": text }, metadata: {} },
});

Deno.test("text of one stream is one output until another comes in between", () => {
  const outputs = outputsOf([
    stream("stdout", "a\n"),
    stream("stdout", "b\n"),
    stream("stderr", "c"),
    stream("stdout", "d"),
    message("display_data", shown("e")),
    stream("stdout", "f"),
  ]);
  assert.deepEqual(outputs, [
    text("stdout", "a\nb\n"),
    text("stderr", "c"),
    text("stdout", "d"),
    display("e"),
    text("stdout", "f"),
  ]);
});

Deno.test("an update replaces what was displayed under its name in every cell, and adds nothing", () => {
  const displays: Displays = new Map();
  const first = outputsOf([message("display_data", shown("a", "x"))], displays);
  const second = outputsOf([
    message("display_data", shown("b", "x")),
    message("display_data", shown("c", "y")),
    message("update_display_data", shown("d", "x")),
  ], displays);
  updateDisplays(displays, message("update_display_data", shown("e", "x")));
  updateDisplays(displays, message("update_display_data", shown("f", "unknown")));
  assert.deepEqual([first, second], [[display("e")], [display("e"), display("c")]]);
});

Deno.test("clearing is done at once, or with the next output", () => {
  assert.deepEqual(outputsOf([stream("stdout", "a"), message("clear_output", { wait: false })]), []);
  const waiting = [stream("stdout", "a"), message("clear_output", { wait: true })];
  assert.deepEqual(outputsOf(waiting), [text("stdout", "a")]);
  assert.deepEqual(outputsOf([...waiting, stream("stdout", "b")]), [text("stdout", "b")]);
});

Deno.test("results and errors are outputs; an error of the reply is one only where none was published", () => {
  const error = { ename: "E", evalue: "v", traceback: ["t"] };
  const outputs = outputsOf([message("execute_result", { ...shown("1"), execution_count: 3 })]);
  assert.deepEqual(outputs, [
    { output_type: "execute_result", data: { "text/plain": "1" }, metadata: {}, execution_count: 3 },
  ]);
  for (const published of [true, false]) {
    const cell = new CellOutputs(new Map());
    if (published) cell.take(message("error", error));
    cell.fail({ output_type: "error", ...error });
    assert.deepEqual(cell.outputs, [{ output_type: "error", ...error }]);
  }
});

Deno.test("messages that are wrong or unknown do nothing", () => {
  assert.deepEqual(
    outputsOf([
      stream("stdlog", "a"),
      message("stream", { name: "stdout" }),
      message("display_data", { data: 1 }),
      message("comm_msg", { comm_id: "c" }),
      message("toString", {}),
    ]),
    [],
  );
});
