import { Command } from "commander";
import { dirname } from "node:path";
import { inFile, InputError } from "../errors.ts";
import { parseSpec, type SpecInput, specSchema } from "../drag/spec.ts";
import { readInputFile } from "../hub/read_file.ts";
import { openRuntime } from "../runtime/runtime.ts";
import { listenForInterrupt } from "./interruption.ts";
import { type RuntimeFlags, withRuntimeOptions } from "./options.ts";
import { runDrag } from "./run_drag.ts";
import { note, print } from "./terminal.ts";

interface DragFlags extends RuntimeFlags {
  readonly out?: string;
  readonly overwrite: boolean;
  readonly schema: boolean;
}

async function readSpec(path: string): Promise<SpecInput> {
  const text = new TextDecoder().decode(await readInputFile(path, "a SPEC"));
  return inFile(path, () => {
    const input = parseJson(text);
    parseSpec(input);
    return input as SpecInput;
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`Expected JSON but found: ${(error as Error).message}.`, { cause: error });
  }
}

async function run(path: string | undefined, flags: DragFlags): Promise<void> {
  if (flags.schema) return print(JSON.stringify(specSchema(), undefined, 2));
  if (path === undefined) throw new InputError("Expected the path of a SPEC but found none.");
  if (flags.out === undefined) {
    throw new InputError("Expected --out with a folder for the results but found none.");
  }
  const spec = await readSpec(path);
  using interruption = listenForInterrupt();
  await using runtime = await openRuntime(flags);
  const { overwrite, threads, out: folder } = flags;
  const job = { spec, base: dirname(path), folder, overwrite, runtime, threads, signal: interruption.signal };
  const outcome = await runDrag(job);
  if (outcome === "done before") {
    note(`${folder} holds this drag already, finished; --overwrite makes it again.`);
  }
}

/** `drag SPEC --out DIR`. */
export const dragCommand = (): Command =>
  withRuntimeOptions(
    new Command("drag")
      .description(
        "drag a picture as SPEC says; the same command continues a drag that was stopped or killed",
      )
      .argument("[spec]", "a JSON file: see --schema")
      .option("--out <dir>", "folder of the results")
      .option("--overwrite", "remove the drag that the folder holds, and start again", false)
      .option("--schema", "print the JSON schema of SPEC", false),
  ).action(run);
