import { FormatError } from "../errors.ts";
import { ByteReader, concatBytes } from "./bytes.ts";
import { exifOrientation } from "./exif_orientation.ts";
import { checkImageSize } from "./image_rgba.ts";

/** A JPEG file less everything that does not decide its pixels. */
export interface JpegSegments {
  /** A whole JPEG file of tables, frame and scans, each found sound, with nothing after its end. */
  readonly file: Uint8Array;
  /** Adobe's mark of the colour space: 0 untransformed, 1 YCbCr, 2 YCCK; absent in most files. */
  readonly adobeTransform?: number | undefined;
  /** EXIF's orientation, 1 to 8; absent where the camera says nothing, or nothing sound. */
  readonly orientation?: number | undefined;
}

/** A decoder that runs out of bits meets this mark and stops; it would take missing bytes for zeros. */
const END = Uint8Array.of(0xff, 0xd9);

/**
 * The most blocks of 8×8 pixels that all scans together may visit: a progressive scan can visit 32,767 of them
 * for three bytes, so this bounds the time of a hostile file. A usual photo of 32 megapixels has 6 million.
 */
const MOST_VISITS = 2 ** 24;
/** Every block of a component takes at least one bit of the file. */
const BLOCKS_PER_BYTE = 8;

/** What a frame says of its picture. */
interface Frame {
  readonly pixels: number;
  /** Identifiers of the components. */
  readonly components: readonly number[];
}

/**
 * Takes a JPEG file apart, baseline, extended or progressive.
 *
 * @throws {FormatError} when a segment is not as its kind demands, when the file ends early, and when its picture
 * is too large for this library or for the file.
 */
export function parseJpegSegments(bytes: Uint8Array): JpegSegments {
  const reader = new ByteReader("jpeg", bytes, "big");
  const kept = [reader.take(2)];
  let frame: Frame | undefined;
  const scanned = new Set<number>();
  let [adobeTransform, orientation]: (number | undefined)[] = [];
  let visits = 0;
  for (let marker = nextMarker(reader); marker !== 0xd9; marker = nextMarker(reader)) {
    const length = reader.uint16();
    if (length < 2) {
      throw new FormatError("jpeg", `Expected a segment of at least 2 bytes but found ${length}.`);
    }
    const body = reader.take(length - 2);
    if (marker === APP1) orientation ??= exifOrientation(body);
    if (isAdobe(marker, body)) adobeTransform = body[11];
    else if (isComment(marker)) continue;
    kept.push(Uint8Array.of(0xff, marker, length >> 8, length & 0xff), body);
    if (marker === 0xda) {
      const components = checkScan(body, frame);
      components.forEach((component) => scanned.add(component));
      visits += components.length * frame!.pixels / 64;
      kept.push(reader.take(entropyCodedLength(bytes.subarray(reader.position))));
    } else if (isFrame(marker)) {
      if (frame !== undefined) throw new FormatError("jpeg", "Expected one frame but found two.");
      frame = checkFrame(body, bytes.length);
    } else if (!isAdobe(marker, body)) checkTables(marker, body);
    if (visits > MOST_VISITS) {
      throw new FormatError("jpeg", "Expected fewer scans for a picture of this size.");
    }
  }
  checkWhole(frame, scanned, adobeTransform);
  return { file: concatBytes([...kept, END]), adobeTransform, orientation };
}

/** The application segment that EXIF is in. */
const APP1 = 0xe1;

/** Frames that the decoder knows: baseline, extended, progressive. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xc2;

/** Comments and application segments: thumbnails, profiles, the camera's notes. */
const isComment = (marker: number): boolean => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;

/** The one application segment that decides colours. */
const isAdobe = (marker: number, body: Uint8Array): boolean =>
  marker === 0xee && body.length >= 12 && String.fromCharCode(...body.subarray(0, 6)) === "Adobe\0";

function nextMarker(reader: ByteReader): number {
  const first = reader.uint8();
  if (first !== 0xff) {
    throw new FormatError("jpeg", `Expected a marker at byte ${reader.position - 1} but found ${first}.`);
  }
  let marker = reader.uint8();
  while (marker === 0xff) marker = reader.uint8();
  return marker;
}

