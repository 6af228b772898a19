import { renderPng } from "../figures/raster.ts";
import { writeFile } from "../hub/write_file.ts";

/** Writes a figure, whose path `checkOutput` has seen: as it is where that ends with .svg, else as a PNG of twice its size. */
export async function writeFigure(path: string, svg: string): Promise<void> {
  const isSvg = path.toLowerCase().endsWith(".svg");
  await writeFile(path, isSvg ? svg : renderPng(svg, { scale: 2 }));
}
