/**
 * Generators and their latents: ProGAN, StyleGAN2, and diffusion models.
 *
 * @module
 */

export * from "./diffusion/mod.ts";
export { type ModelFamily, type ModelSource, modelSource } from "./family.ts";
export type { Gan } from "./gan.ts";
export { type Block, type Denoised, type Generator, gridOf, type LatentSpace } from "./generator.ts";
export { type LatentKind, type LatentMaker, type LatentSource, latentWarning } from "./latents.ts";
export { type Model, type ModelOptions, openGan, openModel } from "./load.ts";
export { progan } from "./progan/generator.ts";
export type { ProganWeights } from "./progan/weights.ts";
export type { Size } from "./size.ts";
export type { Architecture, NoiseMode, Stylegan2Config, Stylegan2Weights } from "./stylegan2/config.ts";
export { stylegan2, type Stylegan2Options } from "./stylegan2/generator.ts";
export { randomStylegan2, type RandomStylegan2Options } from "./stylegan2/random_weights.ts";
export type { SynthesisOptions } from "./stylegan2/synthesis.ts";
export type { Weight, Weights } from "./weight.ts";
export type { Box } from "./windows/box.ts";
export type { Convolve } from "./windows/convolve.ts";
export type { Span } from "./windows/span.ts";
export type { Place, WindowMap } from "./windows/window_map.ts";
export type { WindowedBlock } from "./windows/windowed_block.ts";
