import { InputError } from "../../errors.ts";
import { type CodeCell, hasTag, type Notebook, type TextCell } from "./notebook.ts";

/** Name of the cell that is put in. */
const INJECTED = "injected-parameters";

const isTagged = (tag: string) => (cell: CodeCell | TextCell): boolean =>
  cell.cell_type === "code" && hasTag(cell, tag);

/** Assignments, as variables of a cell go on in those after it. */
function assignments(small: Readonly<Record<string, unknown>>, declared: string): string {
  const statements = Object.entries(small).map(([name, value]) => {
    if (
      !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ||
      !new RegExp(`\\blet\\s+${RegExp.escape(name)}\\b`).test(declared)
    ) {
      throw new InputError(`Expected "let ${name}" in the cell tagged "parameters" but found none.`);
    }
    return `${name} = ${JSON.stringify(value)};\n`;
  });
  // The value of an assignment is no output.
  return `${statements.join("")}void 0;`;
}

/**
 * A notebook that runs with its small settings: a cell tagged "injected-parameters" follows the one tagged
 * "parameters", as papermill does it, in place of an earlier one, and assigns the values of that one's metadata `stabledrag.small`. A notebook
 * without stays as it is.
 *
 * @throws {InputError} when there is more than one cell tagged "parameters", or a value is for a variable that it
 *   does not declare by `let`.
 */
export function withSmallSettings(notebook: Notebook): Notebook {
  const found = notebook.cells.filter(isTagged("parameters"));
  if (found.length > 1) {
    throw new InputError(`Expected one cell tagged "parameters" but found ${found.length}.`);
  }
  const [parameters] = found;
  const small = parameters?.metadata.stabledrag?.small;
  if (!parameters || !small) return notebook;
  const injected: CodeCell = {
    ...(notebook.nbformat_minor >= 5 ? { id: INJECTED } : {}),
    ...{ cell_type: "code", metadata: { tags: [INJECTED] } },
    ...{ source: assignments(small, parameters.source), execution_count: null, outputs: [] },
  };
  const isOld = isTagged(INJECTED);
  const cells = notebook.cells.filter((cell) => !isOld(cell));
  return { ...notebook, cells: cells.toSpliced(cells.indexOf(parameters) + 1, 0, injected) };
}
