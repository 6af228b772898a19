import assert from "node:assert/strict";
import { type Kernel } from "../../../lib/notebook/client/kernel.ts";
import { connect } from "../../../lib/notebook/protocol/connect.ts";
import { type Connection } from "../../../lib/notebook/protocol/connection.ts";
import {
  decodeMessage,
  encodeMessage,
  type Message,
  newMessage,
} from "../../../lib/notebook/protocol/message.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";
import { show, shown, sleep, startOurKernel } from "./our_kernel.ts";

/** Connects to two of a kernel's sockets under one name, as clients of Jupyter do. */
async function connectAs(name: string, { process }: Kernel): Promise<[shell: Connection, stdin: Connection]> {
  const { hostname, ports } = process.connection;
  const identity = new TextEncoder().encode(name);
  const to = (port: number): Promise<Connection> => connect({ hostname, port }, "DEALER", { identity });
  return [await to(ports.shell), await to(ports.stdin)];
}

async function nextMessage({ messages }: Connection, key: string): Promise<Message> {
  for await (const frames of messages) return decodeMessage(frames, key);
  throw new Error("the connection was closed");
}

const errorsShow = async (kernel: Kernel): Promise<void> => {
  const { status, outputs } = await kernel.client.execute('1\n2\nthrow new RangeError("no")');
  const [error] = outputs;
  assert.ok(status === "error" && error?.output_type === "error");
  assert.match(error.traceback.join("\n"), /^RangeError: no\n +at cell \[\d+\], line 3$/);
  assert.match((await show(kernel, "let x = 1;\nlet let = 2;"))[0]!, /^SyntaxError: .*\(2:4\)$/);
  assert.match((await show(kernel, "import.meta.url"))[0]!, /^SyntaxError: .*import\.meta/);
  const rejected = await show(kernel, 'Promise.reject(new Error("lost")); 1');
  assert.deepEqual(rejected.toSorted(), ["1", "Error: lost"]);
  const late = await kernel.client.execute('void setTimeout(() => { throw new Error("late"); }, 20);');
  await sleep(200);
  assert.deepEqual(shown(late), ["Error: late"]);
};

/** Cells that throw in the line that their error says, or call what was defined in another cell. */
const THROWING = [
  '\n\nthrow new Error("3")',
  'import {\n  drag,\n  float32,\n} from "stabledrag";\nimport type { Method } from "stabledrag";\n\nthrow Error("7")',
  'import { type Tensor } from "stabledrag";\nimport zod, * as z from "zod";\nthrow Error("3")',
  'interface A {\n  b: number;\n}\n/* é\n */ throw new Error("5")',
  'for (const a of [1]) { Math.abs(a); }\nconst list = [1,\n  2].map((v) =>\n    v\n  );\nthrow Error("6")',
  'class Late {\n  private a: number = 1;\n\n  // here\n  async go(): Promise<void> { await 0; throw Error("5"); }\n}\nawait new Late().go()',
  "await new Late().go()",
  'enum E {\n  A\n}\n\nvar React = { createElement: (): void => {} };\n<b>{(() => { throw Error("6") })()}</b>',
  'const id = <T>(v: T): T =>\n  v;\nvoid setTimeout(() => {\n\n  throw id(Error("5")); });\nawait new Promise((end) => setTimeout(end, 50));',
];

const errorsNameTheLine = async (kernel: Kernel): Promise<void> => {
  for (const code of THROWING) {
    const [output] = (await kernel.client.execute(code)).outputs;
    assert.ok(output?.output_type === "error", code);
    assert.match(output.traceback[1]!, new RegExp(`cell \\[\\d+\\], line ${output.evalue}\\b`), code);
  }
  const [printed] = await show(kernel, '\n\nconsole.log(Error("printed"))');
  assert.match(printed!, /at cell \[\d+\], line 3\n/);
};

const importsWork = async (kernel: Kernel): Promise<void> => {
  assert.deepEqual(
    await show(
      kernel,
      `import { float32 } from "stabledrag";
       import { name } from "./near.ts";
       import { two } from "mine";
       import { z } from "zod";
       const { name: again } = await import("./" + "near.ts");
       [float32([1], [two]).data[0], name, again, typeof z.object]`,
    ),
    ['[ 2, "near", "near", "function" ]'],
  );
};

const displaysUpdate = async (kernel: Kernel): Promise<void> => {
  const display = (text: string, update: boolean): string =>
    `await Deno.jupyter.display({ "text/plain": "${text}" }, { raw: true, display_id: "a", update: ${update} });`;
  assert.deepEqual(await show(kernel, `${display("0 of 2", false)} ${display("2 of 2", true)}`), ["2 of 2"]);
};

