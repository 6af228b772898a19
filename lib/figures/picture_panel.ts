import { image, type Markish } from "@observablehq/plot";
import { InputError } from "../errors.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { drawPlot } from "./document.ts";
import { dataUrl } from "./picture.ts";
import { drawMarks, type PictureMarks } from "./picture_marks.ts";
import { cutOut, type Region } from "./region.ts";

/** A drawing of a picture and its size in pixels. */
export interface Panel {
  /** An `<svg>`. */
  readonly element: Element;
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
}

/** Options of {@linkcode drawPicture}. */
export interface PictureOptions {
  /** Pixels of the picture's longer side in the figure. */
  readonly size: number;
  /** The part of the picture that is shown. Default: all of it. */
  readonly region?: Region;
  /** Whether axes in pixels of the picture stand at its left and below. Default: no. */
  readonly axes?: boolean;
}

/** Room for the axes, in pixels. */
const AXES = { marginLeft: 52, marginBottom: 40, marginTop: 6, marginRight: 8 };
const NO_AXES = { marginLeft: 0, marginBottom: 0, marginTop: 0, marginRight: 0 };

/**
 * Draws a picture, smoothly enlarged or reduced, with marks over it.
 *
 * @throws {InputError} when the size is not from 16 to 4096.
 */
export function drawPicture(
  document: Document,
  picture: RgbaImage,
  marks: PictureMarks,
  { size, axes = false, region = { left: 0, top: 0, width: picture.width, height: picture.height } }:
    PictureOptions,
): Panel {
  if (!(size >= 16 && size <= 4096)) {
    throw new InputError(`Expected a picture drawn at 16 to 4096 pixels but found ${size}.`);
  }
  const scale = size / Math.max(region.width, region.height);
  const [width, height] = [Math.round(region.width * scale), Math.round(region.height * scale)];
  const { marginLeft, marginRight, marginTop, marginBottom } = axes ? AXES : NO_AXES;
  const outer = { width: width + marginLeft + marginRight, height: height + marginTop + marginBottom };
  const axis = axes
    ? { ticks: size / 80, labelAnchor: "center", labelArrow: "none" } as const
    : { axis: null };
  const element = drawPlot(document, {
    ...outer,
    marginLeft,
    marginRight,
    marginTop,
    marginBottom,
    x: { ...axis, domain: [region.left - 0.5, region.left + region.width - 0.5], label: "x (px)" },
    y: { ...axis, domain: [region.top + region.height - 0.5, region.top - 0.5], label: "y (px)" },
    marks: [embedded(cutOut(picture, region), region, width, height), ...drawMarks(marks, size, scale)],
  });
  return { element, ...outer };
}

const embedded = (picture: RgbaImage, { left, top }: Region, width: number, height: number): Markish =>
  image([picture], {
    x: left + (picture.width - 1) / 2,
    y: top + (picture.height - 1) / 2,
    width,
    height,
    src: dataUrl,
    preserveAspectRatio: "none",
    imageRendering: "optimizeQuality",
  });
