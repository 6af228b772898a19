import { InputError } from "../../errors.ts";
import { notFinite } from "../../not_finite.ts";
import { type Tensor } from "../../tensor.ts";
import { type Architecture, resolutionOf, type Stylegan2Config, type Stylegan2Weights } from "./config.ts";

/** What is looked at of a network that was read from a pickle. Names are paths of modules and members. */
export interface PickledNetwork {
  /** Class of the network, for messages. */
  readonly className: string;
  /** Parameters and buffers, such as `synthesis.b4.conv1.weight`. */
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** Plain attributes, such as `z_dim` or `synthesis.b4.conv1.conv_clamp`. */
  readonly attributes: ReadonlyMap<string, unknown>;
}

const ARCHITECTURES: readonly string[] = ["orig", "skip", "resnet"];

/** A plain attribute of a module. */
function attribute(network: PickledNetwork, name: string): number | string | undefined {
  const value = network.attributes.get(name);
  return typeof value === "number" || typeof value === "string" ? value : undefined;
}

function integer(network: PickledNetwork, name: string): number {
  const value = attribute(network, name);
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 65536) return value;
  throw new InputError(
    `Expected a StyleGAN2 generator with an integer ${name} but found ${value ?? "none"}.`,
  );
}

/** Channels of every block, read off the biases of its last convolution. */
function channelsOf(network: PickledNetwork, resolution: number): number[] {
  const blocks = Math.log2(resolution) - 1;
  if (!Number.isInteger(blocks) || blocks < 1) {
    throw new InputError(`Expected a resolution that is a power of two from 4 but found ${resolution}.`);
  }
  return Array.from({ length: blocks }, (_, i) => {
    const name = `synthesis.b${resolutionOf(i)}.conv1.bias`;
    const bias = network.parameters.get(name);
    if (!bias) {
      throw new InputError(
        `Expected a StyleGAN2 generator with ${name} but this ${network.className} has none.`,
      );
    }
    return bias.shape[0]!;
  });
}

function architectureOf(network: PickledNetwork): Architecture {
  const found = attribute(network, "synthesis.b4.architecture") ?? "skip";
  if (ARCHITECTURES.includes(String(found))) return found as Architecture;
  throw new InputError(`Expected an architecture of ${ARCHITECTURES.join(", ")} but found ${found}.`);
}

/** What our synthesis takes for granted of every layer, by the last part of the attribute's name. */
const LAYER_ATTRIBUTES: Readonly<Record<string, readonly (number | string)[]>> = {
  activation: ["lrelu", "linear"],
  up: [1, 2],
  padding: [0, 1],
};

/**
 * Checks that the layers are those of StyleGAN2: their activations, up-sampling and low-pass filter.
 *
 * @throws {InputError} naming the first that is not.
 */
function checkLayers(network: PickledNetwork): void {
  for (const [name, value] of network.attributes) {
    const known = LAYER_ATTRIBUTES[name.slice(name.lastIndexOf(".") + 1)];
    if (!known || (typeof value !== "string" && typeof value !== "number") || known.includes(value)) continue;
    throw new InputError(
      `Expected a StyleGAN2 generator with ${name} of ${known.join(" or ")} but found ${value}.`,
    );
  }
  for (const [name, filter] of network.parameters) {
    if (!name.endsWith(".resample_filter")) continue;
    const taps = [1, 3, 3, 1].flatMap((a) => [1, 3, 3, 1].map((b) => (a * b) / 64));
    const found = Array.from(filter.data as Float32Array);
    if (found.length === 16 && found.every((v, i) => Math.abs(v - taps[i]!) < 1e-6)) continue;
    throw new InputError(
      `Expected a StyleGAN2 generator with the filter [1, 3, 3, 1] but ${name} is another.`,
    );
  }
}

/** Refuses weights of a training that came to nothing, before a drag spreads them over everything. */
function checkFinite(network: PickledNetwork): void {
  for (const [name, { dtype, data }] of network.parameters) {
    const odd = dtype === "float32" ? notFinite(data as Float32Array) : undefined;
    if (odd === undefined) continue;
    throw new InputError(`Expected a StyleGAN2 generator of finite weights but found ${odd} in ${name}.`);
  }
}

/**
 * The StyleGAN2 generator of an official pickle, StyleGAN2-ADA's or StyleGAN3's.
 *
 * @throws {InputError} when the network is of another kind, or a weight is infinite or NaN.
 */
export function fromNetwork(network: PickledNetwork): Stylegan2Weights<Tensor> {
  checkLayers(network);
  checkFinite(network);
  const resolution = integer(network, "img_resolution");
  const clamp = attribute(network, "synthesis.b4.conv1.conv_clamp");
  const config: Stylegan2Config = {
    zDim: integer(network, "z_dim"),
    cDim: integer(network, "c_dim"),
    wDim: integer(network, "w_dim"),
    resolution,
    imageChannels: integer(network, "img_channels"),
    channels: channelsOf(network, resolution),
    architecture: architectureOf(network),
    convClamp: typeof clamp === "number" ? clamp : undefined,
    mappingLayers: integer(network, "mapping.num_layers"),
  };
  return { config, parameters: network.parameters };
}
