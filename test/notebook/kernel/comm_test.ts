import assert from "node:assert/strict";
import { type Message } from "../../../lib/notebook/protocol/message.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";
import { type Kernel } from "../../../lib/notebook/client/kernel.ts";
import { show, sleep, startOurKernel } from "./our_kernel.ts";

/** A cell that sends back what comes, opens a comm itself, and closes it by a message. */
const CELL = `
const { comms } = stabledrag;
let last = "";
comms.register("echo", (comm, { data, buffers }) => {
  comm.send({ opened: data }, { buffers });
  comm.onMessage(({ data, buffers, metadata }) => comm.send({ got: data }, { buffers, metadata }));
  comm.onClose(({ data }) => { last = data.why; });
});
comms.register("wrong", () => { throw new Error("no such picture"); });
const own = comms.open("view", { size: 3 }, { buffers: [Uint8Array.of(7)] });
`;

type CommType = "comm_open" | "comm_msg" | "comm_close";

const isComm = ({ header }: Message): boolean => header.msg_type.startsWith("comm_");

/** Sends a message of a comm; an id begins with the name of its target. */
const sendTo =
  ({ client }: Kernel) =>
  (type: CommType, id: string, data: Record<string, unknown>, ...bytes: number[]): Promise<void> =>
    client.sendComm({
      type,
      content: { comm_id: id, data, ...(type === "comm_open" ? { target_name: id.split(" ")[0]! } : {}) },
      buffers: bytes.length > 0 ? [Uint8Array.from(bytes)] : [],
    });

/** What a look finds at last, under however much load. */
async function eventually<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 500; i++, await sleep(20)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error("nothing found within 10 s");
}

/** Takes the next message of a comm out of what is published, with all before it: its type, data and first buffer. */
async function nextOf(published: Message[]): Promise<[string, unknown, number[]]> {
  const taken = (): Message | undefined => published.splice(0, 1 + published.findIndex(isComm)).at(-1);
  const { header, content, buffers } = await eventually(taken);
  return [header.msg_type, content["data"], [...(buffers[0] ?? [])]];
}

Deno.test("comms carry messages and buffers both ways, between cells and while one runs", async () => {
  using folder = temporaryFolder();
  const published: Message[] = [];
  const states: unknown[] = [];
  await using kernel = await startOurKernel(folder.at(), (message) => {
    published.push(message);
    if (message.header.msg_type === "status") states.push(message.content["execution_state"]);
  });
  const [send, next] = [sendTo(kernel), () => nextOf(published)];
  await kernel.client.execute(CELL);
  assert.deepEqual(await next(), ["comm_open", { size: 3 }, [7]]);
  await send("comm_open", "echo 1", { x: 1 }, 0, 255);
  assert.deepEqual(await next(), ["comm_msg", { opened: { x: 1 } }, [0, 255]]);
  const { comms } = await kernel.client.request("shell", "comm_info_request", { target_name: "echo" });
  assert.deepEqual(comms, { "echo 1": { target_name: "echo" } });

  const running = kernel.client.execute("await new Promise((done) => setTimeout(done, 700));");
  await send("comm_msg", "echo 1", { y: [2] }, 1, 2, 3);
  assert.deepEqual(await next(), ["comm_msg", { got: { y: [2] } }, [1, 2, 3]]);
  await sleep(50);
  assert.equal(states.at(-1), "busy");
  await running;
  assert.equal(states.at(-1), "idle");

  const many = Array.from({ length: 20 }, (_, i) => i);
  await Promise.all(many.map((i) => send("comm_msg", "echo 1", { i })));
  for (const i of many) assert.deepEqual(await next(), ["comm_msg", { got: { i } }, []]);
});

Deno.test("a comm of an unknown target is closed, a closed one may say why, and a target's error is published", async () => {
  using folder = temporaryFolder();
  const published: Message[] = [];
  await using kernel = await startOurKernel(folder.at(), (message) => published.push(message));
  const [send, next] = [sendTo(kernel), () => nextOf(published)];
  await kernel.client.execute(CELL);
  assert.deepEqual(await next(), ["comm_open", { size: 3 }, [7]]);
  await send("comm_open", "echo 1", {});
  assert.deepEqual(await next(), ["comm_msg", { opened: {} }, []]);
  await send("comm_open", "nobody", {});
  assert.deepEqual(await next(), ["comm_close", {}, []]);
  await send("comm_close", "echo 1", { why: "done" });
  assert.equal(await eventually(async () => (await show(kernel, "last || undefined"))[0]), '"done"');
  await send("comm_open", "wrong", {});
  const error = await eventually(() => published.findLast(({ header }) => header.msg_type === "error"));
  assert.equal(error.content["evalue"], "no such picture");
});
