import assert from "node:assert/strict";
import { readPickle } from "../../lib/formats/pickle/read.ts";
import { latin1, utf8 } from "../../lib/formats/pickle/text.ts";
import { type Hostile, refuses } from "./hostile.ts";
import { bytes, call, int, integer, text, tuple } from "./pickle_bytes.ts";

const repeat = (count: number, ...parts: (string | number)[]): string =>
  String.fromCharCode(...bytes(...parts)).repeat(count);
const DTYPE = call("numpy.dtype", text("u1"));
const array = (shape: number[], content: Uint8Array): Uint8Array =>
  bytes(call("numpy._core.numeric._frombuffer", content, DTYPE, tuple(...shape.map(int)), text("C")), ".");

/** Pickles that ask for more memory or time than their bytes are worth. */
const BOMBS: Hostile[] = [
  ["a huge LONG4", bytes(0x8b, 255, 255, 255, 127, "."), /2147483647 more bytes/],
  ["a negative LONG4", bytes(0x8b, 255, 255, 255, 255, "."), /a length but found -1/],
  [
    "a long LONG4",
    bytes(0x8b, integer(1e6, 4), "\x7f".repeat(1e6), "."),
    /at most 256 bytes but found 1000000/,
  ],
  ["a long LONG", bytes(`L${"9".repeat(1e6)}L\n.`), /at most 256 digits/],
  ["a long INT", bytes(`I${"9".repeat(1e6)}\n.`), /at most 256 digits/],
  ["a long FLOAT", bytes(`F${"1".repeat(1e6)}x\n.`), /a decimal number/],
  ["a negative BINSTRING", bytes("T", 255, 255, 255, 255, "."), /a length but found -1/],
  ["a huge BINBYTES8", bytes(0x8e, repeat(8, 255), "."), /18446744073709552000 more bytes/],
  ["a huge BINUNICODE8", bytes(0x8d, repeat(7, 255), 127, "."), /more bytes/],
  ["a huge BYTEARRAY8", bytes(0x96, 0, 0, 0, 0, 0, 0, 0, 1, "."), /more bytes/],
  ["a frame beyond the end", bytes(0x80, 4, 0x95, repeat(7, 255), 127, "N."), /a frame of .* but found 2/],
  ["deep lists", bytes("]".repeat(1e5), "a".repeat(99_999), "."), /nested at most 500/],
  ["deep tuples", bytes("N", repeat(1e5, 0x85), "."), /nested at most 500/],
  ["deep dicts", bytes(repeat(1000, "}K", 0), "N", "s".repeat(1000), "."), /nested at most 500/],
  [
    "deep lists in deep lists seen before",
    bytes("(N", repeat(300, 0x85), "p0\ng0\n", repeat(300, 0x85), "t."),
    /nested at most 500/,
  ],
  ["a list that holds itself", bytes("]q\0h\0a."), /holds itself/],
  ["a dict that holds itself", bytes("}q\0K", 1, "h\0s."), /holds itself/],
  ["a cycle through a tuple", bytes("]q\0h\0", 0x85, "a."), /holds itself/],
  ["a billion laughs by DUP", bytes(")", repeat(60, "2", 0x86), "."), /at most 1000000 values/],
  [
    "a billion laughs by memo",
    bytes("Np0\n0", `(${"g0\n".repeat(10)}tp0\n0`.repeat(40), "g0\n."),
    /at most 1000000 values/,
  ],
  ["a million empty lists", bytes("(", "]".repeat(1e6), "t."), /at most 1000000 operations/],
  ["a million operations", bytes("]0".repeat(600_000), "N."), /at most 1000000 operations/],
  [
    "copying a long list often",
    bytes("]q\0(", "N".repeat(5000), "e0", ...Array(400).fill(call("builtins.list", "h\0")), "."),
    /at most 1000000 operations/,
  ],
  [
    "encoding a long text often",
    bytes(
      text("x".repeat(100_000)),
      "p0\n0",
      ...Array(50).fill(call("_codecs.encode", "h\0", text("latin1"))),
      ".",
    ),
    /further bytes, by the file's size/,
  ],
  [
    "an array larger than its bytes",
    array([2 ** 30], bytes("C", 1, 0)),
    /1073741824 bytes for an array but found 1/,
  ],
  ["an array beyond all numbers", array([2 ** 30, 2 ** 30, 2 ** 30], bytes("C", 1, 0)), /Infinity bytes/],
  [
    "an array with too many axes",
    array(Array(17).fill(1), bytes("C", 1, 0)),
    /up to 16 but found a list of 17/,
  ],
  ["an array of negative length", array([-1], bytes("C", 0)), /a count up to 2\^32 but found number -1/],
];

