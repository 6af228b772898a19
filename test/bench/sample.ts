import { type BenchResult, type GanResult, type UnetResult } from "../../lib/bench/bench_result.ts";
import { GAN_CASES } from "../../lib/bench/gan_cases.ts";
import { PHOTOGRAPH_CASES } from "../../lib/bench/photograph_cases.ts";
import { type StepCost } from "../../lib/bench/step_cost.ts";
import { UNET_CASES } from "../../lib/bench/unet_cases.ts";

/** A cost whose convolutions take most of the time. */
const cost = (seconds: number, peakMemory: number): StepCost => ({
  seconds,
  bareSeconds: 0.8 * seconds,
  gflop: 100 * seconds,
  peakMemory,
});

const OFFICIAL_UNET = {
  forwardSeconds: 6.8,
  seconds: 20,
  peakMemory: 6e9,
  torch: "2.13.0, diffusers 0.40.0",
  steps: 4,
  agreeing: 4,
};

/** A benchmark that never was: windows cost by the handle, the whole map by the pixel, the official step more. */
export function sampleResult({ official = true }: { readonly official?: boolean } = {}): BenchResult {
  const cases = GAN_CASES.map((benchCase): GanResult => {
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
    unets: UNET_CASES.map((benchCase): UnetResult => ({
      case: benchCase,
      cost: { forwardSeconds: 5, step: cost(benchCase.mask ? 16 : 12.5, 7e9) },
      ...(official && benchCase.name === "unet-sd15" ? { official: OFFICIAL_UNET } : {}),
    })),
    photographs: PHOTOGRAPH_CASES.map((benchCase) => ({
      case: benchCase,
      cost: { seconds: 300, secondsPerStep: 11.5, peakMemory: 9e9, numbers: 1e7 },
    })),
  };
}
