import { FormatError } from "../../errors.ts";

/** Longest integer, in decimal digits or in bytes: magic numbers have ten bytes, hostile ones millions. */
const MAX_INTEGER = 256;
/** Longest text in bytes; engines limit strings to some 2²⁹ characters. */
const MAX_TEXT = 1 << 28;
const CHUNK = 8192;
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 text, a byte order mark kept. @throws {FormatError} when it is not UTF-8 or too long. */
export function utf8(bytes: Uint8Array): string {
  checkLength(bytes);
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new FormatError("pickle", `Expected text in UTF-8 but found other bytes.`);
  }
}

/** One character per byte. @throws {FormatError} when that is too long for a string. */
export function latin1(bytes: Uint8Array): string {
  checkLength(bytes);
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return text;
}

/** One byte per character. @throws {FormatError} for characters above 255. */
export function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 255) {
      throw new FormatError("pickle", `Expected latin-1 text but found the character code ${code}.`);
    }
    bytes[i] = code;
  }
  return bytes;
}

/** An integer as a number where that is exact. */
export const narrow = (value: bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value;

/** A decimal integer. @throws {FormatError} when it is none or has too many digits. */
export function integer(text: string): number | bigint {
  if (!/^[+-]?\d+$/.test(text) || text.length > MAX_INTEGER) {
    throw new FormatError(
      "pickle",
      `Expected an integer of at most ${MAX_INTEGER} digits but found other text.`,
    );
  }
  return narrow(BigInt(text.replace("+", "")));
}

/** A little-endian two's complement integer of any length. @throws {FormatError} when it is too long. */
export function longInteger(bytes: Uint8Array): number | bigint {
  if (bytes.length > MAX_INTEGER) {
    throw new FormatError(
      "pickle",
      `Expected an integer of at most ${MAX_INTEGER} bytes but found ${bytes.length}.`,
    );
  }
  const unsigned = bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  return narrow(BigInt.asIntN(8 * bytes.length, unsigned));
}

/** A decimal floating-point number, `inf` or `nan`. @throws {FormatError} when it is none. */
export function float(text: string): number {
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$|^[+-]?inf$|^nan$/i.test(text)) {
    throw new FormatError("pickle", `Expected a decimal number but found other text.`);
  }
  return Number(text.replace(/inf/i, "Infinity"));
}

/** A quoted Python 2 string literal with its escapes. @throws {FormatError} when the quotes do not match. */
export function stringLiteral(text: string): string {
  const quote = text.at(0);
  if (text.length < 2 || (quote !== "'" && quote !== '"') || text.at(-1) !== quote) {
    throw new FormatError("pickle", `Expected a quoted string but found other text.`);
  }
  return text.slice(1, -1).replace(/\\(?:x([0-9a-f]{2})|([0-7]{1,3})|(.))/gi, (_, hex, octal, other) => {
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 255);
    return SIMPLE_ESCAPES.get(other) ?? `\\${other}`;
  });
}

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: "\x07",
    b: "\b",
    f: "\f",
    n: "\n",
    r: "\r",
    t: "\t",
    v: "\v",
    "\\": "\\",
    "'": "'",
    '"': '"',
  }),
);

/** Text in Python's raw-unicode-escape. @throws {FormatError} for code points beyond Unicode. */
export function rawUnicode(text: string): string {
  return text.replace(/\\\\|\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (whole, short, long) => {
    const hex: string | undefined = short ?? long;
    if (hex === undefined) return whole;
    const code = parseInt(hex, 16);
    if (code > 0x10ffff) throw new FormatError("pickle", `Expected a code point but found ${code}.`);
    return String.fromCodePoint(code);
  });
}

function checkLength(bytes: Uint8Array): void {
  if (bytes.length > MAX_TEXT) {
    throw new FormatError("pickle", `Expected text of at most ${MAX_TEXT} bytes but found ${bytes.length}.`);
  }
}
