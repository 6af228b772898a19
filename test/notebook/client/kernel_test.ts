import assert from "node:assert/strict";
import { dirname } from "node:path";
import { InputError } from "../../../lib/errors.ts";
import { Kernel } from "../../../lib/notebook/client/kernel.ts";
import { denoKernel, type KernelCommand } from "../../../lib/notebook/client/kernel_command.ts";
import { ExecutionTimeout, KernelEnded } from "../../../lib/notebook/client/kernel_error.ts";
import { type Output } from "../../../lib/notebook/client/output.ts";
import { type Message } from "../../../lib/notebook/protocol/message.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";
import { processEnds } from "./process_ends.ts";

const kinds = (outputs: readonly Output[]): string[] => outputs.map(({ output_type: type }) => type);

Deno.test("Deno's kernel executes in its folder, displays, and publishes all that a cell sends", async () => {
  using folder = temporaryFolder();
  const published: Message[] = [];
  await using kernel = await Kernel.start(denoKernel(), {
    cwd: folder.at(),
    onPublished: (message) => published.push(message),
  });
  const { client } = kernel;
  const seen: number[] = [];
  const printed = await client.execute("console.log(Deno.cwd()); console.log(2); 40 + 2", {
    onOutputs: (outputs) => seen.push(outputs.length),
  });
  assert.deepEqual(printed.outputs[0], {
    ...{ output_type: "stream", name: "stdout", text: `${Deno.realPathSync(folder.at())}\n2\n` },
  });
  assert.deepEqual([printed.status, printed.executionCount, kinds(printed.outputs)], [
    ...["ok", 1],
    ["stream", "execute_result"],
  ]);
  assert.deepEqual([seen[0], seen.at(-1)], [0, 2]);

  const shows = await client.execute(
    "await Deno.jupyter.broadcast('display_data', " +
      "{data: {'text/plain': 'a'}, metadata: {}, transient: {display_id: 'x'}});",
  );
  await client.execute(
    "await Deno.jupyter.broadcast('update_display_data', " +
      "{data: {'text/plain': 'b'}, metadata: {}, transient: {display_id: 'x'}}); " +
      "await Deno.jupyter.broadcast('comm_open', {comm_id: 'c', target_name: 't', data: {}});",
  );
  assert.deepEqual(shows.outputs, [
    { output_type: "display_data", data: { "text/plain": "b" }, metadata: {} },
  ]);
  assert.deepEqual(published.find(({ header }) => header.msg_type === "comm_open")?.content.comm_id, "c");
});

Deno.test("Deno's kernel fails, completes, is late and ends", async () => {
  await using kernel = await Kernel.start(denoKernel());
  const { client, process } = kernel;
  const failed = await client.execute("throw new TypeError('bad')");
  assert.deepEqual([failed.status, kinds(failed.outputs)], ["error", ["error"]]);
  assert.deepEqual(kinds((await client.execute("let x = ;")).outputs), ["error"]);
  const { matches, start, end } = await client.complete("Deno.rea", 8);
  assert(matches.includes("readTextFile"));
  assert.deepEqual([start, end], [5, 8]);
  assert.equal(await client.isComplete("if ("), "incomplete");
  await client.sendComm({ type: "comm_msg", content: { comm_id: "c", data: {} } });

  await assert.rejects(
    client.execute("await new Promise(() => setTimeout(() => {}, 1e6))", { timeout: 100 }),
    ExecutionTimeout,
  );
  const waiting = client.execute("1");
  await kernel.interrupt();
  await assert.rejects(waiting, { name: "KernelEnded", message: /SIGINT/ });
  await kernel.shutdown();
  await kernel.shutdown();
  assert(await processEnds(process.pid));
  assert(process.ended.reason instanceof KernelEnded);
  await assert.rejects(client.execute("1"), KernelEnded);
});

Deno.test("a program that is no kernel is told from one, and leaves nothing behind", async () => {
  using folder = temporaryFolder();
  const cases: [string, number, RegExp][] = [
    ["console.error('error: no good'); Deno.exit(3)", 20_000, /exit status 3: error: no good/],
    ["Deno.kill(Deno.pid, 'SIGKILL')", 20_000, /ended with SIGKILL/],
    ["await new Promise((resolve) => setTimeout(resolve, 1e6))", 1000, /did not answer within 1 s/],
  ];
  for (const [source, startTime, message] of cases) {
    const begin = "Deno.writeTextFileSync('process', `${Deno.pid} ${Deno.args[0]}`);";
    const command: KernelCommand = {
      argv: [Deno.execPath(), "run", "-A", folder.write("program.js", begin + source), "{connection_file}"],
      env: {},
      interrupt: "signal",
    };
    const started = Kernel.start(command, { cwd: folder.at(), startTime });
    await assert.rejects(started, { name: "KernelEnded", message });
    const [pid, file] = Deno.readTextFileSync(folder.at("process")).split(" ");
    assert(await processEnds(Number(pid)));
    await assert.rejects(Deno.stat(dirname(file!)), Deno.errors.NotFound);
  }
  const missing = { ...denoKernel(), argv: ["nowhere/kernel"] as const };
  await assert.rejects(Kernel.start(missing), InputError);
});
