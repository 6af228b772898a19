import { mean } from "../../metrics/bootstrap.ts";
import { type LoggedStep } from "../loss_log.ts";
import { type FaceDistance } from "./face_distance.ts";
import { type FacesSettings } from "./settings.ts";

/** What a report says. */
export interface FacesReport {
  /** Of the training. */
  readonly settings: FacesSettings;
  /** Updates of the U-Net. */
  readonly step: number;
  /** Logged steps of both networks; none where a training went on from weights alone. */
  readonly losses: { readonly vae: readonly LoggedStep[]; readonly unet: readonly LoggedStep[] };
  /** How near the samples are. */
  readonly distance: FaceDistance;
  /** What the autoencoder loses: mean absolute error of a pixel, of 255. */
  readonly error: number;
  /** Of the model. */
  readonly sha256: string;
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** The mean loss of the first and of the last tenth of the steps. */
function fall(steps: readonly LoggedStep[]): string {
  if (steps.length === 0) return "not logged here";
  const tenth = Math.ceil(steps.length / 10);
  const [first, last] = [steps.slice(0, tenth), steps.slice(-tenth)].map((part) =>
    mean(part.map(({ loss }) => loss)).toFixed(4)
  );
  return `${first} in the first tenth of the logged steps, ${last} in the last`;
}

/** A report as the README of the model's folder. */
export function reportText({ settings, step, losses, distance, error, sha256 }: FacesReport): string {
  const { vae, unet, report, seed, pictures } = settings;
  return `# faces-diffusion

A small latent diffusion model of faces, 64 × 64 pixels, without text: trained by \`deno task train\` with our own
gradients (our own ONNX graphs on ONNX Runtime), on ${pictures} pictures of the embedded face generator and their mirror images.
The layout is that of diffusers; the text is one vector of zeros.

| | |
|---|---|
| command | \`deno task train\` (stopped and resumed as often as needed), then \`deno task train --report\` |
| seed | ${seed} |
| autoencoder | ${vae.steps} steps of ${vae.batch} pictures; loss ${fall(losses.vae)} |
| lost by the autoencoder | ${error.toFixed(1)} of 255 per colour and pixel on average |
| U-Net | ${step} steps of ${unet.batch} latents; loss ${fall(losses.unet)} |
| Fréchet distance of face descriptors, generated to training pictures | ${
    distance.distance.toFixed(4)
  } (${distance.count} each, DDIM of ${report.steps} steps) |
| the same between two sets of training pictures | ${distance.reference.toFixed(4)} |
| pictures in which the landmark network finds a face | ${percent(distance.share)} (training pictures: ${
    percent(distance.referenceShare)
  }) |
| SHA-256 of the weights' list | \`${sha256}\` |

The distance is no FID: it is of dlib's 128 numbers per face, and of few pictures.
`;
}
