import { join } from "node:path";
import { z } from "zod";
import { inversionCurve, type InversionLosses } from "../figures/inversion_curve.ts";
import { readInputFile } from "../hub/read_file.ts";
import { FILES, type InversionRecord, readInversion } from "../inversion/inversion_folder.ts";
import { parseJsonLines } from "../json_lines.ts";
import { type Section } from "../lab/tables/index_html.ts";
import { type TextTable } from "../lab/tables/text_table.ts";
import { factsTable } from "./facts_table.ts";

const PICTURES = {
  "photograph, aligned, inverted, and by the tuned generator": FILES.sheet,
  aligned: FILES.aligned,
  "inverted, which drags begin with": FILES.tuned,
} as const;

const LINE = z.object({ stage: z.enum(["pivot", "tuning"]), step: z.int(), loss: z.number() });

/** What a file of lines says of each stage. */
async function lossesIn(path: string): Promise<InversionLosses> {
  const text = new TextDecoder().decode(await readInputFile(path, "the losses of an inversion"));
  const lines = parseJsonLines(path, text.trimEnd().split("\n"), LINE, "a step of an inversion");
  const of = (stage: string): number[] =>
    lines.filter((line) => line.stage === stage).map(({ loss }) => loss);
  return { pivot: of("pivot"), tuning: of("tuning") };
}

const WORDS = {
  start: "where the search began",
  pivot: "the latent that was found",
  tuned: "the same, generator tuned",
  neighbour: "a latent beside, generator tuned",
} as const;

const distancesTable = ({ distances, perceptual }: InversionRecord): TextTable => ({
  head: ["picture", "difference of pixels (mean square)", perceptual],
  rows: (["start", "pivot", "tuned", "neighbour"] as const).map((name) => [
    WORDS[name],
    distances[name].pixel.toFixed(4),
    distances[name].perceptual.toFixed(4),
  ]),
  right: [1, 2],
});

/**
 * An inversion from its folder: photograph and pictures, how near they came step by step, and all that it was made with.
 *
 * @throws {InputError} when the folder holds no finished inversion, or files that cannot be read.
 */
export async function inversionSection(folder: string): Promise<Section> {
  const record = await readInversion(folder);
  const pictures: Record<string, Uint8Array> = {};
  for (const [name, file] of Object.entries(PICTURES)) {
    pictures[name] = await readInputFile(join(folder, file), "a picture of an inversion");
  }
  const { photograph, model, settings, versions, provider, threads, sha256 } = record;
  const facts = factsTable({
    command: "deno task invert PHOTOGRAPH --settings FILE, where FILE holds the settings below",
    photograph,
    model,
    settings,
    versions,
    provider,
    threads,
    "SHA-256": sha256,
  });
  const curve = inversionCurve(await lossesIn(join(folder, FILES.losses)));
  return {
    title: `Inversion of ${photograph}`,
    pictures: [{ pictures }],
    content: { tables: {}, figures: { "distance from the photograph": curve } },
    details: [distancesTable(record), facts],
  };
}