/** As much as spoils the connection of Deno's own kernel. */
const largeOutputsPass = async (kernel: Kernel): Promise<void> => {
  const texts = await show(
    kernel,
    `await Deno.jupyter.display({ "text/plain": "x".repeat(1.2e7) }, { raw: true });
     console.log("between");
     ({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "y".repeat(1.2e7) }) })`,
  );
  assert.deepEqual(texts.map((text) => text.length), [1.2e7, 8, 1.2e7]);
};

const codeIsCompleted = async (kernel: Kernel): Promise<void> => {
  await kernel.client.execute("const unusualName = { inside: 1 };");
  assert.deepEqual(await kernel.client.complete("unusual", 7), {
    matches: ["unusualName"],
    start: 0,
    end: 7,
  });
  assert.equal(await kernel.client.isComplete("f("), "incomplete");
  const inspected = await kernel.client.request("shell", "inspect_request", { code: "f", cursor_pos: 1 });
  assert.equal(inspected["status"], "ok");
};

const failuresStopTheRest = async (kernel: Kernel): Promise<void> => {
  const run = (code: string): Promise<Readonly<Record<string, unknown>>> =>
    kernel.client.request("shell", "execute_request", { code, stop_on_error: true });
  const replies = await Promise.all(['await 0; throw ""', "globalThis.ran = 1"].map(run));
  assert.deepEqual(replies.map(({ status }) => status), ["error", "aborted"]);
  assert.deepEqual(await show(kernel, "globalThis.ran"), []);
};

const forgeriesAreDropped = async (kernel: Kernel): Promise<void> => {
  const [shell] = await connectAs("forger", kernel);
  using _ = shell;
  const content = { code: "globalThis.forged = 1" };
  const forgery = newMessage({ type: "execute_request", content, session: "" });
  await shell.send(encodeMessage(forgery, "another key"));
  await sleep(100);
  assert.deepEqual(await show(kernel, "typeof globalThis.forged"), ['"undefined"']);
};

const questionsAreAnswered = async (kernel: Kernel): Promise<void> => {
  const { key } = kernel.process.connection;
  const [shell, stdin] = await connectAs("asker", kernel);
  using _shell = shell;
  using _stdin = stdin;
  const content = { code: 'var said = prompt("Who?")', allow_stdin: true };
  await shell.send(encodeMessage(newMessage({ type: "execute_request", content, session: "" }), key));
  const asked = await nextMessage(stdin, key);
  assert.deepEqual([asked.header.msg_type, asked.content["prompt"]], ["input_request", "Who?"]);
  const [, answering] = await connectAs("asker", kernel);
  using _answering = answering;
  const answer = newMessage({ type: "input_reply", content: { value: "Ada" }, session: "" });
  await answering.send(encodeMessage(answer, key));
  await nextMessage(shell, key);
  assert.deepEqual(await show(kernel, "said"), ['"Ada"']);
};

Deno.test("our kernel, over Jupyter's protocol", async (t) => {
  using folder = temporaryFolder();
  folder.write("near.ts", 'import { two } from "mine"; export const name: string = two === 2 ? "near" : "";');
  folder.write("two.ts", "export const two = 2;");
  folder.write("deno.jsonc", '{ "imports": { "mine": "./two.ts", /* ours stay */ }, }');
  await using kernel = await startOurKernel(folder.at());
  const step = (name: string, run: (kernel: Kernel) => Promise<void>): Promise<boolean> =>
    t.step(name, () => run(kernel));
  await step("says who it is", async () => {
    const info = await kernel.client.request("control", "kernel_info_request", {});
    assert.match(String(info["banner"]), /^StableDrag Lab/);
    assert.deepEqual(await show(kernel, "Deno.cwd()"), [`"${Deno.realPathSync(folder.at())}"`]);
  });
  await step("errors show, with the line of the cell", errorsShow);
  await step("errors name the line as it is written, whatever Deno makes of the cell", errorsNameTheLine);
  await step("imports this project, the notebook's files, and by the notebook's configuration", importsWork);
  await step("displays are updated in place", displaysUpdate);
  await step("large outputs pass, in their order", largeOutputsPass);
  await step("code is completed", codeIsCompleted);
  await step("an error stops the cells that wait, where the client says so", failuresStopTheRest);
  await step("what is signed wrongly is dropped", forgeriesAreDropped);
  await step("questions to the user are answered", questionsAreAnswered);
});
