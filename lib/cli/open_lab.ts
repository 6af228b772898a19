import { openModel } from "../generators/load.ts";
import { type Lab } from "../lab/experiment.ts";
import { openRuntime } from "../runtime/runtime.ts";
import { type RuntimeFlags } from "./options.ts";
import { VERSIONS } from "./versions.ts";

/** The sessions of one method that are compiled anew for every drag: its tasks follow each other. */
const KEPT = 6;

/** Opens what experiments work with; the runtime is the caller's to dispose. */
export async function openLab(
  { model, provider, threads }: RuntimeFlags & { readonly model: string },
): Promise<Lab> {
  const opened = await openModel(model);
  const runtime = await openRuntime({ provider, threads, keep: KEPT });
  const environment = { versions: VERSIONS, provider: runtime.provider, threads };
  return { model: opened, runtime, environment };
}
