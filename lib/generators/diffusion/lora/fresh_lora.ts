import { InputError } from "../../../errors.ts";
import { drawn, seededNormal } from "../../../random.ts";
import { type Tensor, zeros } from "../../../tensor.ts";
import { type LoraLayer, type LoraLayers } from "./lora.ts";
import { LORA_TRAINING_DEFAULTS } from "./train_lora.ts";

/** What DragDiffusion adapts: queries, keys, values and outputs of every attention. */
const ATTENTION = /\.attn[12]\.to_(q|k|v|out\.0)\.weight$/;

/**
 * Layers before their training, which change nothing yet: `down` is normal with standard deviation 1 / rank, `up` is
 * zero, as diffusers 0.24 and DragDiffusion begin.
 *
 * @param tensors those of the U-Net; every attention's four linear layers get a layer.
 * @param rank of the layers (default 16, DragDiffusion's).
 * @param seed of the normal numbers (default 0).
 * @throws {InputError} when the rank is no positive whole number, or there is no attention.
 */
export function freshLora(
  tensors: ReadonlyMap<string, Tensor>,
  rank = LORA_TRAINING_DEFAULTS.rank,
  seed = 0,
): LoraLayers {
  if (!Number.isInteger(rank) || rank < 1) {
    throw new InputError(`Expected a LoRA's rank as a whole number from 1 but found ${rank}.`);
  }
  const normal = seededNormal(seed);
  const layerOf = ({ shape: [out = 0, width = 0] }: Tensor): LoraLayer => ({
    down: drawn([rank, width], () => normal() / rank),
    up: zeros([out, rank]),
  });
  const adapted = [...tensors].filter(([name]) => ATTENTION.test(name));
  if (adapted.length === 0) throw new InputError("Expected a U-Net with attention but found none to adapt.");
  return Object.fromEntries(
    adapted.map(([name, weight]) => [name.slice(0, -".weight".length), layerOf(weight)]),
  );
}
