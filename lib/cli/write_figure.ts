import { renderPng } from "../figures/raster.ts";
import { writeOutput } from "./batch.ts";

/** Writes a figure, whose path `checkOutput` has seen: as it is where that ends with .svg, else as a PNG of twice its size. */
export async function writeFigure(path: string, svg: string): Promise<void> {
  const isSvg = path.toLowerCase().endsWith(".svg");
  await writeOutput(path, isSvg ? new TextEncoder().encode(svg) : renderPng(svg, { scale: 2 }));
}
