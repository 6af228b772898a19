import * as Plot from "@observablehq/plot";
import { DOMParser } from "linkedom";

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

/** Attributes by name; numbers are written as they are. */
export type Attributes = Readonly<Record<string, string | number>>;

/** An empty XML document to draw in, without a browser: its text and attributes are escaped when serialised. */
export const figureDocument = (): Document =>
  new DOMParser().parseFromString(`<svg xmlns="${SVG_NAMESPACE}"/>`, "image/svg+xml") as unknown as Document;

/** An SVG element with attributes and children; strings become text. */
export function svgElement(
  document: Document,
  name: string,
  attributes: Attributes = {},
  children: readonly (Element | string)[] = [],
): Element {
  const element = document.createElementNS(SVG_NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/**
 * Anything that Plot draws.
 *
 * @internal Plot documents its own types.
 */
export type Mark = Plot.Markish;

/**
 * What a plot shows; a title, a caption and legends are the figure's, not the plot's.
 *
 * @internal Plot documents its own types.
 */
export type DrawingOptions = Omit<Plot.PlotOptions, "document" | "title" | "subtitle" | "caption" | "figure">;

/**
 * Draws with Observable Plot. Fonts and sizes are the figure's: style sheets are left out, as SVG renderers know
 * too little of CSS for them.
 */
export function drawPlot(document: Document, options: DrawingOptions & { marks: Mark[] }): Element {
  const svg = Plot.plot({ ...options, document }) as Element;
  for (const style of [...svg.querySelectorAll("style")]) style.remove();
  for (const name of ["class", "font-family", "font-size"]) svg.removeAttribute(name);
  return svg;
}
