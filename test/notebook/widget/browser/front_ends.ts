import { InputError } from "../../../../lib/errors.ts";
import { hasIpywidgets, installAnywidget } from "./anywidget.ts";

/** A front end of Jupyter, as the test finds its way in it. */
export interface FrontEnd {
  /** For messages. */
  readonly name: string;
  /** Of its colours, where it has several (default: the light one). */
  readonly theme?: string;
  /** What `jupyter` is to serve. */
  readonly command: string;
  /** Changes what is installed in the folder of Jupyter's data. Default: our front end stays. */
  readonly prepare?: (data: string) => Promise<void>;
  /** Address of a notebook's page. */
  readonly page: (notebook: string) => string;
  /** Selector of the code of all cells. */
  readonly code: string;
  /** Selector of the numbers of all cells. */
  readonly prompt: string;
  /** Selector of the text that cells print. */
  readonly printed: string;
}

const LAB: FrontEnd = {
  name: "JupyterLab",
  command: "lab",
  page: (notebook) => `lab/tree/${notebook}`,
  code: ".jp-CodeCell .cm-content",
  prompt: ".jp-CodeCell .jp-InputArea-prompt",
  printed: ".jp-OutputArea-output pre",
};

const NOTEBOOK: FrontEnd = {
  ...LAB,
  name: "Notebook 7",
  command: "notebook",
  page: (notebook) => `notebooks/${notebook}`,
};

const CLASSIC: FrontEnd = {
  ...NOTEBOOK,
  name: "Notebook 6",
  code: ".code_cell .CodeMirror",
  prompt: ".code_cell .input_prompt",
  printed: ".output_stdout pre",
};

const ANYWIDGET: FrontEnd = {
  ...LAB,
  name: "JupyterLab with anywidget",
  theme: "JupyterLab Dark",
  prepare: installAnywidget,
};

/** The major version of an application of Jupyter; 0 where it is not installed. */
async function majorVersion(jupyter: string, application: string): Promise<number> {
  const { success, stdout } = await new Deno.Command(jupyter, { args: [application, "--version"] }).output();
  return success ? Number.parseInt(new TextDecoder().decode(stdout)) : 0;
}

/**
 * The front ends that are installed, the newest kind first.
 *
 * @throws {InputError} when there is none that can show widgets.
 */
export async function installedFrontEnds(jupyter: string): Promise<FrontEnd[]> {
  const lab = await majorVersion(jupyter, "lab");
  const notebook = await majorVersion(jupyter, "notebook");
  const found = [
    ...(lab >= 4 ? [LAB] : []),
    ...(lab >= 4 && await hasIpywidgets(jupyter) ? [ANYWIDGET] : []),
    ...(notebook >= 7 ? [NOTEBOOK] : []),
    ...(notebook === 6 ? [CLASSIC] : []),
  ];
  if (found.length > 0) return found;
  throw new InputError("Expected JupyterLab 4, Notebook 7 or Notebook 6 but found none of them.");
}
