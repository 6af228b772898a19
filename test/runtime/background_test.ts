import assert from "node:assert/strict";
import { openRuntime, type RuntimeOptions } from "../../lib/runtime/runtime.ts";
import { float32 } from "../../lib/tensor.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { runModule } from "../run_module.ts";

/**
 * Opens runtimes with the options given, one after the other, in a process of its own: the niceness of the threads
 * that each of them brought, without those of Deno itself.
 */
async function nicenessOfThreads(options: readonly RuntimeOptions[]): Promise<number[][]> {
  const lib = (path: string): string => import.meta.resolve(`../../lib/${path}`);
  const { stdout } = await runModule(`
    import { matMul } from "${lib("onnx/ops/linear.ts")}";
    import { openRuntime, type RuntimeOptions } from "${lib("runtime/runtime.ts")}";
    import { zeros } from "${lib("tensor.ts")}";
    function threads() {
      const found = new Map();
      for (const { name } of Deno.readDirSync("/proc/self/task")) {
        const stat = Deno.readTextFileSync("/proc/self/task/" + name + "/stat");
        const [, thread, rest] = /\\((.*)\\) (.*)/.exec(stat);
        if (!/^(tokio|V8)/.test(thread)) found.set(name, Number(rest.split(" ")[16]));
      }
      return found;
    }
    const brought = [];
    let before = threads();
    for (const options of ${JSON.stringify(options)}) {
      const runtime = await openRuntime({ provider: "cpu", ...options });
      await runtime.run((x) => matMul(x, x), zeros([64, 64]));
      const now = threads();
      brought.push([...now].filter(([id]) => !before.has(id)).map(([, niceness]) => niceness));
      before = now;
    }
    console.log(JSON.stringify(brought));
    Deno.exit();`);
  return JSON.parse(stdout);
}

if (Deno.build.os === "linux") {
  Deno.test("a runtime in the background lowers the priority of its own threads, and of no others", async () => {
    const [foreground, background, alone, later] = await nicenessOfThreads([
      { threads: 2 },
      { threads: 2, background: true },
      { background: true },
      { threads: 2, background: false },
    ]);
    const own = foreground![0]!;
    assert(foreground!.length >= 2 && foreground!.every((niceness) => niceness === own), `${foreground}`);
    assert.deepEqual(background, [19, 19]);
    assert.deepEqual(alone, [19]);
    assert.deepEqual(later, [own, own]);
  });
}

Deno.test("the background computes the same", async () => {
  await using runtime = await openRuntime({ provider: "cpu", background: true });
  const { data } = await runtime.run((x: Symbolic): Symbolic => o.mul(x, 2), float32([2], [1, 2]));
  assert.deepEqual([...data], [2, 4]);
});
