import assert from "node:assert/strict";
import { note } from "../../../lib/cli/terminal.ts";
import { parseKernelSpec } from "../../../lib/notebook/client/kernel_command.ts";
import { KernelProcess } from "../../../lib/notebook/client/kernel_process.ts";
import { kernelSpec } from "../../../lib/notebook/kernel/spec/kernel_spec.ts";
import { type Message } from "../../../lib/notebook/protocol/message.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";
import { DRAG, temporaryIn } from "./our_kernel.ts";
import { Wire } from "./wire.ts";

const execute = (wire: Wire, code: string): Promise<Message> =>
  wire.request("shell", "execute_request", { code });

async function executeWell(wire: Wire, code: string): Promise<void> {
  const { content } = await execute(wire, code);
  assert.equal(content["status"], "ok", String(content["traceback"]));
}

/** Cells that say when they are at what they are to be interrupted at. */
const SITUATIONS: Readonly<Record<string, string>> = {
  "a drag is interrupted": DRAG.replace("kept++;", "console.log(step.step);"),
  "a synchronous loop is interrupted": 'console.log("loops"); for (;;);',
  "a top-level await is interrupted": 'console.log("waits"); await new Promise(() => {});',
};

async function interrupts(wire: Wire): Promise<void> {
  await executeWell(wire, "let kept = 1;");
  for (const [title, code] of Object.entries(SITUATIONS)) {
    wire.chapter(title);
    const begun = wire.published("stream");
    const error = wire.published("error");
    const reply = execute(wire, code);
    await begun;
    const [{ content }] = await Promise.all([reply, wire.request("control", "interrupt_request", {})]);
    assert.deepEqual(
      [content["ename"], (await error).content["ename"]],
      ["Interrupted", "Interrupted"],
      title,
    );
    await executeWell(wire, "kept");
  }
}

async function comms(wire: Wire): Promise<void> {
  wire.chapter("a comm echoes");
  await executeWell(wire, 'stabledrag.comms.register("echo", (c) => c.onMessage((m) => c.send(m.data, m)));');
  await wire.send("comm_open", { comm_id: "c1", target_name: "echo", data: {} });
  const echo = wire.published("comm_msg");
  await wire.send("comm_msg", { comm_id: "c1", data: { handle: [64, 82] } }, 1, 2);
  const { content, buffers } = await echo;
  assert.deepEqual([content["data"], [...buffers[0]!]], [{ handle: [64, 82] }, [1, 2]]);
}

async function displays(wire: Wire): Promise<void> {
  wire.chapter("a display is updated");
  const update = wire.published("update_display_data");
  await executeWell(
    wire,
    `const at = (step, update) => Deno.jupyter.display({ "text/plain": step }, { raw: true, display_id: "d", update });
await at("step 1", false); await at("step 2", true);`,
  );
  const { data, transient } = (await update).content;
  assert.deepEqual([data, transient], [{ "text/plain": "step 2" }, { display_id: "d" }]);
}

async function completes(wire: Wire): Promise<void> {
  wire.chapter("code is completed");
  const { content } = await wire.request("shell", "complete_request", { code: "kep", cursor_pos: 3 });
  assert.deepEqual(content["matches"], ["kept"]);
}

async function fails(wire: Wire): Promise<void> {
  wire.chapter("an error names the cell's line, here the third");
  const error = wire.published("error");
  await execute(wire, '\n\nthrow new RangeError("too far");');
  assert.match(String((await error).content["traceback"]), /RangeError: too far, +at cell \[\d+\], line 3/);
}

async function ends(wire: Wire, process: KernelProcess): Promise<void> {
  wire.chapter("the kernel is shut down");
  await wire.request("control", "shutdown_request", { restart: false });
  await process.end(5000);
  assert.match(String(process.ended.reason), /exit status 0/);
}

Deno.test("the protocol on the wire, written down", async () => {
  using folder = temporaryFolder();
  const command = { ...parseKernelSpec(kernelSpec(), "."), env: temporaryIn(folder.at()) };
  await using process = await KernelProcess.start(command, folder.at());
  using wire = await Wire.connect(process);
  for (const act of [comms, displays, interrupts, completes, fails]) await act(wire);
  await ends(wire, process);
  note(["Messages on the wire, all signed with HMAC-SHA256:", ...wire.lines].join("\n"));
});
