/** The fields of a message of the protocol-buffer wire format, by number, each with all its values. */
export type Fields = ReadonlyMap<number, readonly (bigint | Uint8Array)[]>;

/** Reads a message: integers as BigInt, everything else as its bytes. Written apart from the encoder it checks. */
export function fieldsOf(bytes: Uint8Array): Fields {
  const fields = new Map<number, (bigint | Uint8Array)[]>();
  let at = 0;
  const varint = (): bigint => {
    for (let value = 0n, shift = 0n;; shift += 7n) {
      const byte = bytes[at++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
  };
  const take = (length: number): Uint8Array => bytes.subarray(at, at += length);
  while (at < bytes.length) {
    const tag = Number(varint());
    const wire = tag & 7;
    const value = wire === 0 ? varint() : take(wire === 5 ? 4 : Number(varint()));
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
  }
  if (at !== bytes.length) throw new Error("The last field runs over the end.");
  return fields;
}

const textOf = (value: bigint | Uint8Array | undefined): string =>
  new TextDecoder().decode(value as Uint8Array);
const texts = (fields: Fields, field: number): string[] => (fields.get(field) ?? []).map(textOf);
const numbers = (fields: Fields, field: number): number[] => (fields.get(field) ?? []).map(Number);
const messages = (fields: Fields, field: number): Fields[] =>
  (fields.get(field) ?? []).map((bytes) => fieldsOf(bytes as Uint8Array));

/** A named value of a graph, or one of its constants. */
interface Value {
  readonly name: string;
  readonly dtype: number;
  readonly shape: readonly number[];
}

/** What tests look at of an ONNX model. */
export interface DecodedModel {
  readonly irVersion: number;
  readonly opset: number;
  readonly graphName: string;
  readonly nodes: readonly {
    type: string;
    name: string;
    inputs: string[];
    outputs: string[];
    attributes: string[];
  }[];
  readonly constants: readonly (Value & { bytes: Uint8Array; external: Record<string, string> })[];
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

function valueOf(info: Fields): Value {
  const type = messages(messages(info, 2)[0]!, 1)[0]!;
  const shape = messages(messages(type, 2)[0]!, 1).map((dimension) => numbers(dimension, 1)[0]!);
  return { name: texts(info, 1)[0]!, dtype: numbers(type, 1)[0]!, shape };
}

/** Reads an ONNX model as onnx.proto describes it. */
export function decodeModel(bytes: Uint8Array): DecodedModel {
  const model = fieldsOf(bytes);
  const graph = messages(model, 7)[0]!;
  return {
    irVersion: numbers(model, 1)[0]!,
    opset: numbers(messages(model, 8)[0]!, 2)[0]!,
    graphName: texts(graph, 2)[0]!,
    nodes: messages(graph, 1).map((node) => ({
      type: texts(node, 4)[0]!,
      name: texts(node, 3)[0]!,
      inputs: texts(node, 1),
      outputs: texts(node, 2),
      attributes: messages(node, 5).flatMap((a) => texts(a, 1)),
    })),
    constants: messages(graph, 5).map((constant) => ({
      name: texts(constant, 8)[0]!,
      dtype: numbers(constant, 2)[0]!,
      shape: numbers(constant, 1),
      bytes: (constant.get(9)?.[0] ?? new Uint8Array()) as Uint8Array,
      external: Object.fromEntries(messages(constant, 13).map((e) => [texts(e, 1)[0]!, texts(e, 2)[0]!])),
    })),
    inputs: messages(graph, 11).map(valueOf),
    outputs: messages(graph, 12).map(valueOf),
  };
}