/** Pickles that are broken. */
const BROKEN: Hostile[] = [
  ["nothing", bytes(), /1 more bytes/],
  ["no STOP", bytes("N"), /1 more bytes/],
  ["nothing to return", bytes("."), /a value on the stack/],
  ["more than one value", bytes("NN."), /one value at the end but found 1/],
  ["a mark left", bytes("(N."), /a value|one value at the end/],
  ["an empty mark left", bytes("N(."), /a value on the stack/],
  ["trailing bytes", bytes("N.N"), /the end after the pickle but found 1/],
  ["a tuple without mark", bytes("Nt."), /a value on the stack/],
  ["reaching below a mark", bytes("N(0(a."), /a value on the stack/],
  ["POP of nothing", bytes("0."), /a value on the stack/],
  ["DUP of nothing", bytes("2."), /a value on the stack/],
  ["REDUCE of nothing", bytes("R."), /a value on the stack/],
  ["OBJ of nothing", bytes("(o."), /construct with but found nothing/],
  ["MEMOIZE of nothing", bytes(0x94, "."), /a value on the stack/],
  ["an unknown memo entry", bytes("h\x07."), /memo entry 7/],
  ["an unknown opcode", bytes(0xff, "."), /opcode at byte 0 but found 255/],
  ["an unknown protocol", bytes(0x80, 6, "N."), /protocol up to 5 but found 6/],
  ["APPEND to a dict", bytes("}Na."), /a list to append to but found a dict/],
  ["ADDITEMS to a list", bytes("](N", 0x90, "."), /a set to add to but found a list/],
  ["SETITEM of a list", bytes("]NNs."), /a dict to put into but found a list/],
  ["half a pair", bytes("}(Nu."), /in pairs but found 1/],
  ["a list as key", bytes("}]Ns."), /as key but found a list/],
  ["a dict in a set", bytes(0x8f, "(}", 0x90, "."), /as key but found a dict/],
  ["a number as module", bytes("K", 1, text("f"), 0x93, "."), /two names but found number 1/],
  ["text that is no UTF-8", bytes("X", 1, 0, 0, 0, 255, "."), /UTF-8/],
  ["a line without end", bytes("cos\nsystem"), /a newline after byte 4/],
  ["an integer that is none", bytes("I0x10\n."), /an integer/],
  ["a float that is none", bytes("F1,5\n."), /a decimal number/],
  ["a string without quotes", bytes("Sx\n."), /a quoted string/],
  ["a string with one quote", bytes("S'\n."), /a quoted string/],
  ["a code point beyond Unicode", bytes("V\\Uffffffff\n."), /a code point/],
  [
    "pairs that are none",
    bytes(call("collections.OrderedDict", bytes("(Nl")), "."),
    /a pair of key and value/,
  ],
  ["a dict of a number", bytes(call("builtins.dict", int(1)), "."), /a list or set but found number 1/],
  ["bytes of a number", bytes(call("builtins.bytes", int(9)), "."), /bytes but found number 9/],
  [
    "text in another encoding",
    bytes(call("_codecs.encode", text("x"), text("rot13")), "."),
    /encoding latin1/,
  ],
  [
    "text beyond latin-1",
    bytes(call("_codecs.encode", text("中"), text("latin1")), "."),
    /character code 20013/,
  ],
  ["a dtype without code", bytes(call("numpy.dtype", int(1)), "."), /a dtype code but found number 1/],
  [
    "an array of objects",
    bytes(call("numpy.core.multiarray.scalar", call("numpy.dtype", text("O8")), text("")), "."),
    /the dtype O8/,
  ],
  [
    "a structured dtype",
    bytes(DTYPE, tuple("I3\n", text("|"), "N", "(t", "N", "N", "N", "N"), "b."),
    /structured/,
  ],
  ["a short state", bytes(DTYPE, "(tb."), /state of 8 entries/],
];

refuses("pickle", readPickle, "bombs", BOMBS);
refuses("pickle", readPickle, "broken machinery", BROKEN);

Deno.test({
  name: "pickle refuses text longer than strings can be, before reading it",
  permissions: "none",
  fn: () => {
    const long = new Uint8Array(2 ** 28 + 1);
    for (const decode of [utf8, latin1]) assert.throws(() => decode(long), /at most 268435456 bytes/);
  },
});
