import { join } from "node:path";
import { renderPng } from "../../figures/raster.ts";
import { writeFile } from "../../hub/write_file.ts";
import { type Table } from "./table.ts";
import { tableCsv, tableMarkdown } from "./table_text.ts";

/** What an experiment shows: free of times and paths, so that equal results are equal files. */
export interface Analysis {
  /** Tables by the names of their files, without ending. */
  readonly tables: Readonly<Record<string, Table>>;
  /** SVG files by their names, without ending. */
  readonly figures: Readonly<Record<string, string>>;
}

/** The files of an analysis: .csv and .md of each table, .svg and .png of each figure. */
function filesOf({ tables, figures }: Analysis): [string, string | Uint8Array][] {
  return [
    ...Object.entries(tables).flatMap(([name, table]): [string, string][] => [
      [`${name}.csv`, tableCsv(table)],
      [`${name}.md`, tableMarkdown(table)],
    ]),
    ...Object.entries(figures).flatMap(([name, svg]): [string, string | Uint8Array][] => [
      [`${name}.svg`, svg],
      [`${name}.png`, renderPng(svg, { scale: 2 })],
    ]),
  ];
}

/** Writes the tables and figures of an experiment into a folder that is there. */
export async function writeAnalysis(folder: string, analysis: Analysis): Promise<void> {
  for (const [name, content] of filesOf(analysis)) await writeFile(join(folder, name), content);
}
