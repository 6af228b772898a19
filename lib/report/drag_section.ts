import { join } from "node:path";
import { FILES } from "../drag/folder.ts";
import { readDragRecord } from "../drag/read_record.ts";
import { confidenceCurve } from "../figures/confidence_curve.ts";
import { distanceCurve } from "../figures/distance_curve.ts";
import { ifThere } from "../hub/if_there.ts";
import { type Section } from "../lab/tables/index_html.ts";
import { dragInWords, handlesTable } from "./drag_words.ts";
import { factsTable } from "./facts_table.ts";

const PICTURES = { before: FILES.before, after: FILES.after, "the way of the handles": FILES.path } as const;

async function picturesIn(folder: string): Promise<Record<string, Uint8Array>> {
  const found: Record<string, Uint8Array> = {};
  for (const [name, file] of Object.entries(PICTURES)) {
    const bytes = await ifThere(Deno.readFile(join(folder, file)));
    if (bytes) found[name] = bytes;
  }
  return found;
}

/**
 * A drag from its folder: pictures, distances and confidence step by step, its handles, and all that it was made with.
 *
 * @throws {InputError} when the folder holds no finished drag, or a record that cannot be read.
 */
export async function dragSection(folder: string): Promise<Section> {
  const record = await readDragRecord(folder);
  const { spec, settings, versions, sha256, provider, threads, timings } = record;
  const facts = factsTable({
    command: "deno task drag SPEC, where SPEC is a file of:",
    SPEC: spec,
    "what became of it": dragInWords(record),
    settings,
    "seconds per step": timings.secondsPerStep.toFixed(3),
    seconds: timings.seconds.toFixed(1),
    versions,
    provider,
    threads,
    "SHA-256": sha256,
  });
  const figures = { "distance to the target": distanceCurve([record]), confidence: confidenceCurve(record) };
  return {
    title: `A drag by ${record.method}`,
    pictures: [{ pictures: await picturesIn(folder) }],
    content: { tables: {}, figures },
    details: [handlesTable(record), facts],
  };
}
