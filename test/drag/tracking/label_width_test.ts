import assert from "node:assert/strict";
import { TRACKERS } from "../../../lib/drag/tracking/mod.ts";
import * as o from "../../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { apart } from "./solve.ts";
import { scoresOf } from "./still.ts";
import { normalTensor } from "../../normal_tensor.ts";

for (const name of ["learned-filter", "correlation-filter"]) {
  Deno.test(`the label of a ${name} is as wide as is asked for in pixels of the map, not of the picture`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const enlarged = (x: Symbolic): Symbolic => o.resizeBilinear(x, [24, 24]);
    const scores = async (sigma: number, enlarge: boolean): Promise<number[]> => {
      const [first, later] = await Promise.all([1, 2].map((seed) => {
        const map = normalTensor([1, 4, 12, 12], seed);
        return enlarge ? runtime.run(enlarged, map) : map;
      }));
      const options = { sigma, lambdaTrack: 1, sampleRadius: 6, correlationRadius: 6 };
      const tracker = TRACKERS[name]!(options, { r2: 3, spacing: 1, side: 24 });
      const still = { first: first!, later: later!, handles: [11, 12], resolution: 24, r2: 3 };
      return (await scoresOf(runtime, tracker, still)).absolute;
    };
    const [small, large] = [await scores(1, false), await scores(2, true)];
    assert(apart(small, large) < 1e-4, `${apart(small, large)}`);
    assert(apart(small, await scores(1, true)) > 1e-2);
  });
}
