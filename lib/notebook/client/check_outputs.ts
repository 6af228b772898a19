import { type CodeCell, hasTag, type Notebook } from "./notebook.ts";
import { type ErrorOutput, type Output } from "./output.ts";

/** What is wrong with a notebook that was run. */
export interface NotebookFailure {
  /** Number of the cell among all cells, from 1; undefined where it is none of a cell. */
  readonly cell: number | undefined;
  /** Line in the cell, from 1, where it is known. */
  readonly line: number | undefined;
  /** One sentence. */
  readonly reason: string;
}

const FIGURES = ["image/svg+xml", "image/png"];

const isFigure = (output: Output): boolean =>
  "data" in output && FIGURES.some((type) => output.data[type] !== undefined);

/** The line of the cell in which its code failed, by the stack of the error as our kernel or Deno's tells it. */
function lineOf({ execution_count: count }: CodeCell, { traceback }: ErrorOutput): number | undefined {
  const place = new RegExp(`\\bcell \\[${count}\\], line (\\d+)|<anonymous>:(\\d+):\\d+`);
  const [, ours, denos] = place.exec(traceback.join("\n")) ?? [];
  const line = ours ?? denos;
  return line === undefined ? undefined : Number(line);
}

/** The errors among a notebook's outputs. */
export const errorsIn = ({ cells }: Notebook): NotebookFailure[] =>
  cells.flatMap((cell, i) =>
    cell.cell_type !== "code" ? [] : cell.outputs
      .filter((output) => output.output_type === "error")
      .map((error) => ({
        cell: i + 1,
        line: lineOf(cell, error),
        reason: `${error.ename}: ${error.evalue}`.split("\n", 1)[0]!,
      }))
  );

/** The code cells tagged "figure" whose outputs hold no SVG and no PNG. */
export const figuresMissingIn = ({ cells }: Notebook): NotebookFailure[] =>
  cells.flatMap((cell, i) =>
    cell.cell_type !== "code" || !hasTag(cell, "figure") || cell.outputs.some(isFigure)
      ? []
      : [{ cell: i + 1, line: undefined, reason: "Expected a figure (SVG or PNG) but found none." }]
  );
