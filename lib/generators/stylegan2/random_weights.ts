import { drawn, seededNormal } from "../../random.ts";
import { type Tensor } from "../../tensor.ts";
import {
  convolutionsOf,
  hasRgb,
  resolutionOf,
  type Stylegan2Config,
  type Stylegan2Weights,
} from "./config.ts";

/** What {@linkcode randomStylegan2} needs to know. */
export interface RandomStylegan2Options {
  /** Height and width of the picture, a power of two from 4. */
  readonly resolution: number;
  /** Channels at resolution r are `channelBase / r`, at most 512 (default 32768, that of the 512² and 1024² models). */
  readonly channelBase?: number;
  /** Architecture of the blocks (default "skip"). */
  readonly architecture?: Stylegan2Config["architecture"];
  /** Limit of activations (default 256). */
  readonly convClamp?: number;
  /** Seed of the weights (default 0). */
  readonly seed?: number;
}

function configOf(options: RandomStylegan2Options): Stylegan2Config {
  const { resolution, channelBase = 32768, architecture = "skip", convClamp = 256 } = options;
  const blocks = Math.log2(resolution) - 1;
  return {
    zDim: 512,
    cDim: 0,
    wDim: 512,
    resolution,
    imageChannels: 3,
    channels: Array.from({ length: blocks }, (_, i) => Math.min(512, channelBase / resolutionOf(i))),
    architecture,
    convClamp,
    mappingLayers: 8,
  };
}

interface Drawing {
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** Draws a parameter. */
  readonly put: (name: string, shape: number[], scale: number, mean?: number) => void;
  /** Draws the weight and the bias of a fully connected layer. */
  readonly dense: (name: string, fanIn: number, out: number, bias: number, learningRate?: number) => void;
}

/** Parameters that are drawn one after the other. */
function drawing(seed: number): Drawing {
  const parameters = new Map<string, Tensor>();
  const normal = seededNormal(seed);
  const put = (name: string, shape: number[], scale: number, mean = 0): void => {
    parameters.set(name, drawn(shape, () => mean + scale * normal()));
  };
  const dense = (name: string, fanIn: number, out: number, bias: number, learningRate = 1): void => {
    put(`${name}.weight`, [out, fanIn], 1 / learningRate);
    put(`${name}.bias`, [out], 0, bias);
  };
  return { parameters, put, dense };
}

/** Draws the parameters of a block of the synthesis network that makes `c` channels. */
function drawBlock(config: Stylegan2Config, c: number, i: number, { put, dense }: Drawing): void {
  const name = `synthesis.b${resolutionOf(i)}`;
  const before = config.channels[i - 1] ?? c;
  if (i === 0) put(`${name}.const`, [c, 4, 4], 1);
  for (let k = 2 - convolutionsOf(i); k < 2; k++) {
    const [layer, cin] = [`${name}.conv${k}`, k === 0 ? before : c];
    put(`${layer}.weight`, [c, cin, 3, 3], 1);
    put(`${layer}.bias`, [c], 0.1);
    put(`${layer}.noise_const`, [resolutionOf(i), resolutionOf(i)], 1);
    put(`${layer}.noise_strength`, [], 0.05);
    dense(`${layer}.affine`, 512, cin, 1);
  }
  if (config.architecture === "resnet" && i > 0) put(`${name}.skip.weight`, [c, before, 1, 1], 1);
  if (!hasRgb(config, i)) return;
  put(`${name}.torgb.weight`, [3, c, 1, 1], 1);
  put(`${name}.torgb.bias`, [3], 0);
  dense(`${name}.torgb.affine`, 512, c, 1);
}

/** A StyleGAN2 generator of any size with random weights, initialised as training starts: for tests and benchmarks. */
export function randomStylegan2(options: RandomStylegan2Options): Stylegan2Weights<Tensor> {
  const config = configOf(options);
  const drawn = drawing(options.seed ?? 0);
  for (let i = 0; i < config.mappingLayers; i++) drawn.dense(`mapping.fc${i}`, 512, 512, 0, 0.01);
  drawn.put("mapping.w_avg", [512], 0);
  config.channels.forEach((c, i) => drawBlock(config, c, i, drawn));
  return { config, parameters: drawn.parameters };
}
