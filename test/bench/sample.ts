import { type BenchResult, type CaseResult } from "../../lib/bench/bench_result.ts";
import { BENCH_CASES } from "../../lib/bench/cases.ts";
import { type StepCost } from "../../lib/bench/step_cost.ts";

/** A cost whose convolutions take most of the time. */
const cost = (seconds: number, peakMemory: number): StepCost => ({
  seconds,
  bareSeconds: 0.8 * seconds,
  gflop: 100 * seconds,
  peakMemory,
});

/** A benchmark that never was: windows cost by the handle, the whole map by the pixel, the official step more. */
export function sampleResult({ official = true }: { readonly official?: boolean } = {}): BenchResult {
  const cases = BENCH_CASES.map((benchCase): CaseResult => {
    const { model, resolution, handles } = benchCase;
    const pixels = Math.min(resolution, 512) / 512;
    return {
      case: benchCase,
      windowed: cost(0.04 + 0.03 * handles, 6e8),
      fullFrame: cost(1.2 * pixels + 0.05 * handles, 2e9),
      ...(official && model === "stylegan2"
        ? {
          official: {
            seconds: 3 * resolution / 512,
            peakMemory: 4e9,
            torch: "2.13.0",
            steps: 4,
            agreeing: 4,
          },
        }
        : {}),
    };
  });
  return {
    versions: { "@stabledrag/lab": "0.1.0" },
    provider: "cpu",
    threads: 0,
    processors: 2,
    rounds: 3,
    cases,
  };
}
