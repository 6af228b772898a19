import { delimiter, join } from "node:path";
import { InputError } from "../../../../lib/errors.ts";

/** The path of the first of some programs that is installed. */
async function first(programs: readonly string[]): Promise<string | undefined> {
  const folders = (Deno.env.get("PATH") ?? "").split(delimiter);
  for (const path of programs.flatMap((program) => folders.map((folder) => join(folder, program)))) {
    if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return path;
  }
  return undefined;
}

/**
 * The programs that the test needs.
 *
 * @throws {InputError} that says what is missing, and how Debian installs it.
 */
export async function findPrograms(): Promise<{ readonly chromium: string; readonly jupyter: string }> {
  const chromium = await first(["chromium", "chromium-browser", "google-chrome"]);
  const jupyter = await first(["jupyter"]);
  const missing = [
    ...(chromium === undefined ? ['Chromium ("apt-get install chromium")'] : []),
    ...(jupyter === undefined
      ? ['Jupyter ("apt-get install jupyter-notebook" or "pip install jupyterlab")']
      : []),
  ];
  if (chromium !== undefined && jupyter !== undefined) return { chromium, jupyter };
  throw new InputError(
    `The widget is not tested in a browser, as there is no ${missing.join(" and no ")} here.`,
  );
}
