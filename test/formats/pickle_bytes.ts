/** Bytes out of text (one per character), numbers (one byte each) and other bytes. */
export const bytes = (...parts: (string | number | Uint8Array)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => {
    if (typeof part === "number") return [part];
    return typeof part === "string" ? [...part].map((character) => character.charCodeAt(0)) : [...part];
  }));

/** Little-endian bytes of an unsigned integer. */
export const integer = (value: number | bigint, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => Number(BigInt.asUintN(8, BigInt(value) >> BigInt(8 * i))));

/** BINUNICODE. */
export const text = (value: string): Uint8Array => {
  const utf8 = new TextEncoder().encode(value);
  return bytes("X", integer(utf8.length, 4), utf8);
};

/** BINBYTES. */
export const raw = (value: Uint8Array): Uint8Array => bytes("B", integer(value.length, 4), value);

/** BININT. */
export const int = (value: number): Uint8Array => bytes("J", integer(value, 4));

/** A tuple of pickled values. */
export const tuple = (...items: (string | Uint8Array)[]): Uint8Array => bytes("(", ...items, "t");

/** GLOBAL applied to a tuple of pickled arguments. */
export const call = (path: string, ...args: (string | Uint8Array)[]): Uint8Array => {
  const dot = path.lastIndexOf(".");
  return bytes(`c${path.slice(0, dot)}\n${path.slice(dot + 1)}\n`, tuple(...args), "R");
};

/** The persistent id of a torch storage, resolved. */
export const storage = (type: string, key: string, count: number): Uint8Array =>
  bytes(tuple(text("storage"), `ctorch\n${type}\n`, text(key), text("cpu"), int(count)), "Q");

/** A torch tensor over a pickled storage. */
export const torchTensor = (
  store: Uint8Array,
  offset: number,
  shape: number[],
  strides: number[],
): Uint8Array =>
  call(
    "torch._utils._rebuild_tensor",
    store,
    int(offset),
    tuple(...shape.map(int)),
    tuple(...strides.map(int)),
  );

/** A legacy `torch.save` stream around a pickled object and storages by key; the header can be replaced. */
export function legacyStream(
  object: string | Uint8Array,
  storages: Record<string, [count: number, content: Uint8Array]> = {},
  header: Uint8Array = LEGACY_HEADER,
): Uint8Array {
  const keys = Object.keys(storages).map(text);
  const contents = Object.values(storages).flatMap(([count, content]) => [integer(count, 8), content]);
  return bytes(header, object, ".", "(", ...keys, "l.", ...contents);
}

/** Magic number, protocol and system of a legacy stream. */
export const LEGACY_HEADER = bytes(
  0x8a,
  10,
  integer(0x1950a86a20f9469cfc6cn, 10),
  ".",
  int(1001),
  ".",
  "}",
  text("little_endian"),
  0x88,
  "s.",
);
