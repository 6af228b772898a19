import { FormatError } from "../../../errors.ts";
import { float16ToFloat32 } from "../../../formats/float16.ts";
import { decodeSafetensors, encodeSafetensors } from "../../../formats/safetensors.ts";
import { float32, type Tensor } from "../../../tensor.ts";
import { type Lora, type LoraLayer, type LoraLayers, loraMisfit } from "./lora.ts";
import {
  type LoraKey,
  loraKey,
  type LoraLayout,
  type LoraPart,
  parseLoraKey,
  underscored,
} from "./lora_keys.ts";
import { metadataAlphas } from "./peft_settings.ts";

/** Tensors of the networks that a LoRA may adapt, by their names in the model's files. */
export interface LoraTargets {
  /** The U-Net's. */
  readonly unet: ReadonlyMap<string, Tensor>;
  /** The text encoder's; without them, what a file says of it is left out. */
  readonly textEncoder?: ReadonlyMap<string, Tensor>;
}

type Parts = Partial<Record<LoraPart, Tensor>>;

const NETWORKS = ["unet", "textEncoder"] as const;

function wrong(message: string): FormatError {
  return new FormatError("LoRA", message);
}

/** All tensors of a file by the layer they belong to. */
function partsByLayer(
  tensors: ReadonlyMap<string, Tensor>,
): Readonly<Record<LoraKey["network"], ReadonlyMap<string, Parts>>> {
  const found = { unet: new Map<string, Parts>(), textEncoder: new Map<string, Parts>() };
  for (const [key, value] of tensors) {
    const parsed = parseLoraKey(key);
    if (!parsed) {
      throw wrong(`Expected down and up matrices of layers but found ${JSON.stringify(key).slice(0, 120)}.`);
    }
    const { network, module, part } = parsed;
    found[network].set(module, { ...found[network].get(module), [part]: value });
  }
  return found;
}

function numbersOf(module: string, value: Tensor): Float32Array {
  if (value.dtype === "float32") return value.data as Float32Array;
  if (value.dtype === "float16") return float16ToFloat32(value.data as Uint16Array);
  if (value.dtype === "float64") return Float32Array.from(value.data as Float64Array);
  throw wrong(`Expected numbers of floating point in ${module} but found ${value.dtype}.`);
}

/** The alpha of a layer, of any type: some programs write a whole number. */
const alphaOf = (module: string, alpha: Tensor): number =>
  alpha.dtype.startsWith("float") ? numbersOf(module, alpha)[0]! : Number(alpha.data[0]);

/** One layer, its factor in `up`, checked against the weight that it adapts. */
function layerOf(
  module: string,
  { down, up, alpha }: Parts,
  alphaOfAll: number | undefined,
  weight: Tensor,
): LoraLayer {
  if (!down || !up) throw wrong(`Expected both matrices of ${module} but found no ${down ? "up" : "down"}.`);
  const misfit = loraMisfit(module, { down, up }, weight);
  if (misfit !== undefined) throw wrong(misfit);
  const [rank] = down.shape as [number];
  const factor = (alpha ? alphaOf(module, alpha) : alphaOfAll ?? rank) / rank;
  const [read, write] = [numbersOf(module, down), numbersOf(module, up).map((v) => v * factor)];
  if (!read.every(Number.isFinite) || !write.every(Number.isFinite)) {
    throw wrong(`Expected finite numbers in ${module}.`);
  }
  return { down: float32(down.shape, read), up: float32(up.shape, write) };
}

function layersOf(
  parts: ReadonlyMap<string, Parts>,
  alphaOfAll: number | undefined,
  tensors: ReadonlyMap<string, Tensor>,
): LoraLayers {
  const weights = [...tensors].filter(([name, { shape }]) => name.endsWith(".weight") && shape.length > 1);
  const modules = new Map(
    weights.map(([name]) => name.slice(0, -".weight".length)).map((m) => [underscored(m), m]),
  );
  const strange = [...parts.keys()].find((key) => !modules.has(key));
  if (strange !== undefined) {
    throw wrong(`Expected layers of this model but found one of ${strange}, which it does not have.`);
  }
  const adapted = [...modules].filter(([key]) => parts.has(key));
  return Object.fromEntries(
    adapted.map(([key, m]) => [m, layerOf(m, parts.get(key)!, alphaOfAll, tensors.get(`${m}.weight`)!)]),
  );
}

/**
 * Reads a LoRA from a safetensors file in any of the published layouts: DragDiffusion's, diffusers' (by processor, by
 * layer), kohya's with its alpha, peft's. An alpha is multiplied into `up`, divided by the rank; without one, it is taken to
 * be the rank. Numbers become float32.
 *
 * @param alphaBeside what peft writes of alpha in an `adapter_config.json` beside its files: it counts where the file
 * tells none (default: none).
 * @throws {FormatError} when the bytes are no LoRA for this model: another kind of adaptation, a layer of another
 * model, matrices that do not fit the weight, half a layer, numbers that are not finite.
 */
export function decodeLora(bytes: Uint8Array, targets: LoraTargets, alphaBeside?: number): Lora {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (tensors.size === 0) throw wrong("Expected layers but found none.");
  const parts = partsByLayer(tensors);
  const alphas = metadataAlphas(metadata);
  const [unet, textEncoder] = NETWORKS.map((network) => {
    const known = targets[network];
    return known ? layersOf(parts[network], alphas[network] ?? alphaBeside, known) : {};
  }) as [LoraLayers, LoraLayers];
  return { unet, textEncoder };
}

/** A LoRA's tensors by their names in a layout. */
export function loraTensors(lora: Lora, layout?: LoraLayout): ReadonlyMap<string, Tensor<"float32">> {
  const tensors = new Map<string, Tensor<"float32">>();
  for (const network of NETWORKS) {
    for (const [module, { down, up }] of Object.entries(lora[network])) {
      tensors.set(loraKey(network, module, "down", layout), down);
      tensors.set(loraKey(network, module, "up", layout), up);
    }
  }
  return tensors;
}

/**
 * Writes a LoRA as a safetensors file.
 *
 * @param layout `"dragdiffusion"` (default), which DragDiffusion saves and loads, and diffusers up to 0.32; or `"diffusers"`, which
 * newer ones load, too.
 */
export const encodeLora = (lora: Lora, layout: LoraLayout = "dragdiffusion"): Uint8Array =>
  encodeSafetensors(loraTensors(lora, layout), new Map([["format", "pt"]]));
