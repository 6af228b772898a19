import { type CodeCell, type Notebook, type TextCell } from "../../../lib/notebook/client/notebook.ts";

/** A code cell that has not run. */
export const code = (id: string, source: string, metadata: CodeCell["metadata"] = {}): CodeCell => ({
  ...{ cell_type: "code", id, metadata, source },
  ...{ execution_count: null, outputs: [] },
});

/** A text. */
export const markdown = (id: string, source: string): TextCell => ({
  ...{ cell_type: "markdown", id, metadata: {}, source },
});

/** A notebook of format 4.5. */
export const notebookOf = (...cells: readonly (CodeCell | TextCell)[]): Notebook => ({
  ...{ metadata: {}, nbformat: 4, nbformat_minor: 5, cells },
});
