/** The parts of the drag widget's front end, each before those that import it. */
const PARTS = [
  "elements",
  "state",
  "mask",
  "marks",
  "curves",
  "stage",
  "tools",
  "pairs",
  "controls",
  "widget",
];

/** A part as it stands in one module with the others: without its imports, and exporting only by default. */
const joined = (part: string): string =>
  part.replaceAll(/^import [^;]*;\n/gm, "").replaceAll(/^export (?!default)/gm, "");

const read = (name: string): string => Deno.readTextFileSync(new URL(`./front_end/${name}`, import.meta.url));

/** The front end of the drag widget: an anywidget module and its style sheet. */
export const dragFrontEnd = (): { readonly esm: string; readonly css: string } => ({
  esm: PARTS.map((name) => joined(read(`${name}.js`))).join("\n"),
  css: read("widget.css"),
});
