import { Buffer } from "node:buffer";

/** What the renderer of PNG files needs: it is a native library and reads its fonts. */
const NEEDED = ["ffi", "read", "sys"] as const;

/** Whether figures may be rendered without asking anyone: in a notebook they may. */
export const mayRender = (): boolean =>
  NEEDED.every((name) => Deno.permissions.querySync({ name }).state === "granted");

/** A figure as a PNG file in base 64. The renderer is loaded here, as drawing figures shall need no permission. */
export async function pngOfFigure(svg: string): Promise<string> {
  const { renderPng } = await import("../../figures/raster.ts");
  return Buffer.from(renderPng(svg)).toString("base64");
}
