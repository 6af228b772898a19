import { inversionCurve } from "../figures/inversion_curve.ts";
import { labelledSheet } from "../figures/labelled_sheet.ts";
import { pictureOf } from "../figures/picture.ts";
import { renderPng } from "../figures/raster.ts";
import { reducedPicture } from "../figures/reduce_picture.ts";
import { encodePng, type RgbaImage } from "../formats/image.ts";
import { encodeNpy } from "../formats/npy.ts";
import { encodeSafetensors } from "../formats/safetensors.ts";
import { type Tensor } from "../tensor.ts";
import { FILES } from "./inversion_folder.ts";
import { type GeneratedPicture, type InvertedPhotograph } from "./invert_photograph.ts";

/** Pixels of a picture of the contact sheet. */
const SIZE = 200;

const detailOf = ({ distances: { pixel, perceptual } }: GeneratedPicture): string =>
  `pixels ${pixel.toFixed(4)}, looks ${perceptual.toFixed(4)}`;

/** Photograph, what the generator was asked for, what it made, and a picture beside. */
const contactSheet = (
  picture: RgbaImage,
  aligned: Tensor,
  { pivot, tuned, neighbour }: InvertedPhotograph,
  perceptual: string,
): string =>
  labelledSheet([
    { label: "photograph", picture: reducedPicture(picture, 2 * SIZE) },
    { label: "aligned", picture: pictureOf(aligned) },
    { label: "inverted", detail: detailOf(pivot), picture: pictureOf(pivot.picture) },
    { label: "generator tuned", detail: detailOf(tuned), picture: pictureOf(tuned.picture) },
    { label: "a latent beside", detail: detailOf(neighbour), picture: pictureOf(neighbour.picture) },
  ], {
    size: SIZE,
    caption:
      `Differences from the aligned photograph: of pixels (mean square), and of looks by ${perceptual}.`,
  });

/** A line for each step: its stage, its number from 0, and how far the picture was from the photograph before the update. */
const lossLines = ({ losses }: InvertedPhotograph): string =>
  (["pivot", "tuning"] as const).flatMap((stage) =>
    losses[stage].map((loss, step) => `${JSON.stringify({ stage, step, loss })}\n`)
  ).join("");

/** All files of an inversion but its record. */
export function inversionFiles(
  picture: RgbaImage,
  aligned: Tensor,
  inverted: InvertedPhotograph,
  perceptual: string,
): Map<string, Uint8Array | string> {
  const curve = inversionCurve(inverted.losses);
  const png = ({ picture: own }: GeneratedPicture): Uint8Array => encodePng(pictureOf(own));
  return new Map<string, Uint8Array | string>([
    [FILES.aligned, encodePng(pictureOf(aligned))],
    [FILES.inverted, png(inverted.pivot)],
    [FILES.tuned, png(inverted.tuned)],
    [FILES.neighbour, png(inverted.neighbour)],
    [FILES.latent, encodeNpy(inverted.latent)],
    [FILES.weights, encodeSafetensors(inverted.weights)],
    [FILES.losses, lossLines(inverted)],
    [FILES.lossFigure, curve],
    [FILES.lossPicture, renderPng(curve, { scale: 2 })],
    [FILES.sheet, renderPng(contactSheet(picture, aligned, inverted, perceptual), { scale: 2 })],
  ]);
}
