import assert from "node:assert/strict";

/** What {@linkcode fuzz} feeds to which parser. */
export interface FuzzOptions {
  /** Valid files, small ones: every input is a mutation of one of them. */
  samples: Uint8Array[];
  /** The parser; whatever it returns counts as success. */
  parse: (bytes: Uint8Array) => unknown;
  /** The only error that the parser may throw. */
  errorClass: abstract new (...args: never[]) => Error;
  /** Makes every second mutant consistent again (checksums, lengths), so that faults get past the outer shell. */
  repair?: (mutant: Uint8Array) => Uint8Array;
  /** Number of inputs, 10,000 unless given. */
  runs?: number;
  /** Equal seeds give equal inputs; 0 unless given. */
  seed?: number;
  /** The most milliseconds that one input may take, 1000 unless given. */
  maxMs?: number;
}

/** What became of the inputs. */
export interface FuzzReport {
  /** Inputs tried. */
  runs: number;
  /** Inputs that were still valid. */
  accepted: number;
  /** Inputs refused with the error class. */
  refused: number;
  /** Milliseconds of the slowest input. */
  slowestMs: number;
}

/** Integers from 0 up to `limit`, exclusive. */
type Random = (limit: number) => number;
type Mutation = (bytes: Uint8Array, random: Random, samples: readonly Uint8Array[]) => Uint8Array;

const BOUNDARY_BYTES = [0, 1, 0x7f, 0x80, 0xfe, 0xff];
const BOUNDARY_INTEGERS = [0n, 1n, 0x7fffn, 0xffffn, 0x7fffffffn, 0x80000000n, 0xffffffffn, 2n ** 53n, -1n];
const WORDS = [
  "0",
  "-1",
  "-0",
  "1e9",
  "1e999",
  "0.5",
  "4294967296",
  "9007199254740993",
  "18446744073709551616",
];

/**
 * Feeds seeded mutations of valid samples to a parser.
 *
 * @throws {assert.AssertionError} naming seed and run when the parser throws anything but the error class or
 * takes too long; {@linkcode mutantOf} rebuilds that input.
 */
export function fuzz(options: FuzzOptions): FuzzReport {
  const { runs = 10_000, seed = 0, maxMs = 1000, errorClass } = options;
  const report: FuzzReport = { runs, accepted: 0, refused: 0, slowestMs: 0 };
  for (let run = 0; run < runs; run++) {
    const where = `seed ${seed}, run ${run}`;
    const input = mutantOf(options, seed, run);
    let { error, ms } = attempt(options.parse, input);
    // A second try, so that a busy machine is not taken for a slow parser.
    if (ms > maxMs) ms = Math.min(ms, attempt(options.parse, input).ms);
    assert.ok(
      ms <= maxMs,
      `Expected at most ${maxMs} ms but the parser took ${Math.round(ms)} ms: ${where}.`,
    );
    if (error !== undefined && !(error instanceof errorClass)) {
      assert.fail(`Expected ${errorClass.name} but found ${describe(error)}: ${where}.`);
    }
    report[error === undefined ? "accepted" : "refused"]++;
    report.slowestMs = Math.max(report.slowestMs, ms);
  }
  return report;
}

/** The input of one run of {@linkcode fuzz}. */
export function mutantOf(
  { samples, repair }: Pick<FuzzOptions, "samples" | "repair">,
  seed: number,
  run: number,
): Uint8Array {
  const random = randomOf(Math.imul(seed, 0x9e3779b1) + run);
  let bytes: Uint8Array = pick(samples, random).slice();
  for (let n = 1 + random(1 + random(4)); n > 0; n--) bytes = pick(MUTATIONS, random)(bytes, random, samples);
  return repair !== undefined && run % 2 === 0 ? repair(bytes) : bytes;
}

function attempt(parse: FuzzOptions["parse"], input: Uint8Array): { error: unknown; ms: number } {
  const start = performance.now();
  let error: unknown;
  try {
    parse(input);
  } catch (thrown) {
    error = thrown ?? new Error("a thrown undefined");
  }
  return { error, ms: performance.now() - start };
}

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.name) : String(error);

/** Mulberry32. */
function randomOf(seed: number): Random {
  let state = seed | 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return Math.floor(((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32 * limit);
  };
}

function pick<T>(choices: readonly T[], random: Random): T {
  const choice = choices[random(choices.length)];
  assert.ok(choice !== undefined, "Expected at least one choice.");
  return choice;
}

/** `bytes` with `removed` bytes from `at` on replaced by `inserted`. */
function spliced(bytes: Uint8Array, at: number, removed: number, inserted: ArrayLike<number>): Uint8Array {
  const tail = bytes.subarray(Math.min(at + removed, bytes.length));
  const result = new Uint8Array(at + inserted.length + tail.length);
  result.set(bytes.subarray(0, at));
  result.set(inserted, at);
  result.set(tail, at + inserted.length);
  return result;
}

/** Half of the positions fall on the first 64 bytes, where headers are. */
const position = (bytes: Uint8Array, random: Random): number =>
  random(random(2) === 0 ? Math.min(64, bytes.length) : bytes.length);

const slice = (bytes: Uint8Array, random: Random): Uint8Array => {
  const start = position(bytes, random);
  return bytes.subarray(start, start + 1 + random(random(2) === 0 ? 8 : bytes.length));
};

const flipBit: Mutation = (bytes, random) => {
  const at = position(bytes, random);
  return bytes.length === 0 ? bytes : spliced(bytes, at, 1, [bytes[at]! ^ (1 << random(8))]);
};

const setByte: Mutation = (bytes, random) =>
  spliced(bytes, position(bytes, random), 1, [pick(BOUNDARY_BYTES, random)]);

/** A 2, 4 or 8 byte integer of either byte order becomes a boundary value. */
const setInteger: Mutation = (bytes, random) => {
  const value = new DataView(new ArrayBuffer(8));
  const size = 2 << random(3);
  const littleEndian = random(2) === 0;
  value.setBigUint64(
    0,
    BigInt.asUintN(64, pick(BOUNDARY_INTEGERS, random) + BigInt(random(2))),
    littleEndian,
  );
  const field = new Uint8Array(value.buffer, littleEndian ? 0 : 8 - size, size);
  return spliced(bytes, position(bytes, random), size, field);
};

/** A run of ASCII digits becomes another, often huge or negative, number. */
const setDigits: Mutation = (bytes, random) => {
  const runs = [...new TextDecoder("latin1").decode(bytes.subarray(0, 4096)).matchAll(/\d+/g)];
  if (runs.length === 0) return bytes;
  const digits = pick(runs, random);
  const word = random(2) === 0 ? pick(WORDS, random) : `${Number(digits[0]) + random(5) - 2}`;
  return spliced(bytes, digits.index, digits[0].length, new TextEncoder().encode(word));
};

const insert: Mutation = (bytes, random) =>
  spliced(bytes, position(bytes, random), 0, Array.from({ length: 1 + random(8) }, () => random(256)));

const remove: Mutation = (bytes, random) => spliced(bytes, position(bytes, random), 1 + random(8), []);

const truncate: Mutation = (bytes, random) => bytes.slice(0, random(bytes.length + 1));

const duplicate: Mutation = (bytes, random) =>
  spliced(bytes, position(bytes, random), 0, slice(bytes, random));

const splice: Mutation = (bytes, random, samples) =>
  spliced(bytes, position(bytes, random), random(bytes.length), slice(pick(samples, random), random));

const MUTATIONS: readonly Mutation[] = [
  flipBit,
  setByte,
  setInteger,
  setDigits,
  insert,
  remove,
  truncate,
  duplicate,
  splice,
];
