import { DOMParser } from "linkedom";
import { InputError } from "../../errors.ts";

/** A figure as elements. */
export interface StillSvg {
  /** Its `<svg>`. */
  readonly element: Element;
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
}

const ACTIVE = new Set([
  ...["script", "foreignobject", "handler", "listener"],
  ...["iframe", "frame", "object", "embed", "applet", "meta", "base", "link"],
]);

/** A name without the prefix of its namespace. */
const plainName = ({ localName }: Element): string => localName.toLowerCase().replace(/^.*:/, "");

/** Whether an attribute does something by itself; browsers pass over spaces and control characters in a scheme. */
const isActive = ({ name, value }: Attr): boolean =>
  /^(on|srcdoc$)/i.test(name) || /^javascript:/i.test(value.replaceAll(/[\0-\x20]/g, ""));

/** A number of pixels, which may say so; NaN where it is none. */
const pixels = (text: string | null | undefined): number =>
  /^\s*\d*\.?\d+(e\+?\d+)?(px)?\s*$/i.test(text ?? "") ? Number.parseFloat(text!) : NaN;

/** What in an element would do something by itself, for the message. */
function activity(element: Element): string | undefined {
  if (ACTIVE.has(plainName(element))) return `<${element.localName}>`;
  return [...element.attributes].find(isActive)?.name;
}

/**
 * Refuses what does something by itself when it is shown.
 *
 * @throws {InputError} when there are scripts, event handlers, frames or, in SVG, HTML in the element.
 */
export function checkStill(element: Element): void {
  for (const each of [element, ...element.querySelectorAll("*")]) {
    const found = activity(each);
    if (found) {
      throw new InputError(`Expected a figure that does nothing by itself but found ${found} in it.`);
    }
  }
}

/**
 * Reads the text of a figure, which may come from a file.
 *
 * @throws {InputError} when it is no SVG with a width and a height in pixels, or when it has scripts, event handlers
 * or HTML in it.
 */
export function stillSvg(svg: string): StillSvg {
  const document = new DOMParser().parseFromString(svg, "image/svg+xml") as unknown as Document;
  const element = document.documentElement as Element | null;
  const [width, height] = ["width", "height"].map((name) => pixels(element?.getAttribute(name)));
  if (element?.localName !== "svg" || !(width! > 0 && height! > 0)) {
    throw new InputError(
      `Expected the text of an SVG file with a width and a height in pixels but found ${
        JSON.stringify(svg.slice(0, 40))
      }.`,
    );
  }
  checkStill(element);
  return { element, width: width!, height: height! };
}
