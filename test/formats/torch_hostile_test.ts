import { zipSync } from "fflate";
import { readTorch } from "../../lib/formats/torch/read.ts";
import { type Hostile, refuses } from "./hostile.ts";
import {
  bytes,
  call,
  int,
  integer,
  LEGACY_HEADER,
  legacyStream,
  raw,
  storage,
  text,
  torchTensor,
  tuple,
} from "./pickle_bytes.ts";
import { readSample } from "./pickle_samples.ts";

const ZIP = readSample("zip.pt");
const EVIL = bytes("cos\nsystem\n(S'id'\ntR.");
const FLOATS = storage("FloatStorage", "0", 2);
const TENSOR = bytes(torchTensor(FLOATS, 0, [2], [1]), ".");

/** An uncompressed archive of files by name. */
const zip = (files: Record<string, Uint8Array>): Uint8Array => zipSync(files, { level: 0 });
const archive = (pickle: Uint8Array, more: Record<string, Uint8Array> = {}): Uint8Array =>
  zip({ "a/data.pkl": pickle, "a/data/0": new Uint8Array(8), ...more });

/** A copy with `value` at `offset` from the first (or last) place where `signature` stands. */
function patched(
  file: Uint8Array,
  signature: string,
  offset: number,
  value: Uint8Array,
  last = false,
): Uint8Array {
  const content = String.fromCharCode(...file);
  const copy = file.slice();
  copy.set(value, (last ? content.lastIndexOf(signature) : content.indexOf(signature)) + offset);
  return copy;
}

const CENTRAL = "PK\x01\x02";
const END = "PK\x05\x06";
/** A directory entry of the name `a`, empty, at offset 0. */
const CENTRAL_ENTRY = `${CENTRAL}${"\0".repeat(24)}\x01${"\0".repeat(17)}a`;

