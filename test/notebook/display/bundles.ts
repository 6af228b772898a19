import assert from "node:assert/strict";
import { DOMParser } from "linkedom";
import { DISPLAY, type Displayable, type MimeBundle } from "../../../lib/notebook/display/displayable.ts";

/** What is in files that someone made to do harm. */
export const HOSTILE = `<img src=x onerror="alert(1)"></script><b>&amp;'`;

/** The forms of a display, none of which runs anything; each has a text. */
export async function bundleOf(display: Displayable): Promise<MimeBundle> {
  const bundle = await display[DISPLAY]();
  assert.ok(bundle["text/plain"].length > 0);
  const { "text/html": html = "", "image/svg+xml": svg = "" } = bundle;
  const document = new DOMParser().parseFromString(`<!doctype html><body>${html}${svg}`, "text/html");
  const elements = [...document.body.querySelectorAll("*")] as Element[];
  for (const element of elements) {
    assert.notEqual(element.localName, "script");
    assert.ok(![...element.attributes].some(({ name }) => name.startsWith("on")), element.outerHTML);
  }
  return bundle;
}

/** The PNG file that a bundle has. */
export const pngOf = (bundle: MimeBundle): Uint8Array => Uint8Array.fromBase64(bundle["image/png"]!);
