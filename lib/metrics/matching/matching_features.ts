import { type DiffusionModel } from "../../generators/diffusion/folder.ts";
import { promptText } from "../../generators/diffusion/prompt_text.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { type Tensor } from "../../tensor.ts";
import { diftFeatures, type DiftOptions } from "../dift.ts";
import { RESNET_MATCHING_LABEL, type ResnetMetrics } from "../resnet/resnet_metrics.ts";

/** Feature maps by which content is found again in another picture. */
export interface MatchingFeatures {
  /** What tables and figures call them. */
  readonly label: string;
  /**
   * The maps [1, C, h, w] of pictures of one size, each [1, 3, H, W], RGB from −1 to 1.
   *
   * @param prompt what the pictures show; some features depend on it.
   */
  readonly mapsOf: (pictures: readonly Tensor[], prompt?: string) => Promise<readonly Tensor[]>;
}

/**
 * Diffusion features: DragBench's with Stable Diffusion 2.1 and the default options. A model without text is told nothing
 * of the prompt.
 *
 * @param name what the model is called in the label.
 */
export const diftMatching = (
  model: DiffusionModel,
  name: string,
  runtime: Runtime,
  options: DiftOptions = {},
): MatchingFeatures => ({
  label: `DIFT features of ${name}`,
  mapsOf: async (pictures, prompt = "") => {
    const { text } = await promptText(model, runtime, model.text ? prompt : "");
    return await diftFeatures(model, runtime, pictures, text, options);
  },
});

/** Features of a ResNet-50, as a labelled stand-in where there are no weights of a diffusion model. */
export const resnetMatching = (
  { features }: Pick<ResnetMetrics, "features">,
  runtime: Runtime,
): MatchingFeatures => ({
  label: RESNET_MATCHING_LABEL,
  mapsOf: async (pictures) => {
    if (pictures.length === 0) return [];
    await using compiled = await runtime.compile(features, [pictures[0]!], "resnet");
    const maps: Tensor[] = [];
    for (const picture of pictures) maps.push(await compiled.run(picture));
    return maps;
  },
});
