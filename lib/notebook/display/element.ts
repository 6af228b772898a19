import { type Displayable, displayable } from "./displayable.ts";
import { figureBundle } from "./figure.ts";
import { checkStill } from "./still_svg.ts";

const words = (element: Element): string =>
  element.getAttribute("aria-label") ?? `A drawing as <${element.localName}>.`;

/** The text of an SVG file of an element, which its document need not name as such. */
function svgText(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return copy.outerHTML;
}

/**
 * An element of a document, such as Observable Plot makes: `<svg>` as a figure, and others as HTML.
 *
 * @throws {InputError} when it has scripts or event handlers.
 */
export function showElement(element: Element): Displayable {
  checkStill(element);
  if (element.localName === "svg") return displayable(() => figureBundle(svgText(element), words(element)));
  return displayable(() => ({ "text/plain": words(element), "text/html": element.outerHTML }));
}
