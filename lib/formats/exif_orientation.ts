import { FormatError } from "../errors.ts";
import { type ByteOrder, ByteReader } from "./bytes.ts";

/** What EXIF begins with in JPEG, and in PNGs of some programs, in Latin-1. */
const HEAD = "Exif\0\0";
const ORDERS: Readonly<Record<string, ByteOrder>> = { II: "little", MM: "big" };
const [TIFF, ORIENTATION, SHORT] = [42, 0x0112, 3];

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** The tag's value in the first directory of a TIFF file, 1 to 8. */
function orientationIn(tiff: Uint8Array): number | undefined {
  const order = ORDERS[latin1(tiff.subarray(0, 2))];
  if (order === undefined) return undefined;
  const head = new ByteReader("exif", tiff.subarray(2), order);
  if (head.uint16() !== TIFF) return undefined;
  const directory = new ByteReader("exif", tiff.subarray(head.uint32()), order);
  for (let left = directory.uint16(); left > 0; left--) {
    const [tag, type, count] = [directory.uint16(), directory.uint16(), directory.uint32()];
    const [value] = [directory.uint16(), directory.uint16()];
    if (tag !== ORIENTATION) continue;
    return type === SHORT && count === 1 && value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/**
 * How a camera says that its picture lies: EXIF's orientation, 1 to 8, of the body of a JPEG's APP1 segment or a PNG's eXIf
 * chunk. Nothing else is parsed, so that a hostile file takes no time: readers of all tags follow its offsets for seconds.
 *
 * @returns `undefined` where there is none, and where EXIF is broken.
 */
export function exifOrientation(body: Uint8Array): number | undefined {
  const hasHead = latin1(body.subarray(0, HEAD.length)) === HEAD;
  try {
    return orientationIn(hasHead ? body.subarray(HEAD.length) : body);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
