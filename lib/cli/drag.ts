import { Command, Option } from "commander";
import { dirname } from "node:path";
import { inFile, InputError, withinFile } from "../errors.ts";
import { readSpec } from "../drag/open_spec.ts";
import { explainDrag } from "../drag/session.ts";
import { parseSpec, type Spec, type SpecInput, specSchema } from "../drag/spec.ts";
import { DEFAULT_MODEL, modelSource } from "../generators/family.ts";
import { readJson } from "../hub/read_json.ts";
import { openRuntime } from "../runtime/runtime.ts";
import { checkOutput } from "./batch.ts";
import { goesOn } from "./exit_status.ts";
import { listenForInterrupt } from "./interruption.ts";
import { type RuntimeFlags, withRuntimeOptions } from "./options.ts";
import { runDrag } from "./run_drag.ts";
import { note, print } from "./terminal.ts";

interface DragFlags extends RuntimeFlags {
  readonly out?: string;
  readonly overwrite: boolean;
  readonly schema: boolean;
  readonly explain: boolean;
  readonly preview?: string;
}

/** The SPEC in a file, as it is written and with its defaults; that of an inverted picture is its own latent. */
async function specIn(path: string): Promise<{ input: SpecInput; spec: Spec }> {
  const input = await readJson(path, "a SPEC");
  const { family, latent } = await modelSource(modelIn(input), dirname(path));
  const whole = latent === undefined ? input : { latent, ...input as object };
  return { input: input as SpecInput, spec: inFile(path, () => parseSpec(whole, family)) };
}

/** What a SPEC calls its model, right or wrong. */
function modelIn(input: unknown): string {
  const { model } = { model: DEFAULT_MODEL, ...input as object } as { readonly model: unknown };
  return typeof model === "string" && model !== "" ? model : DEFAULT_MODEL;
}

/** Prints what a step of a drag computes, without dragging. */
async function explain(path: string, flags: DragFlags): Promise<void> {
  const { spec } = await specIn(path);
  await using runtime = await openRuntime(flags);
  const { model, problem, method } = await withinFile(
    path,
    () => readSpec(spec, dirname(path), runtime),
  );
  const { fullFrame } = { fullFrame: false, ...spec };
  print(explainDrag(model.generator, problem, method, { fullFrame }));
}

async function run(path: string | undefined, flags: DragFlags): Promise<void> {
  if (flags.schema) return print(JSON.stringify(specSchema(), undefined, 2));
  if (path === undefined) throw new InputError("Expected the path of a SPEC but found none.");
  if (flags.explain) return await explain(path, flags);
  if (flags.out === undefined) {
    throw new InputError("Expected --out with a folder for the results but found none.");
  }
  const { preview } = flags;
  if (preview !== undefined) await checkOutput(preview, [".png"], "--preview");
  const { input, spec } = await specIn(path);
  using interruption = listenForInterrupt();
  await using runtime = await openRuntime(flags);
  const { overwrite, threads, out: folder } = flags;
  const [{ signal }, base, again] = [interruption, dirname(path), goesOn(overwrite)];
  const job = {
    input,
    spec,
    specFile: path,
    base,
    folder,
    overwrite,
    again,
    runtime,
    threads,
    signal,
    preview,
  };
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
      .option(
        "--preview <file>",
        "a .png of the latest step while the drag runs, rendered beside it (default: none)",
      )
      .addOption(
        new Option("--explain", "print what a step computes of each block and why, and do no more")
          .default(false).conflicts(["out", "overwrite", "preview"]),
      )
      .addOption(
        new Option("--schema", "print the JSON schema of SPEC, and do no more")
          .default(false).conflicts(["out", "overwrite", "preview", "explain"]),
      ),
  ).action(run);
