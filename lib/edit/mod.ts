/**
 * Real pictures: taken to the noise level where they are dragged, and back, in stages that are kept where a folder is named
 * for them.
 *
 * @module
 */

export { type GivenLora, plainDenoiser } from "./edit_denoiser.ts";
export { type DragLatent, editPicture } from "./edit_picture.ts";
export { type DenoisedPair, denoisedPair, type FinishOptions, finishPicture } from "./finish_picture.ts";
export { generateLatent, type GenerateOptions } from "./generate_latent.ts";
export {
  type InvertedPicture,
  type InvertOptions,
  invertPicture,
  type SourcePicture,
} from "./invert_picture.ts";
export { type LoraNumbers } from "./lora_stage.ts";
export { type NoisyPicture } from "./noisy_picture.ts";
export { pictureTensor } from "./picture_tensor.ts";
export { type StageOptions, type StageProgress } from "./stage.ts";
export { type EditDenoiser } from "./walk_stage.ts";
