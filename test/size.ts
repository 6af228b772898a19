import { upwardImports } from "./imports.ts";

/**
 * Fails when a source file has over 400 lines or a function of over 40, and when a folder of lib/ imports one that
 * stands above it. Counts on `deno fmt`: a function ends at the first line that is indented as its last header line
 * and begins with a closing brace.
 */
const [LONGEST_FILE, LONGEST_FUNCTION] = [400, 40];
const ROOTS = ["mod.ts", "lib", "experiments", "ablations", "notebooks", "test"];

async function* sourcesIn(path: string): AsyncGenerator<string> {
  const info = await Deno.stat(path).catch(() => undefined);
  if (info?.isFile && path.endsWith(".ts")) yield path;
  if (!info?.isDirectory) return;
  for await (const { name } of Deno.readDir(path)) yield* sourcesIn(`${path}/${name}`);
}

const indentation = (line: string): string => /^ */.exec(line)![0];

const opensFunction = (line: string): boolean =>
  /(=> \{|\).* \{)$/.test(line) && !/^ *(\} )?(if|for|while|switch|else|catch|do|try)\b| = \{$/.test(line);

/** Functions of a source that are too long: the line they begin at, and how many lines they have. */
function longFunctions(lines: readonly string[]): { at: number; length: number }[] {
  return lines.flatMap((line, at) => {
    if (!opensFunction(line)) return [];
    const close = `${indentation(line)}}`;
    const length = lines.slice(at).findIndex((later) => later.startsWith(close)) + 1;
    return length > LONGEST_FUNCTION ? [{ at: at + 1, length }] : [];
  });
}

const report: string[] = [];
const sizes: number[] = [];
for (const root of ROOTS) {
  for await (const path of sourcesIn(root)) {
    const source = await Deno.readTextFile(path);
    const lines = source.trimEnd().split("\n");
    sizes.push(lines.length);
    if (lines.length > LONGEST_FILE) report.push(`${path}: ${lines.length} lines, more than ${LONGEST_FILE}`);
    for (const { at, length } of longFunctions(lines)) {
      report.push(`${path}:${at}: a function of ${length} lines, more than ${LONGEST_FUNCTION}`);
    }
    report.push(...upwardImports(path, source));
  }
}
if (report.length > 0) Deno.exitCode = 1;
const median = sizes.toSorted((a, b) => a - b)[Math.floor(sizes.length / 2)];
report.push(`${sizes.length} source files, median ${median} lines, longest ${Math.max(...sizes)}`);
// deno-lint-ignore no-console -- printing is what this script is for
console.log(report.join("\n"));
