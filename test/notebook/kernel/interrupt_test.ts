import assert from "node:assert/strict";
import { note } from "../../../lib/cli/terminal.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";
import { DRAG, show, shown, sleep, startOurKernel } from "./our_kernel.ts";

/** What a kernel may be at, and how many seconds the cell needs before it is there. */
const SITUATIONS: Readonly<Record<string, readonly [code: string, seconds: number]>> = {
  "a drag": [DRAG, 4],
  "a synchronous loop": ["kept++; for (;;);", 0.3],
  "a top-level await": ["kept++; await new Promise(() => {});", 0.3],
  "a loop that waits for nothing": ["kept++; for (;;) await 0;", 0.3],
  "an await in a function": ["kept++; await (async () => { await new Promise(() => {}); })();", 0.3],
  "a loop in a timer, and an await": [
    "await new Promise(() => setTimeout(() => { kept++; for (;;); }, 10));",
    0.3,
  ],
  "a loop of code that is no cell's": ['kept++; Function("for (;;);")();', 0.3],
  "such a loop in a timer, and an await": [
    'await new Promise(() => setTimeout(() => { kept++; Function("for (;;);")(); }, 10));',
    0.3,
  ],
  "such a loop after an await": ['await 0; kept++; Function("for (;;);")();', 0.3],
};

Deno.test("an interrupt ends a cell within 2 s and keeps the variables, whatever the cell is at", async () => {
  using folder = temporaryFolder();
  await using kernel = await startOurKernel(folder.at());
  await kernel.client.execute("let kept = 0;");
  const log: string[] = [];
  for (const [situation, [code, seconds]] of Object.entries(SITUATIONS)) {
    const before = Number((await show(kernel, "kept")).at(0));
    const execution = kernel.client.execute(code);
    await sleep(1000 * seconds);
    const start = performance.now();
    await kernel.interrupt();
    assert.deepEqual(shown(await execution), ["Interrupted: The cell was interrupted."], situation);
    const idle = (performance.now() - start) / 1000;
    const after = Number((await show(kernel, "kept")).at(0));
    const usable = (performance.now() - start) / 1000;
    assert.ok(after > before, `${situation} had not begun`);
    assert.ok(usable < 2, `${situation}: usable after ${usable} s`);
    log.push(`${situation.padEnd(38)}  ${idle.toFixed(2)}  ${usable.toFixed(2)}`);
  }
  note(["interrupt during: seconds until idle, until the next cell is done", ...log].join("\n"));
});

/** Code at which the kernel of Deno hangs when it is told to cut it off. */
const HANGING = `
import { setTimeout as timer } from "node:timers";
await new Promise(() => timer(() => Function("for (;;);")(), 10));
`;

Deno.test("where an interrupt leaves the kernel hanging it is started again, which is said", async () => {
  using folder = temporaryFolder();
  const closed: unknown[] = [];
  await using kernel = await startOurKernel(folder.at(), ({ header, content }) => {
    if (header.msg_type === "comm_close") closed.push(content["comm_id"]);
  });
  await kernel.client.execute("let kept = 1;");
  const [id] = await show(kernel, 'stabledrag.comms.open("view").id');
  const execution = kernel.client.execute(HANGING);
  await sleep(300);
  const start = performance.now();
  await Promise.all([kernel.interrupt(), kernel.interrupt()]);
  const { status, outputs: [error] } = await execution;
  assert.ok(status === "error" && error?.output_type === "error");
  assert.match(
    error.evalue,
    /could not be interrupted, so the kernel was started again: its variables are gone/,
  );
  assert.deepEqual(await show(kernel, 'import { drag } from "stabledrag"; [typeof kept, typeof drag]'), [
    '[ "undefined", "function" ]',
  ]);
  note(
    `interrupt of code that hangs: usable again after ${((performance.now() - start) / 1000).toFixed(2)} s`,
  );
  assert.deepEqual(closed, [JSON.parse(id!)]);
});

Deno.test("an interrupt ends background work where no cell runs", async () => {
  using folder = temporaryFolder();
  await using kernel = await startOurKernel(folder.at());
  await kernel.client.execute(`
    let aborted = "";
    stabledrag.signal().addEventListener("abort", (event) => { aborted = String(event.target.reason); });
    setTimeout(() => Function("for (;;);")(), 500);
  `);
  await sleep(1000);
  await kernel.interrupt();
  assert.deepEqual(await show(kernel, "aborted"), ['"Interrupted: The cell was interrupted."']);
});
