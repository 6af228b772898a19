import { gather } from "../../onnx/ops/mod.ts";
import { int64s, type Symbolic } from "../../onnx/symbolic.ts";
import { type Attend, attend } from "./attention.ts";

/** Where mutual self-attention control acts. */
export interface MutualControl {
  /** The first denoising step with it, counted from 0 (default 0, DragDiffusion's; MasaCtrl's is 4). */
  readonly startStep?: number;
  /**
   * The first transformer with it, in the order of computation from 0 (default 10 of Stable Diffusion's 16: the finer half
   * going up; of other models as large a part, our choice).
   */
  readonly startLayer?: number | undefined;
}

/** A control with its defaults, which are DragDiffusion's, for a model of so many transformers. */
export const mutualControl = (
  { startStep = 0, startLayer }: MutualControl,
  transformers: number,
): { readonly startStep: number; readonly startLayer: number } => ({
  startStep,
  startLayer: startLayer ?? Math.round((10 / 16) * transformers),
});

/**
 * Mutual self-attention control (MasaCtrl, Cao et al., arXiv 2304.08465; DragDiffusion's "reference-latent control"):
 * the batch holds pairs of source and edited latent, and from a layer on the self-attention of both looks at the
 * keys and values of the source only, so that the edited picture is made of the source's content.
 *
 * @param startLayer the first transformer with it, from 0.
 */
export const mutualAttention = (startLayer: number): Attend => (q, k, v, { index, cross }) => {
  if (cross || Math.floor(index / 2) < startLayer) return attend(q, k, v);
  const sources = int64s([...Array(k.shape[0]).keys()].map((i) => i - i % 2));
  const ofSource = (x: Symbolic): Symbolic => gather(x, sources, 0);
  return attend(q, ofSource(k), ofSource(v));
};
