import { type NoisyPicture } from "../../edit/noisy_picture.ts";
import { type RgbaImage } from "../../formats/image.ts";
import { type DiffusionModel } from "../../generators/diffusion/folder.ts";
import { type LoraLayers } from "../../generators/diffusion/lora/lora.ts";
import { type MutualControl } from "../../generators/diffusion/mutual_attention.ts";

/** How the dragged latent of a diffusion model becomes a picture. */
export interface DragEdit {
  /** The model. */
  readonly model: DiffusionModel;
  /** The undragged latent at its noise level, and the U-Net that denoises it. */
  readonly picture: NoisyPicture;
  /** The picture that was inverted; absent where there was a latent. */
  readonly source?: RgbaImage;
  /** Layers of the LoRA that was trained on it; absent where none was. */
  readonly trained?: LoraLayers;
  /** Control of the denoising by the undragged latent. */
  readonly mutual: MutualControl | false;
  /** What the edit was set to, defaults too, as plain values for records. */
  readonly settings: Readonly<Record<string, number | string>>;
}
