/**
 * Diffusion models of the Stable Diffusion 1 and 2 family as tensor functions: networks, noise, DDIM, LoRAs, and the
 * generator that drags look at.
 *
 * @module
 */

export { type Attend, attend, type AttentionLayer } from "./attention.ts";
export type { ClipLayerConfig } from "./clip_layer.ts";
export { addNoise, type DdimResult, ddimStep, guided, trainingTarget } from "./ddim.ts";
export { type Denoiser, guidedPrediction, promptContext } from "./denoiser.ts";
export { type Prompt } from "./prompt.ts";
export { FACES_DIFFUSION, facesDiffusionFolder } from "./faces_diffusion.ts";
export { type DiffusionModel, openDiffusionFolder } from "./folder.ts";
export { diffusionGenerator, type DiffusionGeneratorOptions } from "./generator.ts";
export { freshLora } from "./lora/fresh_lora.ts";
export {
  adaptedWeight,
  constantLora,
  flattenLora,
  type Lora,
  type LoraLayer,
  type LoraLayers,
  mergeLora,
  unflattenLora,
  withLora,
} from "./lora/lora.ts";
export { decodeLora, encodeLora, type LoraTargets } from "./lora/lora_file.ts";
export type { LoraLayout } from "./lora/lora_keys.ts";
export { loraStart, type LoraState, loraStateFrom, loraStateTensors } from "./lora/lora_state.ts";
export { type LoraStep, type LoraTraining, type LoraTrainingOptions, trainLora } from "./lora/train_lora.ts";
export { seededBatches, type TrainingBatch } from "./lora/training_batch.ts";
export { type DiffusionOptions } from "./model.ts";
export { mutualAttention, type MutualControl } from "./mutual_attention.ts";
export { type Network as DiffusionNetwork } from "./network.ts";
export { nullText } from "./null_text.ts";
export { constantParameters, type Parameters } from "./parameters.ts";
export { type PromptText, promptText } from "./prompt_text.ts";
export { randomParameters, type RandomParametersOptions } from "./random_parameters.ts";
export { type DdimStep, editTimestep, type NoiseSchedule, noiseSchedule } from "./schedule.ts";
export { parseSchedulerConfig, type PredictionType, type SchedulerConfig } from "./scheduler_config.ts";
export { parseTextConfig, type TextConfig } from "./text_config.ts";
export { textEncoder } from "./text_encoder.ts";
export {
  clipTokenizer,
  type Tokenizer,
  type TokenizerFiles,
  type TokenizerOptions,
  type Tokens,
} from "./tokenizer.ts";
export { type KeyValue } from "./transformer.ts";
export {
  type CrossContext,
  textContext,
  unet,
  type UnetInputs,
  type UnetOptions,
  type UnetOutputs,
} from "./unet.ts";
export { parseUnetConfig, type UnetConfig } from "./unet_config.ts";
export { type LatentDistribution, vaeDecoder, vaeEncoder, type VaeEncoderOptions } from "./vae.ts";
export { parseVaeConfig, type VaeConfig } from "./vae_config.ts";
export { walkNoise, type WalkOptions, type WalkStep } from "./walk.ts";
