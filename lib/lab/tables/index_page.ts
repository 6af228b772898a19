import { join } from "node:path";
import { InputError } from "../../errors.ts";
import { writeFile } from "../../hub/write_file.ts";
import { type Experiment } from "../experiment.ts";
import { pageHtml, type Section } from "./index_html.ts";
import { FILES } from "../run/results_folder.ts";
import { readResults } from "../run/results.ts";
import { tableMarkdown } from "./table_text.ts";
import { originOf } from "../run/task_keys.ts";
import { isThere } from "../../hub/is_there.ts";

/** What an experiment showed, from its results in a folder of its name; a text where there are none. */
async function sectionOf(folder: string, experiment: Experiment): Promise<Section> {
  const { name, title } = experiment;
  const own = join(folder, name);
  if (!await isThere(join(own, FILES.results))) {
    return { title: `${title} (${name})`, content: "No results yet." };
  }
  const content = experiment.analyse(await readResults(own, originOf(experiment)));
  return { title: `${title} (${name})`, content };
}

/** The page as Markdown; figures are the files beside the results. */
function markdownOf(heading: string, sections: readonly Section[], names: readonly string[]): string {
  const parts = sections.map(({ title, content }, i) =>
    [
      `## ${title}`,
      ...(typeof content === "string" ? [content] : [
        ...Object.values(content.tables).map((table) => tableMarkdown(table).trimEnd()),
        ...Object.keys(content.figures).map((figure) => `![${title}](${names[i]}/${figure}.svg)`),
      ]),
    ].join("\n\n")
  );
  return `# ${heading}\n\n${parts.join("\n\n")}\n`;
}

/**
 * Writes index.html, self-contained, and index.md: the tables and figures of experiments, each from its results in
 * the folder of its name.
 *
 * @throws {InputError} when none has results, or some are half written or of another version.
 */
export async function writeIndex(
  folder: string,
  heading: string,
  experiments: readonly Experiment[],
): Promise<void> {
  const sections: Section[] = [];
  for (const experiment of experiments) sections.push(await sectionOf(folder, experiment));
  if (sections.every(({ content }) => typeof content === "string")) {
    throw new InputError(
      `Expected results of an experiment in a folder of its name in ${folder} but found none.`,
    );
  }
  await writeFile(join(folder, "index.html"), pageHtml(heading, sections));
  await writeFile(
    join(folder, "index.md"),
    markdownOf(heading, sections, experiments.map(({ name }) => name)),
  );
}
