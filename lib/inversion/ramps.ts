import { type InversionSettings } from "./settings.ts";

/**
 * The share of the learning rate at a time from 0 to 1 (Karras et al., "Analyzing and improving the image quality of
 * StyleGAN", appendix D, as in the authors' `projector.py`).
 */
export function learningShare(
  time: number,
  { rampUp, rampDown }: Pick<InversionSettings, "rampUp" | "rampDown">,
): number {
  const down = Math.min(1, (1 - time) / rampDown);
  return (0.5 - 0.5 * Math.cos(down * Math.PI)) * Math.min(1, time / rampUp);
}

/** The share of the noise on the latent at a time from 0 to 1. Source: the same. */
export const noiseShare = (time: number, { noiseRamp }: Pick<InversionSettings, "noiseRamp">): number =>
  Math.max(0, 1 - time / noiseRamp) ** 2;
