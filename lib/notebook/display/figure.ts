import { figureDocument, svgElement } from "../../figures/document.ts";
import { wrap } from "../../figures/text.ts";
import { type Displayable, displayable, type MimeBundle } from "./displayable.ts";
import { mayRender, pngOfFigure } from "./png_of_figure.ts";
import { type StillSvg, stillSvg } from "./still_svg.ts";

/** Options of {@linkcode figure}. */
export interface FigureOptions {
  /** Stands below the figure (default: nothing). */
  readonly caption?: string;
  /** What is shown where no figure can be (default: the caption, or how large the figure is). */
  readonly text?: string;
  /**
   * Whether a PNG is made too, which is what front ends show of notebooks that are not trusted. It needs the
   * permissions ffi, read and sys (default: where they are given).
   */
  readonly png?: boolean;
}

const [SIZE, LINE, PADDING] = [12, 17, 14];

/** A figure above its caption, as the text of an SVG file. */
function captioned({ element, width, height }: StillSvg, caption: string): string {
  const document = figureDocument();
  const lines = wrap(caption, width - 2 * PADDING, SIZE);
  const size = { width, height: height + lines.length * LINE + PADDING };
  const below = svgElement(
    document,
    "g",
    { "font-family": "DejaVu Sans, Verdana, sans-serif", "font-size": SIZE, fill: "#444" },
    lines.map((line, i) => svgElement(document, "text", { x: PADDING, y: height + SIZE + i * LINE }, [line])),
  );
  const root = svgElement(
    document,
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", ...size, viewBox: `0 0 ${size.width} ${size.height}` },
    [svgElement(document, "rect", { ...size, fill: "white" }), element, below],
  );
  return `${root.outerHTML}\n`;
}

/** Whether a figure is made of pixels: pictures, or so many cells that they take less room as pixels. */
const isMadeOfPixels = (svg: string, png: string): boolean => /<image\b/.test(svg) || svg.length > png.length;

/**
 * The forms of a figure that is known to be still; see {@linkcode figure}. One that is made of pixels is no SVG beside
 * its PNG, so that notebooks do not hold its pictures twice (our choice).
 */
export async function figureBundle(svg: string, text: string, png = mayRender()): Promise<MimeBundle> {
  const rendered = png ? await pngOfFigure(svg) : undefined;
  return {
    "text/plain": text,
    ...(rendered !== undefined && isMadeOfPixels(svg, rendered) ? {} : { "image/svg+xml": svg }),
    ...(rendered === undefined ? {} : { "image/png": rendered }),
  };
}

/**
 * A figure, such as the functions of `lib/figures` draw, as something that a notebook shows.
 *
 * @param svg the text of an SVG file with a width and a height in pixels.
 * @throws {InputError} when it is something else, or has scripts, event handlers or HTML in it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { DISPLAY } from "./displayable.ts";
 * import { figure } from "./figure.ts";
 * const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><circle r="9"/></svg>`;
 * const bundle = await figure(svg, { caption: "A quarter of a disc." })[DISPLAY]();
 * assert.equal(bundle["text/plain"], "A quarter of a disc.");
 * assert.match(bundle["image/svg+xml"]!, /<circle/);
 * ```
 */
export function figure(svg: string, { caption, text, png }: FigureOptions = {}): Displayable {
  const still = stillSvg(svg);
  const shown = caption === undefined ? svg : captioned(still, caption);
  const words = text ?? caption ?? `A figure of ${still.width} × ${still.height} pixels.`;
  return displayable(() => figureBundle(shown, words, png));
}
