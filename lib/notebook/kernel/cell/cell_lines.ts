import { Buffer } from "node:buffer";
import { SourceMap } from "node:module";
import { parseCell } from "./parse_cell.ts";

/** What Deno's kernel puts before the first line of a cell. */
const PREFIX = "'use strict'; void 0;".length;

/** A place in a stack trace: number of the cell, and line and column of the JavaScript that Deno made of it, from 1. */
const PLACE = /\bcell\[(\d+)\]:(\d+):(\d+)/g;

/** A cell as the kernel of Deno gets it, under the name that its places in stack traces have. */
export const namedCell = (code: string, cell: number): string => `${code}\n//# sourceURL=cell[${cell}]`;

/** The code with a statement of one line in the place of each import, as Deno's kernel has it. */
function withoutImports(code: string): string {
  const parsed = parseCell(code);
  const imports = ("statements" in parsed ? parsed.statements : [])
    .filter(({ type, importKind }) => type === "ImportDeclaration" && importKind !== "type");
  return imports.reduceRight((text, { start, end }) => {
    const lines = text.slice(start, end).split("\n").length;
    return `${text.slice(0, start)}0;${"\n".repeat(lines - 1)}${text.slice(end)}`;
  }, code);
}

/** From the JavaScript that Deno makes of code to that code; undefined where it makes none. */
async function sourceMap(code: string, extension: string): Promise<SourceMap | undefined> {
  const file = await Deno.makeTempFile({ prefix: "stabledrag-cell-", suffix: extension });
  try {
    await Deno.writeTextFile(file, code);
    const args = ["transpile", "--quiet", "--no-config", "--no-lock", "--source-map", "inline", file];
    const { stdout } = await new Deno.Command(Deno.execPath(), { args, stderr: "null" }).output();
    const [, map] = /base64,(\S+)\s*$/.exec(new TextDecoder().decode(stdout)) ?? [];
    return map === undefined ? undefined : new SourceMap(JSON.parse(Buffer.from(map, "base64").toString()));
  } finally {
    await Deno.remove(file);
  }
}

/**
 * Finds the lines of cells that stack traces mean. Deno's kernel numbers the lines of the JavaScript that it makes of a
 * cell; the same JavaScript is made once more here, for cells with errors only.
 */
export class CellLines {
  readonly #codes = new Map<number, string>();
  readonly #maps = new Map<number, Promise<SourceMap | undefined>>();

  /** Takes the code of a cell as the kernel gets it. */
  add(cell: number, code: string): void {
    this.#codes.set(cell, code);
  }

  /** The text with the places of cells as people read them: `cell [3], line 2`. */
  async inText(text: string): Promise<string> {
    const places = await Promise.all(
      [...text.matchAll(PLACE)].map(([, ...numbers]) => this.#place(...numbers.map(Number) as Place)),
    );
    return text.replaceAll(PLACE, () => places.shift()!);
  }

  async #place(cell: number, line: number, column: number): Promise<string> {
    const map = await this.#mapOf(cell);
    const entry = map?.findEntry(line - 1, column - 1 - (line === 1 ? PREFIX : 0));
    return `cell [${cell}]${entry && "originalLine" in entry ? `, line ${entry.originalLine + 1}` : ""}`;
  }

  #mapOf(cell: number): Promise<SourceMap | undefined> {
    const map = this.#maps.get(cell) ?? this.#makeMap(this.#codes.get(cell) ?? "");
    this.#maps.set(cell, map);
    return map;
  }

  async #makeMap(code: string): Promise<SourceMap | undefined> {
    const source = withoutImports(code);
    return await sourceMap(source, ".ts") ?? await sourceMap(source, ".tsx");
  }
}

type Place = [cell: number, line: number, column: number];
