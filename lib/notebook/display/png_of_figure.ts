import { Buffer } from "node:buffer";
import { type RgbaImage } from "../../formats/image_rgba.ts";

/** What the renderer of PNG files needs: it is a native library and reads its fonts. */
const NEEDED = ["ffi", "read", "sys"] as const;

/** Whether figures may be rendered without asking anyone: in a notebook they may. */
export const mayRender = (): boolean =>
  NEEDED.every((name) => Deno.permissions.querySync({ name }).state === "granted");

/** As small as PNG can be: without transparency, each row by the filter that suits it. Notebooks are kept and shared. */
async function smallPng({ width, height, data }: RgbaImage): Promise<Buffer> {
  const { PNG } = await import("pngjs");
  const options = { colorType: 2, filterType: -1, deflateLevel: 9 };
  return PNG.sync.write({ width, height, data: Buffer.from(data.buffer) }, options);
}

/** A figure as a PNG file in base 64. The renderer is loaded here, as drawing figures shall need no permission. */
export async function pngOfFigure(svg: string): Promise<string> {
  const { renderPicture } = await import("../../figures/raster.ts");
  return (await smallPng(renderPicture(svg))).toString("base64");
}
