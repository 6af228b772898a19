import { z } from "zod";
import { DEFAULT_PSI, type LatentKind } from "../../generators/latents.ts";
import {
  type FieldSchemas,
  numpySeed,
  path,
  sharedFields,
  type SharedSpec,
  type WithSchema,
} from "./shared_spec.ts";

/** A drag with a GAN. */
export interface GanSpec extends SharedSpec {
  /** What the model is. */
  readonly family: "gan";
  /** `"faces"`, the embedded ProGAN (default), the path of an official StyleGAN2 .pkl, or an inverted picture's folder. */
  readonly model: string;
  /** Seed and truncation (default ψ 0.7), the path of a .npy, or the path with what it holds. */
  readonly latent:
    | { readonly seed: number; readonly psi: number }
    | string
    | { readonly file: string; readonly kind: LatentKind };
  /** Class of a conditional model. */
  readonly class?: number | undefined;
  /** Noise of StyleGAN2's layers (default "const"). */
  readonly noise: "const" | "none";
  /** Compute the whole feature map in every step, in place of windows around the handles (default false). */
  readonly fullFrame: boolean;
}

const LATENT = z.union([
  z.strictObject({
    seed: numpySeed.describe("z is np.random.RandomState(seed).randn(1, z_dim)"),
    psi: z.number().default(DEFAULT_PSI).describe(
      "truncation: 1 leaves w as it is, 0 is the mean; a ProGAN has none, and refuses others",
    ),
  }),
  path.describe(
    "a .npy of z [z_dim], w [w_dim] or ws [num_ws, w_dim], told apart by its shape; num_ws of w or z are read as one ws",
  ),
  z.strictObject({
    file: path,
    kind: z.enum(["z", "w", "ws"]).describe(
      "what the .npy holds; needed for w where z_dim = w_dim, and for num_ws of w or z",
    ),
  }),
], { error: () => 'Expected {"seed": 1, "psi": 0.7}, a path or {"file": path, "kind": "z", "w" or "ws"}' });

/** The fields of a SPEC for a GAN. */
export const GAN_FIELDS: FieldSchemas<Omit<GanSpec, "family"> & WithSchema> = {
  model: path.default("faces").describe(
    '"faces", the embedded ProGAN, an official StyleGAN2 .pkl, or the folder of an inverted picture, whose latent is the default then',
  ),
  latent: LATENT,
  class: z.int().nonnegative().optional().describe("class of a conditional model"),
  noise: z.enum(["const", "none"]).default("const").describe(
    "noise of StyleGAN2's layers; a ProGAN refuses none",
  ),
  fullFrame: z.boolean().default(false).describe(
    "compute the whole feature map in every step, in place of windows around the handles",
  ),
  ...sharedFields("gan", "stabledrag"),
};
