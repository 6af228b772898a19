import { join } from "node:path";
import { type DragSession } from "../drag/session.ts";
import { type Provider } from "../runtime/protocol.ts";
import { openRuntime, type Runtime } from "../runtime/runtime.ts";
import { parseProfile, type ProfileRow } from "./profile.ts";

/** All profiles of a folder: one per session. */
async function* profilesIn(folder: string): AsyncGenerator<ReturnType<typeof parseProfile>> {
  for await (const { name } of Deno.readDir(folder)) {
    yield parseProfile(await Deno.readTextFile(join(folder, name)));
  }
}

/**
 * The time of each kind of operator in a step, by ONNX Runtime's own profile: that of the session which ran most
 * often. The profile is written to a folder that is removed again.
 *
 * @param runs how often the step is run, at least 2: the fastest counts.
 */
export async function profileStep(
  open: (runtime: Runtime) => Promise<DragSession>,
  { provider, threads }: { readonly provider: Provider; readonly threads: number },
  runs: number,
): Promise<readonly ProfileRow[]> {
  const folder = await Deno.makeTempDir({ prefix: "stabledrag-profile-" });
  try {
    {
      await using runtime = await openRuntime({ provider, threads, profile: join(folder, "session") });
      await using session = await open(runtime);
      for (let run = 0; run < runs; run++) await session.step(session.start);
    }
    const profiles = await Array.fromAsync(profilesIn(folder));
    return profiles.reduce((most, profile) => (profile.runs > most.runs ? profile : most)).rows;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
