import { FormatError } from "../../../errors.ts";
import { adamStart, type AdamState } from "../../../optimise/adam.ts";
import { float32, type Tensor } from "../../../tensor.ts";
import { flattenLora, type LoraLayers } from "./lora.ts";
import { loraTensors } from "./lora_file.ts";
import { loraKey } from "./lora_keys.ts";

/** All that the next step of a training depends on: it resumes from it with identical numbers. */
export interface LoraState {
  /** Updates made so far. */
  readonly step: number;
  /** The layers now. */
  readonly layers: LoraLayers;
  /** What AdamW remembers of them, in the order of `flattenLora`. */
  readonly adam: AdamState;
}

/** Where a training starts: at layers, with AdamW before its first update. */
export const loraStart = (layers: LoraLayers): LoraState => ({
  step: 0,
  layers,
  adam: adamStart(flattenLora(layers).data.length),
});

/** The tensors of a state, for a checkpoint: the layers as DragDiffusion names them, and AdamW's. */
export function loraStateTensors({ layers, adam }: LoraState): ReadonlyMap<string, Tensor> {
  const size = [adam.mean.length];
  const tensors = new Map<string, Tensor>(loraTensors({ unet: layers, textEncoder: {} }));
  return tensors.set("adam.mean", float32(size, adam.mean)).set("adam.square", float32(size, adam.square));
}

/**
 * The layers in a checkpoint, or in a LoRA file of this software.
 *
 * @param like layers of the same modules and shapes.
 * @throws {FormatError} when one is missing or has another shape.
 */
function loraLayersFrom(tensors: ReadonlyMap<string, Tensor>, like: LoraLayers): LoraLayers {
  const held = (module: string, half: "down" | "up", { shape }: Tensor): Tensor<"float32"> => {
    const found = tensors.get(loraKey("unet", module, half));
    if (found?.dtype === "float32" && `${found.shape}` === `${shape}`) return found as Tensor<"float32">;
    throw new FormatError("LoRA", `Expected ${half} [${shape.join(", ")}] of ${module} but found none.`);
  };
  return Object.fromEntries(
    Object.entries(like).map(([module, { down, up }]) => [
      module,
      { down: held(module, "down", down), up: held(module, "up", up) },
    ]),
  );
}

/**
 * The state that {@linkcode loraStateTensors} took apart.
 *
 * @param step updates made so far.
 * @param like layers of the same modules and shapes.
 * @throws {FormatError} when a part of it is missing or has another shape.
 */
export function loraStateFrom(
  tensors: ReadonlyMap<string, Tensor>,
  step: number,
  like: LoraLayers,
): LoraState {
  const layers = loraLayersFrom(tensors, like);
  const [mean, square] = ["adam.mean", "adam.square"].map((name) => tensors.get(name)?.data);
  const size = flattenLora(layers).data.length;
  const isWhole = (data: unknown): data is Float32Array =>
    data instanceof Float32Array && data.length === size;
  if (isWhole(mean) && isWhole(square)) return { step, layers, adam: { count: step, mean, square } };
  throw new FormatError("LoRA", "Expected what AdamW remembers of the layers but found none.");
}
