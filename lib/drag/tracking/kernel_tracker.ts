import { InputError } from "../../errors.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { windowAround, windowFeatures } from "../view.ts";
import { type FilterSamples, filterSamples, patchFeatures, type SampleOptions } from "./filter_samples.ts";
import { kernelResponseBy } from "./kernel_response.ts";
import { type Tracker } from "./tracker.ts";

/**
 * A tracker by a k × k filter per handle, learned once from the samples around it; the handle moves to the peak of its
 * response.
 *
 * @param settings numbers of `learn`, for records.
 * @param learn the filters, [n, C · k²], from their samples.
 * @throws {InputError} when the kernel size is not odd.
 */
export function kernelTracker(
  name: string,
  { kernelSize, sigma, sampleRadius, spacing }: SampleOptions,
  settings: Readonly<Record<string, number | string>>,
  learn: (samples: FilterSamples) => Symbolic,
): Tracker {
  if (kernelSize % 2 !== 1) {
    throw new InputError(`Expected an odd kernelSize but found ${kernelSize}.`);
  }
  const reach = ((kernelSize - 1) / 2) * spacing;
  return {
    name,
    settings: { kernelSize, sigma, sampleRadius, ...settings },
    reach,
    prepare: (view, handles) =>
      learn(filterSamples(view, handles, { kernelSize, sigma, sampleRadius, spacing })),
    score: ({ view, handles, window }, known) => {
      const filter = known as Symbolic;
      const [n, c, k] = window.shape as [number, number, number];
      const around = windowAround(handles, (k - 1) / 2 + reach, view.grid);
      const response = kernelResponseBy(spacing)(
        patchFeatures(windowFeatures(view, around), kernelSize),
        o.reshape(filter, [n, c, kernelSize, kernelSize]),
      );
      return { fused: response, absolute: response };
    },
  };
}
