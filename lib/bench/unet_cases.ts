import { type DiffusionSize } from "./diffusion_recipes.ts";
import { type CaseMask } from "./gan_cases.ts";

/** A row of the benchmark of U-Nets: a diffusion model of random weights, and how its latent is dragged. */
export interface UnetCase {
  /** What tables and options call it. */
  readonly name: string;
  /** Tells it from cases of other kinds. */
  readonly model: "unet";
  /** How large the model is. */
  readonly size: DiffusionSize;
  /** Height and width of the picture in pixels; the latent has an eighth of them. */
  readonly resolution: number;
  /** Number of handles, each with a target an eighth of the picture away. */
  readonly handles: number;
  /** Absent where everything may move. */
  readonly mask?: CaseMask | undefined;
  /** Whether layers are computed again in the backward pass, rather than kept for it. */
  readonly checkpoint: boolean;
}

/** Without a mask, with one, and with less memory. */
const casesOf = (size: DiffusionSize, resolution: number): UnetCase[] => {
  const plain = { model: "unet", size, resolution, handles: 1, checkpoint: false } as const;
  return [
    { ...plain, name: `unet-${size}` },
    { ...plain, name: `unet-${size}-mask`, mask: "quarter-fixed" },
    { ...plain, name: `unet-${size}-checkpoint`, checkpoint: true },
  ];
};

/** What `bench` times of U-Nets: a small one, and one of Stable Diffusion 1.5's size. */
export const UNET_CASES: readonly UnetCase[] = [...casesOf("small", 256), ...casesOf("sd15", 512)];
