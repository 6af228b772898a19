import { z } from "zod";
import { mean } from "../../metrics/bootstrap.ts";
import { type MeasuredEdit } from "../../metrics/edit_averages.ts";
import { type EditNumbers, GAMMAS } from "../../metrics/measure_edits.ts";
import { checkSchema } from "../../schema.ts";
import { type Row, type Value } from "../run/row.ts";

/** A list of numbers as the text of a cell: rows are flat. */
const listed = (values: readonly number[] | undefined): Value => values ? JSON.stringify(values) : null;

const meanOf = (values: readonly number[] | undefined): Value => values ? mean(values) : null;

/** What was measured of an edited picture as cells: means over its pairs for readers and queries, and all numbers. */
export const editRow = (
  { distances, maskedDistances, discDistances, fidelity, accuracy, clipSimilarity }: EditNumbers,
): Row => ({
  pairs: distances.length,
  md: mean(distances),
  m_md: meanOf(maskedDistances),
  disc_md: mean(discDistances),
  fidelity,
  ...Object.fromEntries(GAMMAS.map((gamma) => [`dai_${gamma}`, accuracy[gamma]])),
  clip: clipSimilarity ?? null,
  distances: listed(distances),
  masked_distances: listed(maskedDistances),
  disc_distances: listed(discDistances),
});

const list = z.string().transform((text): unknown => JSON.parse(text)).pipe(z.array(z.number()).min(1));

const CELLS = z.object({
  category: z.string(),
  distances: list,
  masked_distances: list.nullable(),
  disc_distances: list,
  fidelity: z.number(),
  clip: z.number().nullable(),
  ...Object.fromEntries(GAMMAS.map((gamma) => [`dai_${gamma}`, z.number()])),
});

/**
 * The numbers that {@linkcode editRow} made cells of.
 *
 * @throws {InputError} when a cell is missing or something else.
 */
export function measuredEdit(row: Row): MeasuredEdit {
  const cells = checkSchema<z.infer<typeof CELLS>>(CELLS, row);
  return {
    category: cells.category,
    numbers: {
      distances: cells.distances,
      ...(cells.masked_distances ? { maskedDistances: cells.masked_distances } : {}),
      discDistances: cells.disc_distances,
      fidelity: cells.fidelity,
      accuracy: Object.fromEntries(
        GAMMAS.map((gamma) => [gamma, row[`dai_${gamma}`]]),
      ) as EditNumbers["accuracy"],
      ...(cells.clip === null ? {} : { clipSimilarity: cells.clip }),
    },
  };
}
