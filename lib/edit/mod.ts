/**
 * Real pictures: taken to the noise level where they are dragged, and back, in stages that are kept in a cache.
 *
 * @module
 */

export { type DragLatent, editPicture } from "./edit_picture.ts";
export { type FinishOptions, finishPicture } from "./finish_picture.ts";
export {
  type GivenLora,
  type InvertedPicture,
  type InvertOptions,
  invertPicture,
  type SourcePicture,
} from "./invert_picture.ts";
export { type LoraNumbers } from "./lora_stage.ts";
export { pictureTensor } from "./picture_tensor.ts";
export { type PromptText, promptText } from "./prompt_text.ts";
export { type StageOptions, type StageProgress } from "./stage.ts";
export { type EditDenoiser } from "./walk_stage.ts";
