import { z } from "zod";
import { FormatError } from "../../errors.ts";
import { inFormat } from "../../in_format.ts";
import { parseJson } from "../../parse_json.ts";
import { checkSchema } from "../../schema.ts";
import { type Notebook } from "./notebook.ts";

/** A text, which files may hold as a list of lines that keep their ends. */
const TEXT = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(""))]);

const JSON_TYPE = /^application\/(.*\+)?json$/;

/** Representations by MIME type. Those that are JSON may be anything, also lists of strings. */
const BUNDLE = z.record(z.string(), z.unknown()).transform((bundle, context) =>
  Object.fromEntries(
    Object.entries(bundle).map(([type, value]) => {
      if (JSON_TYPE.test(type)) return [type, value];
      const text = TEXT.safeParse(value);
      if (!text.success) {
        context.addIssue({ code: "custom", message: "Expected text but found something else", path: [type] });
      }
      return [type, text.data];
    }),
  )
);

const OBJECT = z.record(z.string(), z.unknown());
const COUNT = z.int().nonnegative().nullable();

const OUTPUT = z.discriminatedUnion("output_type", [
  z.strictObject({ output_type: z.literal("stream"), name: z.enum(["stdout", "stderr"]), text: TEXT }),
  z.strictObject({ output_type: z.literal("display_data"), data: BUNDLE, metadata: OBJECT }),
  z.strictObject({
    output_type: z.literal("execute_result"),
    data: BUNDLE,
    metadata: OBJECT,
    execution_count: COUNT,
  }),
  z.strictObject({
    output_type: z.literal("error"),
    ename: z.string(),
    evalue: z.string(),
    traceback: z.array(z.string()),
  }),
]);

const COMMON = {
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/).optional(),
  source: TEXT,
};
const METADATA = z.looseObject({
  tags: z.array(z.string()).optional(),
  stabledrag: z.strictObject({
    seconds: z.number().positive().optional(),
    small: OBJECT.optional(),
  }).optional(),
});

const CELL = z.discriminatedUnion("cell_type", [
  z.strictObject({
    ...COMMON,
    ...{ cell_type: z.literal("code"), metadata: METADATA },
    ...{ execution_count: COUNT, outputs: z.array(OUTPUT) },
  }),
  z.strictObject({
    ...COMMON,
    ...{ cell_type: z.enum(["markdown", "raw"]), metadata: METADATA },
    attachments: z.record(z.string(), BUNDLE).optional(),
  }),
]);

const NOTEBOOK = z.strictObject({
  metadata: OBJECT,
  nbformat: z.literal(4),
  nbformat_minor: z.int().min(0).max(5),
  cells: z.array(CELL),
});

const wrong = (what: string): FormatError => new FormatError("ipynb", what);

/** Cells have names that are unique since format 4.5, and none before. */
function checkIds({ cells, nbformat_minor: minor }: Notebook): void {
  const seen = new Set<string>();
  for (const [i, { id }] of cells.entries()) {
    if ((id !== undefined) !== (minor >= 5)) {
      const expected = minor >= 5 ? "an id" : "no id";
      throw wrong(`Expected ${expected} of cell ${i + 1} in format 4.${minor} but found the opposite.`);
    }
    if (id !== undefined && seen.has(id)) {
      throw wrong(`Expected ids that differ but found ${JSON.stringify(id)} again in cell ${i + 1}.`);
    }
    if (id !== undefined) seen.add(id);
  }
}

/**
 * Reads the text of a notebook (nbformat 4.0 to 4.5, https://nbformat.readthedocs.io) and checks it.
 *
 * @throws {FormatError} naming the first thing that is wrong.
 */
export function parseNotebook(text: string): Notebook {
  const notebook = inFormat("ipynb", () => checkSchema<Notebook>(NOTEBOOK, parseJson(text)));
  checkIds(notebook);
  return notebook;
}
