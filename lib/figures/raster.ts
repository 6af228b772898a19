import { fileURLToPath } from "node:url";
import { type RenderedImage, Resvg } from "@resvg/resvg-js";
// Naming the package as a module is what makes Deno fetch it.
import fonts from "dejavu-fonts-ttf/package.json" with { type: "json" };
import { InputError } from "../errors.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";

/** Options of {@linkcode renderPng} and {@linkcode renderPicture}. */
export interface RenderOptions {
  /** Pixels per pixel of the figure: 2 for print and sharp screens. Default: 1. */
  readonly scale?: number;
}

/** The same fonts everywhere, so that equal figures are equal files: none of the system's is used. */
const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) => {
  const url = import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}`);
  if (!url.startsWith("file:")) {
    throw new InputError(`Expected ${name} of npm package ${fonts.name}, which "deno install" fetches.`);
  }
  return fileURLToPath(url);
});

/** Pixels of a picture at most; where there is no memory for them the renderer ends the process. Our choice. */
const MOST_PIXELS = 1 << 26;

function checkSize({ width, height }: Resvg, scale: number): void {
  if (width * height * scale * scale <= MOST_PIXELS) return;
  throw new InputError(
    `Expected a figure of at most ${MOST_PIXELS} pixels but found ${width} × ${height} at a scale of ${scale}.`,
  );
}

function render(svg: string, { scale = 1 }: RenderOptions): RenderedImage {
  if (!(scale > 0 && scale <= 16)) throw new InputError(`Expected a scale from 0 to 16 but found ${scale}.`);
  try {
    const resvg = new Resvg(svg, {
      fitTo: { mode: "zoom", value: scale },
      background: "white",
      font: { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: "DejaVu Sans" },
    });
    checkSize(resvg, scale);
    return resvg.render();
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`Expected a figure as SVG but found: ${cause}.`, { cause });
  }
}

/**
 * A figure as a PNG file on white. Fonts come from an npm package, so that the file is the same on every machine.
 *
 * Needs the permissions ffi, read and sys (the renderer is a native library); drawing figures needs none.
 *
 * @throws {InputError} when the text is no SVG file, its picture has more than 67 million pixels, or the scale is not above 0 and at most 16.
 */
export const renderPng = (svg: string, options: RenderOptions = {}): Uint8Array =>
  new Uint8Array(render(svg, options).asPng());

/** A figure as a picture, for animations; see {@linkcode renderPng}. */
export function renderPicture(svg: string, options: RenderOptions = {}): RgbaImage {
  const { width, height, pixels } = render(svg, options);
  return { width, height, data: new Uint8ClampedArray(pixels) };
}
