import { maskMisfit } from "../drag/mask.ts";
import { inside, isInside, isStill, type PointPair } from "../drag/points.ts";
import { InputError } from "../errors.ts";
import { type Size } from "../generators/size.ts";
import { type DatasetSample, type DragSample, readPicture } from "./sample.ts";

/** Something about a sample: it cannot be used, or it can, but one should know. */
export interface Finding {
  /** Which of both. */
  readonly severity: "unusable" | "odd";
  /** What it is. */
  readonly words: string;
}

/** What was found of a sample. */
export interface CheckedSample extends Pick<DatasetSample, "name" | "category"> {
  /** None where all is as it should be. */
  readonly findings: readonly Finding[];
  /** Its points, where they can be read. */
  readonly points: readonly PointPair[];
}

const unusable = (words: string): Finding => ({ severity: "unusable", words });
const odd = (words: string): Finding => ({ severity: "odd", words });

/** What is wrong with points, in a picture whose size is known or not. */
function ofPoints(points: readonly PointPair[], size: Size | undefined): Finding[] {
  return points.flatMap(({ handle, target }, i) => {
    const places = Object.entries({ handle, target }).flatMap(([name, point]) =>
      !size || isInside(point, size)
        ? []
        : [unusable(`Expected ${name} ${i} ${inside(size)}, but found [${point}].`)]
    );
    const still = isStill({ handle, target })
      ? [odd(`Handle ${i} shall stay where it is: its target is [${target}] too.`)]
      : [];
    return [...places, ...still];
  });
}

function ofMask({ mask }: DragSample, size: Size | undefined): Finding[] {
  if (!mask) return [];
  const misfit = size && maskMisfit(mask, size);
  const other = misfit === undefined ? [] : [unusable(misfit)];
  const moving = mask.data.reduce((sum, value) => sum + value, 0);
  if (moving === 0) return [...other, odd("The mask is all 0: nothing may move.")];
  return moving === mask.data.length ? [...other, odd("The mask is all 1: everything may move.")] : other;
}

function ofRegions({ regions = [] }: DragSample, size: Size | undefined): Finding[] {
  if (!size) return [];
  const beyond = regions.filter(({ handle, target }) => !isInside(handle, size) || !isInside(target, size));
  if (beyond.length === 0) return [];
  return [
    unusable(
      `Expected regions ${inside(size)}, but found ${beyond.length} of ${regions.length} pixels beyond.`,
    ),
  ];
}

const ofPrompt = ({ prompt }: DragSample): Finding[] =>
  prompt !== undefined && prompt.trim() === "" ? [odd("The prompt is empty.")] : [];

/** What reading came to, or what is wrong with what was read. */
const orFinding = <T>(reading: Promise<T>): Promise<T | Finding> =>
  reading.catch((error: unknown) => {
    if (error instanceof InputError) return unusable(error.message);
    throw error;
  });

const isFinding = (value: object): value is Finding => "severity" in value;

/**
 * Looks at all of a sample: files that are missing or cannot be read, points that are outside of the picture, have no
 * partner or are their own targets, a mask that has another size or is all one value, an empty prompt.
 */
export async function checkSample({ name, category, missing, read }: DatasetSample): Promise<CheckedSample> {
  const found = (findings: readonly Finding[], points: readonly PointPair[] = []): CheckedSample => (
    { name, category, findings, points }
  );
  if (missing.length > 0) return found(missing.map((file) => unusable(`${file} is missing.`)));
  const sample = await orFinding(read());
  if (isFinding(sample)) return found([sample]);
  const picture = "seed" in sample.picture ? undefined : await orFinding(readPicture(sample));
  const broken = picture && isFinding(picture) ? [picture] : [];
  const size = picture && !isFinding(picture) ? [picture.height, picture.width] as const : undefined;
  const rest = [
    ...ofPoints(sample.points, size),
    ...ofMask(sample, size),
    ...ofRegions(sample, size),
    ...ofPrompt(sample),
  ];
  return found([...broken, ...rest], sample.points);
}
