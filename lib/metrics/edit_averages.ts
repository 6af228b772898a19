import { AVERAGE_LABELS, averages, type MeasuredPicture } from "./averages.ts";
import { type EditNumbers, GAMMAS } from "./measure_edits.ts";

/** An average over a dataset. */
export interface EditAverage {
  /** Of a column in files: small letters and _. */
  readonly name: string;
  /** What it is, of what, and over what it is averaged. */
  readonly label: string;
  /** Digits after the point in tables. */
  readonly digits: number;
  /** Which is better, for readers. */
  readonly better: "less" | "more";
  /** `undefined` where it was not measured of all pictures. */
  readonly value: number | undefined;
}

/** What was measured of a picture, and what it is grouped by. */
export interface MeasuredEdit extends Pick<MeasuredPicture, "category"> {
  /** As `measureEdits` gives it. */
  readonly numbers: EditNumbers;
}

/** The numbers of all pictures that are measured one way, or nothing where one lacks them. */
function valuesOf(
  edits: readonly MeasuredEdit[],
  choose: (numbers: EditNumbers) => readonly number[] | undefined,
): MeasuredPicture[] | undefined {
  const values = edits.map(({ category, numbers }) => ({ category, values: choose(numbers) }));
  return values.every((each): each is MeasuredPicture => each.values !== undefined) ? values : undefined;
}

type Over = keyof typeof AVERAGE_LABELS;

/**
 * Averages of one method's edits of a dataset, each with its name: mean distance over pairs (DragBench's), over pictures and
 * over categories; masked mean distance over pairs; RegionDrag's over pictures, ×100; image fidelity, dragging accuracy
 * index and CLIP similarity over pictures.
 *
 * @throws {InputError} when there are no edits.
 */
export function editAverages(edits: readonly MeasuredEdit[]): EditAverage[] {
  const average = (
    [name, label, digits, better]: readonly [string, string, number, "less" | "more"],
    over: Over,
    choose: (numbers: EditNumbers) => readonly number[] | undefined,
  ): EditAverage => {
    const values = valuesOf(edits, choose);
    return {
      name,
      label: `${label}, ${AVERAGE_LABELS[over]}`,
      digits,
      better,
      value: values && averages(values)[over],
    };
  };
  const distance = (over: Over, name: string): EditAverage =>
    average([name, "MD [px]", 2, "less"], over, ({ distances }) => distances);
  return [
    distance("perPair", "md_pairs"),
    distance("perPicture", "md_pictures"),
    distance("perCategory", "md_categories"),
    average(["m_md", "m-MD [px]", 2, "less"], "perPair", ({ maskedDistances }) => maskedDistances),
    average(
      ["disc_md", "MD in discs ×100", 2, "less"],
      "perPicture",
      ({ discDistances }) => discDistances.map((value) => 100 * value),
    ),
    average(["fidelity", "IF", 3, "more"], "perPicture", ({ fidelity }) => [fidelity]),
    ...GAMMAS.map((gamma) =>
      average([`dai_${gamma}`, `DAI(${gamma})`, 4, "less"], "perPicture", ({ accuracy }) => [accuracy[gamma]])
    ),
    average(
      ["clip", "CLIP similarity", 3, "more"],
      "perPicture",
      ({ clipSimilarity }) => clipSimilarity === undefined ? undefined : [clipSimilarity],
    ),
  ];
}
