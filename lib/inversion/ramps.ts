/** How learning rate and noise change in the course of an optimisation, in parts of its steps. */
export interface Ramps {
  /** The learning rate rises from 0 in these (default 0.05). */
  readonly rampUp: number;
  /** It falls to 0 in these, the last ones, as a cosine (default 0.25). */
  readonly rampDown: number;
  /** The noise on the latent fades to none in these, the first ones (default 0.75). */
  readonly noiseRamp: number;
}

/**
 * The share of the learning rate at a time from 0 to 1 (Karras et al., "Analyzing and improving the image quality of
 * StyleGAN", appendix D, as in the authors' `projector.py`).
 */
export function learningShare(
  time: number,
  { rampUp, rampDown }: Pick<Ramps, "rampUp" | "rampDown">,
): number {
  const down = Math.min(1, (1 - time) / rampDown);
  return (0.5 - 0.5 * Math.cos(down * Math.PI)) * Math.min(1, time / rampUp);
}

/** The share of the noise on the latent at a time from 0 to 1. Source: the same. */
export const noiseShare = (time: number, { noiseRamp }: Pick<Ramps, "noiseRamp">): number =>
  Math.max(0, 1 - time / noiseRamp) ** 2;