const ARCHIVES: Hostile[] = [
  ["a command", archive(EVIL), /os\.system, which is not on the allow-list/],
  [
    "a name outside",
    archive(TENSOR, { "a/../../etc/passwd": new Uint8Array(1) }),
    /inside the archive's folder/,
  ],
  ["an absolute name", archive(TENSOR, { "/etc/passwd": new Uint8Array(1) }), /inside the archive's folder/],
  ["a drive's name", archive(TENSOR, { "c:\\x": new Uint8Array(1) }), /inside the archive's folder/],
  ["no pickle", zip({ "a/data/0": new Uint8Array(8) }), /one data\.pkl in the archive but found 0/],
  ["two pickles", archive(TENSOR, { "b/data.pkl": TENSOR }), /one data\.pkl in the archive but found 2/],
  ["a compressed bomb", zipSync({ "a/data.pkl": new Uint8Array(1e7) }), /neither compressed nor encrypted/],
  [
    "an encrypted entry",
    patched(patched(archive(TENSOR), CENTRAL, 8, integer(1, 2)), CENTRAL, 20, integer(TENSOR.length + 12, 4)),
    /neither compressed nor encrypted/,
  ],
  ["AES", patched(archive(TENSOR), CENTRAL, 10, integer(99, 2)), /neither compressed nor encrypted/],
  [
    "an entry twice",
    patched(archive(TENSOR, { "a/data/1": new Uint8Array(8) }), "a/data/1", 0, bytes("a/data/0"), true),
    /each entry once/,
  ],
  [
    "an entry larger than the archive",
    patched(archive(TENSOR), CENTRAL, 20, integer(0x7fff_ffff_7fff_ffffn, 8)),
    /entries of at most \d+ bytes but found 2147483647/,
  ],
  ["an entry beyond the end", patched(archive(TENSOR), CENTRAL, 42, integer(1e6, 4)), /the whole entry/],
  ["more entries than it holds", patched(archive(TENSOR), END, 8, integer(0xffff, 2)), /folder but found ""/],
  ["too many entries", zip64(65537, CENTRAL_ENTRY.repeat(65537)), /at most 65536 entries/],
  ["billions of entries that are none", zip64(0xffff_ffff, ""), /folder but found/],
  ["a broken zip64 entry", zip64(1, CENTRAL_ENTRY.replace(/^(.{20})..../s, "$1\xff\xff\xff\xff")), /damaged/],
  ["half an archive", ZIP.subarray(0, ZIP.length / 2), /a damaged one/],
  ["a signature only", bytes("PK\x03\x04"), /a damaged one/],
  ["big-endian numbers", archive(TENSOR, { "a/byteorder": bytes("big") }), /byte order little but found big/],
  [
    "a short storage",
    archive(bytes(torchTensor(storage("FloatStorage", "0", 9), 0, [2], [1]), ".")),
    /36 bytes in storage 0 but found 8/,
  ],
  [
    "no storage",
    archive(bytes(torchTensor(storage("FloatStorage", "1", 2), 0, [2], [1]), ".")),
    /storage 1 but found none/,
  ],
  [
    "a storage outside",
    archive(bytes(storage("FloatStorage", "../../etc/passwd", 2), ".")),
    /but found none/,
  ],
  ["trailing bytes in the pickle", archive(bytes("N.N")), /the end after the pickle/],
];

/** An archive with a zip64 directory, which claims to have `count` entries. */
function zip64(count: number, directory: string): Uint8Array {
  const end64 = bytes("PK\x06\x06", new Uint8Array(28), integer(count, 8), new Uint8Array(8), integer(4, 8));
  const locator = bytes("PK\x06\x07", integer(0, 4), integer(4 + directory.length, 8), integer(1, 4));
  const end = bytes(END, integer(0, 4), integer(-1, 4), integer(0, 4), integer(-1, 4), integer(0, 2));
  return bytes("PK\x03\x04", directory, end64, locator, end);
}

const content: Record<string, [number, Uint8Array]> = { "0": [2, new Uint8Array(8)] };
const stream = (object: Uint8Array): Uint8Array => legacyStream(object, content);
const nested = (depth: number): Uint8Array =>
  depth === 0
    ? legacyStream("N")
    : legacyStream(call("torch.storage._load_from_bytes", raw(nested(depth - 1))));

const STREAMS: Hostile[] = [
  ["nothing", bytes(), /1 more bytes/],
  ["a command", stream(EVIL.subarray(0, -1)), /os\.system/],
  ["a command as magic number", bytes(EVIL, "."), /os\.system/],
  ["a command as system", legacyStream("N", {}, bytes(LEGACY_HEADER.subarray(0, 19), EVIL)), /os\.system/],
  [
    "a nested command",
    legacyStream(call("torch.storage._load_from_bytes", raw(legacyStream(EVIL)))),
    /os\.system/,
  ],
  ["streams nested 5 deep", nested(5), /nested at most 4 deep/],
  ["another magic number", bytes("K", 1, ".K", 1, ".N."), /magic number but found number 1/],
  [
    "big-endian numbers",
    legacyStream("N", {}, bytes(LEGACY_HEADER.subarray(0, -3), 0x89, "s.")),
    /little-endian/,
  ],
  [
    "a command as storage type",
    stream(bytes(tuple(text("storage"), "cos\nsystem\n", text("0"), "N", int(2)), "Q")),
    /a storage of numbers but found the global os\.system/,
  ],
  [
    "a path as persistent id",
    stream(bytes("P../../etc/passwd\n")),
    /a storage of numbers but found the string/,
  ],
  [
    "a view of a storage",
    stream(
      bytes(
        tuple(
          text("storage"),
          "ctorch\nFloatStorage\n",
          text("0"),
          "N",
          int(2),
          tuple(text("v"), int(0), int(1)),
        ),
        "Q",
      ),
    ),
    /a whole storage/,
  ],
  [
    "a storage without name",
    stream(bytes(tuple(text("storage"), "ctorch\nFloatStorage\n", "N", "N", int(2)), "Q")),
    /a whole storage with a name but found None/,
  ],
  ["two types of a storage", stream(tuple(FLOATS, storage("IntStorage", "0", 2))), /one type and length/],
  ["too few storages", legacyStream(FLOATS), /1 names of storages/],
  [
    "another name",
    legacyStream(FLOATS, { x: [2, new Uint8Array(8)] }),
    /the name of a storage but found the string x/,
  ],
  [
    "a number as name",
    bytes(LEGACY_HEADER, FLOATS, ".(", int(0), "l.", integer(2, 8), new Uint8Array(8)),
    /the name of a storage but found number 0/,
  ],
  [
    "another length",
    legacyStream(FLOATS, { "0": [3, new Uint8Array(12)] }),
    /2 elements in a storage but found 3/,
  ],
  ["a truncated storage", legacyStream(FLOATS, { "0": [2, new Uint8Array(7)] }), /8 more bytes/],
  [
    "a huge storage",
    legacyStream(storage("FloatStorage", "0", 2 ** 31 - 1), { "0": [2 ** 31 - 1, bytes()] }),
    /8589934588 more bytes/,
  ],
  ["trailing bytes", bytes(stream(FLOATS), 0), /the end after the storages but found 1/],
  [
    "a tensor beyond its storage",
    stream(torchTensor(FLOATS, 0, [3], [1])),
    /3 elements for the shape \[3\] but found 2/,
  ],
  ["an offset beyond its storage", stream(torchTensor(FLOATS, 2, [], [])), /3 elements/],
  ["strides beyond its storage", stream(torchTensor(FLOATS, 0, [2], [2])), /3 elements/],
  ["negative strides", stream(torchTensor(FLOATS, 1, [2], [-1])), /strides to be a count/],
  ["a missing stride", stream(torchTensor(FLOATS, 0, [2], [])), /as many strides as axes but found 0 for 1/],
  [
    "a huge tensor of one number",
    stream(torchTensor(FLOATS, 0, [2 ** 30], [0])),
    /further bytes, by the file's size/,
  ],
  [
    "a tensor beyond all numbers",
    stream(torchTensor(FLOATS, 0, [2 ** 30, 2 ** 30], [0, 0])),
    /found Infinity/,
  ],
  ["a tensor of nothing", stream(torchTensor(bytes("N"), 0, [2], [1])), /a tensor's storage but found None/],
  [
    "a parameter of nothing",
    stream(call("torch._utils._rebuild_parameter", "N")),
    /a parameter's tensor but found None/,
  ],
  [
    "one storage in very many tensors",
    legacyStream(
      tuple(...Array(2000).fill(torchTensor(storage("ByteStorage", "0", 50_000), 0, [50_000], [1]))),
      {
        "0": [50_000, new Uint8Array(50_000)],
      },
    ),
    /further bytes, by the file's size/,
  ],
  ["a dict that holds itself", legacyStream("}q\0K\x01h\0s"), /holds itself/],
];

refuses("torch", readTorch, "hostile archives", ARCHIVES);
refuses("torch", readTorch, "hostile streams", STREAMS);
