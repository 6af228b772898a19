import type { Operation } from "./machine.ts";
import { float, integer, latin1, longInteger, rawUnicode, stringLiteral } from "./text.ts";
import type { PickleValue } from "./value.ts";

const decimal = (text: string): PickleValue => text === "00" || text === "01" ? text === "01" : integer(text);

/** Opcodes that push None, a boolean, a number, text or bytes. */
export const SCALAR_OPCODES: readonly Operation[] = [
  ["N", "NONE", (m) => m.push(null)],
  [0x88, "NEWTRUE", (m) => m.push(true)],
  [0x89, "NEWFALSE", (m) => m.push(false)],

  ["I", "INT", (m) => m.push(decimal(m.input.textLine()))],
  ["K", "BININT1", (m) => m.push(m.input.uint8())],
  ["M", "BININT2", (m) => m.push(m.input.uint16())],
  ["J", "BININT", (m) => m.push(m.input.int32())],
  ["L", "LONG", (m) => m.push(integer(m.input.textLine().replace(/L$/, "")))],
  [0x8a, "LONG1", (m) => m.push(longInteger(m.input.take(m.input.uint8())))],
  [0x8b, "LONG4", (m) => m.push(longInteger(m.input.take(m.input.int32())))],
  ["F", "FLOAT", (m) => m.push(float(m.input.textLine()))],
  ["G", "BINFLOAT", (m) => m.push(m.input.bigEndianFloat64())],

  ["S", "STRING", (m) => m.push(stringLiteral(latin1(m.input.line())))],
  ["T", "BINSTRING", (m) => m.push(latin1(m.input.take(m.input.int32())))],
  ["U", "SHORT_BINSTRING", (m) => m.push(latin1(m.input.take(m.input.uint8())))],
  ["V", "UNICODE", (m) => m.push(rawUnicode(latin1(m.input.line())))],
  ["X", "BINUNICODE", (m) => m.push(m.input.text(m.input.uint32()))],
  [0x8c, "SHORT_BINUNICODE", (m) => m.push(m.input.text(m.input.uint8()))],
  [0x8d, "BINUNICODE8", (m) => m.push(m.input.text(m.input.length64()))],

  ["C", "SHORT_BINBYTES", (m) => m.push(m.input.take(m.input.uint8()))],
  ["B", "BINBYTES", (m) => m.push(m.input.take(m.input.uint32()))],
  [0x8e, "BINBYTES8", (m) => m.push(m.input.take(m.input.length64()))],
  [0x96, "BYTEARRAY8", (m) => m.push(m.input.take(m.input.length64()))],
];
