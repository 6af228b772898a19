import assert from "node:assert/strict";
import { openRuntime, type RuntimeOptions } from "../../lib/runtime/runtime.ts";
import { float32 } from "../../lib/tensor.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { runModule } from "../run_module.ts";

/**
 * Opens runtimes with the options given, one after the other, in a process of its own, and keeps them: how many threads
 * of the process have the lowest priority after each. Deno may start threads of its own at any time, at its own priority.
 */
async function threadsOfLowestPriority(options: readonly RuntimeOptions[]): Promise<number[]> {
  const lib = (path: string): string => import.meta.resolve(`../../lib/${path}`);
  const { stdout } = await runModule(`
    import { matMul } from "${lib("onnx/ops/linear.ts")}";
    import { openRuntime, type RuntimeOptions } from "${lib("runtime/runtime.ts")}";
    import { zeros } from "${lib("tensor.ts")}";
    function lowest() {
      const niceness = [...Deno.readDirSync("/proc/self/task")].flatMap(({ name }) => {
        try {
          const stat = Deno.readTextFileSync("/proc/self/task/" + name + "/stat");
          return [Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16])];
        } catch {
          return []; // it has just ended
        }
      });
      return niceness.filter((n) => n === 19).length;
    }
    const counts = [];
    for (const options of ${JSON.stringify(options)}) {
      const runtime = await openRuntime({ provider: "cpu", ...options });
      await runtime.run((x) => matMul(x, x), zeros([64, 64]));
      counts.push(lowest());
    }
    console.log(JSON.stringify(counts));
    Deno.exit();`);
  return JSON.parse(stdout);
}

if (Deno.build.os === "linux") {
  Deno.test("a runtime in the background lowers the priority of its own threads, and of no others", async () => {
    const counts = await threadsOfLowestPriority([
      { threads: 2 },
      { threads: 2, background: true },
      { background: true },
      { threads: 2, background: false },
    ]);
    assert.deepEqual(counts, [0, 2, 3, 3]); // two of one, one of the other
  });
}

Deno.test("the background computes the same", async () => {
  await using runtime = await openRuntime({ provider: "cpu", background: true });
  const { data } = await runtime.run((x: Symbolic): Symbolic => o.mul(x, 2), float32([2], [1, 2]));
  assert.deepEqual([...data], [2, 4]);
});
