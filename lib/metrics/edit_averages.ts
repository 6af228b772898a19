import { AVERAGE_LABELS, type Averages, averages, type MeasuredPicture } from "./averages.ts";
import { type EditNumbers, GAMMAS } from "./measure_edits.ts";

/** What was measured of a picture, and what it is grouped by. */
export interface MeasuredEdit extends Pick<MeasuredPicture, "category"> {
  /** As `measureEdits` gives it. */
  readonly numbers: EditNumbers;
}

/** What is averaged over a dataset, and how. */
export interface EditQuantity {
  /** Of a column in files: small letters and _. */
  readonly name: string;
  /** What it is, of what, and over what it is averaged. */
  readonly label: string;
  /** Digits after the point in tables. */
  readonly digits: number;
  /** Which is better, for readers. */
  readonly better: "less" | "more";
  /** The average over edits, at least one; `undefined` where one lacks it. */
  readonly of: (edits: readonly MeasuredEdit[]) => number | undefined;
}

/** An average over a dataset. */
export interface EditAverage extends Omit<EditQuantity, "of"> {
  /** `undefined` where it was not measured of all pictures. */
  readonly value: number | undefined;
}

type Over = keyof typeof AVERAGE_LABELS & keyof Averages;

/** An average of the numbers that are chosen of each picture. */
const quantity = (
  [name, label, digits, better]: readonly [string, string, number, "less" | "more"],
  over: Over,
  choose: (numbers: EditNumbers) => readonly number[] | undefined,
): EditQuantity => ({
  ...{ name, label: `${label}, ${AVERAGE_LABELS[over]}`, digits, better },
  of: (edits) => {
    const values = edits.map(({ category, numbers }) => ({ category, values: choose(numbers) }));
    const all = values.every((each): each is MeasuredPicture => each.values !== undefined);
    return all ? averages(values)[over] : undefined;
  },
});

const distance = (over: Over, name: string): EditQuantity =>
  quantity([name, "MD [px]", 2, "less"], over, ({ distances }) => distances);

/**
 * What is averaged over a dataset: mean distance over pairs (DragBench's), over pictures and over categories; masked mean
 * distance over pairs; RegionDrag's over pictures, ×100; image fidelity, dragging accuracy index and CLIP similarity over
 * pictures.
 */
export const EDIT_QUANTITIES: readonly EditQuantity[] = [
  distance("perPair", "md_pairs"),
  distance("perPicture", "md_pictures"),
  distance("perCategory", "md_categories"),
  quantity(["m_md", "m-MD [px]", 2, "less"], "perPair", ({ maskedDistances }) => maskedDistances),
  quantity(
    ["disc_md", "MD in discs ×100", 2, "less"],
    "perPicture",
    ({ discDistances }) => discDistances.map((value) => 100 * value),
  ),
  quantity(["fidelity", "IF", 3, "more"], "perPicture", ({ fidelity }) => [fidelity]),
  ...GAMMAS.map((gamma) =>
    quantity([`dai_${gamma}`, `DAI(${gamma})`, 4, "less"], "perPicture", ({ accuracy }) => [accuracy[gamma]])
  ),
  quantity(
    ["clip", "CLIP similarity", 3, "more"],
    "perPicture",
    ({ clipSimilarity }) => clipSimilarity === undefined ? undefined : [clipSimilarity],
  ),
];

/**
 * The averages of one method's edits of a dataset, each with its name: {@linkcode EDIT_QUANTITIES}.
 *
 * @throws {InputError} when there are no edits.
 */
export const editAverages = (edits: readonly MeasuredEdit[]): EditAverage[] =>
  EDIT_QUANTITIES.map(({ of, ...named }) => ({ ...named, value: of(edits) }));
