import assert from "node:assert/strict";
import { type Message } from "../../../lib/notebook/protocol/message.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";
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

Deno.test("comms carry messages and buffers both ways, between cells and while one runs", async () => {
  using folder = temporaryFolder();
  const published: Message[] = [];
  const states: unknown[] = [];
  await using kernel = await startOurKernel(folder.at(), (message) => {
    published.push(message);
    if (message.header.msg_type === "status") states.push(message.content["execution_state"]);
  });
  const send = (
    type: CommType,
    id: string,
    data: Record<string, unknown>,
    ...bytes: number[]
  ): Promise<void> =>
    kernel.client.sendComm({
      type,
      content: { comm_id: id, data, ...(type === "comm_open" ? { target_name: id.split(" ")[0]! } : {}) },
      buffers: bytes.length > 0 ? [Uint8Array.from(bytes)] : [],
    });
  const next = async (): Promise<[string, unknown, number[]]> => {
    for (let i = 0; i < 100; i++, await sleep(20)) {
      const message = published.splice(0, 1 + published.findIndex(isComm)).at(-1);
      if (!message) continue;
      const { header, content, buffers } = message;
      return [header.msg_type, content["data"], [...(buffers[0] ?? [])]];
    }
    throw new Error("no comm message within 2 s");
  };

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

  await send("comm_open", "nobody", {});
  assert.deepEqual(await next(), ["comm_close", {}, []]);
  await send("comm_close", "echo 1", { why: "done" });
  await sleep(100);
  assert.deepEqual(await show(kernel, "last"), ['"done"']);
  await send("comm_open", "wrong", {});
  await sleep(100);
  const error = published.findLast(({ header }) => header.msg_type === "error");
  assert.equal(error?.content["evalue"], "no such picture");
});