function checkFrame(body: Uint8Array, fileLength: number): Frame {
  const reader = new ByteReader("jpeg", body, "big");
  const [precision, height, width, components] = [
    reader.uint8(),
    reader.uint16(),
    reader.uint16(),
    reader.uint8(),
  ];
  checkImageSize("jpeg", width, height);
  if (precision !== 8 || ![1, 3, 4].includes(components) || reader.remaining !== 3 * components) {
    throw new FormatError(
      "jpeg",
      `Expected 8 bits and 1, 3 or 4 components but found ${precision} bits and ${components} components.`,
    );
  }
  const parts = Array.from({ length: components }, () => checkComponent(reader));
  const [across, down] = [0, 1].map((axis) => Math.max(...parts.map(({ sampling }) => sampling[axis]!)));
  const share = parts.reduce((sum, { sampling: [a, d] }) => sum + a * d / (across! * down!), 0);
  if (share * width * height / 64 > fileLength * BLOCKS_PER_BYTE) {
    throw new FormatError("jpeg", `Expected more than ${fileLength} bytes for ${width}×${height} pixels.`);
  }
  return { pixels: width * height, components: parts.map(({ id }) => id) };
}

/** A component of a frame, with how often it is sampled along x and y. */
function checkComponent(
  reader: ByteReader,
): { readonly id: number; readonly sampling: readonly [number, number] } {
  const [id, sampling] = [reader.uint8(), reader.uint8(), reader.uint8()] as const;
  const [across, down] = [sampling >> 4, sampling & 15];
  if (across >= 1 && across <= 4 && down >= 1 && down <= 4) return { id, sampling: [across, down] };
  throw new FormatError("jpeg", `Expected sampling factors from 1 to 4 but found ${across} and ${down}.`);
}

/** Refuses files without a picture, and those of whose picture a part is missing. */
function checkWhole(frame: Frame | undefined, scanned: ReadonlySet<number>, adobe: number | undefined): void {
  if (!frame || scanned.size === 0) {
    throw new FormatError("jpeg", "Expected a frame and a scan ahead of the end.");
  }
  const missing = frame.components.find((component) => !scanned.has(component));
  if (missing !== undefined) {
    throw new FormatError(
      "jpeg",
      `Expected a scan of every component but found none of component ${missing}.`,
    );
  }
  if (frame.components.length === 4 && adobe === undefined) {
    throw new FormatError("jpeg", "Expected Adobe's mark in a picture of 4 components but found none.");
  }
}

/** The components that a scan visits. */
function checkScan(body: Uint8Array, frame: Frame | undefined): readonly number[] {
  const [components = 0] = body;
  if (frame === undefined || components < 1 || components > 4 || body.length !== 4 + 2 * components) {
    throw new FormatError(
      "jpeg",
      `Expected a scan of 1 to 4 components after a frame but found ${components}.`,
    );
  }
  return Array.from({ length: components }, (_, i) => body[1 + 2 * i]!);
}

/** Holds tables to filling their segment, so that the decoder sees no other segments than were seen here. */
function checkTables(marker: number, body: Uint8Array): void {
  const reader = new ByteReader("jpeg", body, "big");
  if (marker === 0xdb) {
    while (reader.remaining > 0) reader.take(reader.uint8() >> 4 === 0 ? 64 : 128);
  } else if (marker === 0xc4) {
    while (reader.remaining > 0) {
      reader.take(reader.take(17).subarray(1).reduce((sum, count) => sum + count, 0));
    }
  } else if (marker === 0xdd) {
    reader.take(2);
    if (reader.remaining > 0) {
      throw new FormatError("jpeg", `Expected a restart interval of 2 bytes but found ${body.length}.`);
    }
  } else {
    throw new FormatError(
      "jpeg",
      `Expected baseline or progressive JPEG but found marker ${marker.toString(16)}.`,
    );
  }
}

/** Up to the next marker that is no restart. */
function entropyCodedLength(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(0xff); at !== -1; at = bytes.indexOf(0xff, at + 2)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw new FormatError("jpeg", "Expected an end mark but the file stops in a scan.");
}
