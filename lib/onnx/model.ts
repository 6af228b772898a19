import { type Tensor } from "../tensor.ts";
import { ALIASES } from "./alias.ts";
import { type Attribute } from "./attributes.ts";
import { ONNX_DTYPE } from "./dtypes.ts";
import { nodeNames } from "./naming.ts";
import { nodeOf, topologicalOrder } from "./order.ts";
import { ProtobufWriter } from "./protobuf.ts";
import { type Node, type Symbolic, type TensorType } from "./symbolic.ts";
import { type Graph } from "./trace.ts";

/** The operator set that graphs are written for, and ONNX's file version that goes with it. */
export const OPSET = 18;
const IR_VERSION = 8;
/** Constants of up to this many bytes are written into the model; larger ones travel beside it. */
const INLINE_BYTES = 1024;

/** An ONNX model: the graph as protobuf, and the constants it refers to as external data, by name. */
export interface EncodedModel {
  readonly model: Uint8Array;
  readonly weights: ReadonlyMap<string, Tensor>;
}

/** The value that an alias stands for. */
function resolve(x: Symbolic): Symbolic {
  let value = x;
  for (let node = nodeOf(value); node && ALIASES.has(node.type); node = nodeOf(value)) {
    value = node.inputs[(value.source as { index: number }).index]!;
  }
  return value;
}

/** Gives every value of a graph its name and gathers the constants. */
class Values {
  readonly names = new Map<Symbolic, string>();
  readonly constants = new Map<string, Tensor>();
  readonly #byData = new Map<object, string>();

  constructor(graph: Graph) {
    for (const { name, value } of graph.inputs) this.names.set(value, name);
  }

  nameOf(x: Symbolic | undefined): string {
    if (!x) return "";
    const value = resolve(x);
    const known = this.names.get(value);
    if (known) return known;
    if (value.source.kind !== "constant") {
      throw new Error(`The graph uses a value from outside of it: ${value.source.kind}.`);
    }
    return this.#constant(value, value.source.value, value.source.name);
  }

  #constant(x: Symbolic, value: Tensor, wish: string): string {
    const base = this.#byData.get(value.data) ?? (wish || `const_${this.constants.size}`);
    const clash = this.constants.get(base);
    const name = clash && clash.data !== value.data ? `${base}_${this.constants.size}` : base;
    this.#byData.set(value.data, name);
    this.constants.set(name, value);
    this.names.set(x, name);
    return name;
  }
}

function writeAttribute(writer: ProtobufWriter, name: string, attribute: Attribute): void {
  writer.string(1, name);
  if ("float" in attribute) writer.float(2, attribute.float).int(20, 1);
  else if ("int" in attribute) writer.int(3, attribute.int).int(20, 2);
  else if ("string" in attribute) writer.string(4, attribute.string).int(20, 3);
  else {
    for (const value of attribute.ints) writer.int(8, value);
    writer.int(20, 7);
  }
}

function writeNode(writer: ProtobufWriter, node: Node, name: string, values: Values): void {
  for (const x of node.inputs) writer.string(1, values.nameOf(x));
  for (const y of node.outputs) writer.string(2, values.nameOf(y));
  writer.string(3, name).string(4, node.type);
  for (const [key, attribute] of Object.entries(node.attributes)) {
    writer.message(5, (w) => writeAttribute(w, key, attribute));
  }
}

function writeType(writer: ProtobufWriter, name: string, type: TensorType): void {
  writer.string(1, name).message(
    2,
    (w) =>
      w.message(1, (t) =>
        t.int(1, ONNX_DTYPE[type.dtype]).message(2, (s) => {
          for (const d of type.shape) s.message(1, (dim) => dim.int(1, d));
        })),
  );
}

/** The bytes of a tensor's elements, little-endian as every supported platform has them. */
export const bytesOf = ({ data }: Tensor): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

function writeConstant(writer: ProtobufWriter, name: string, value: Tensor, external: boolean): void {
  for (const d of value.shape) writer.int(1, d);
  writer.int(2, ONNX_DTYPE[value.dtype]).string(8, name);
  if (!external) return void writer.raw(9, bytesOf(value));
  const entry = (key: string, text: string): void =>
    void writer.message(13, (w) => w.string(1, key).string(2, text));
  entry("location", name);
  entry("offset", "0");
  entry("length", String(value.data.byteLength));
  writer.int(14, 1);
}

/** An output that is an input or a constant gets a node of its own; aliases vanish. */
function writeOutputs(writer: ProtobufWriter, graph: Graph, values: Values): void {
  for (const { name, value } of graph.outputs) {
    writer.message(
      1,
      (w) => w.string(1, values.nameOf(value)).string(2, name).string(3, name).string(4, "Identity"),
    );
  }
  for (const { name, value } of graph.outputs) writer.message(12, (w) => writeType(w, name, value));
}

/** Encodes a graph as an ONNX model. Weights stay outside: see {@linkcode EncodedModel}. */
export function encodeModel(graph: Graph): EncodedModel {
  const values = new Values(graph);
  const names = nodeNames(graph);
  const order = topologicalOrder(graph.outputs.map((o) => resolve(o.value))).filter((n) =>
    !ALIASES.has(n.type)
  );
  for (const node of order) {
    node.outputs.forEach((y, i) =>
      values.names.set(y, i === 0 ? names.get(node)! : `${names.get(node)}:${i}`)
    );
  }
  const weights = new Map<string, Tensor>();
  const body = new ProtobufWriter();
  for (const node of order) body.message(1, (w) => writeNode(w, node, names.get(node)!, values));
  writeOutputs(body, graph, values);
  body.string(2, graph.name);
  for (const { name, value } of graph.inputs) body.message(11, (w) => writeType(w, name, value));
  for (const [name, value] of values.constants) {
    const external = value.data.byteLength > INLINE_BYTES;
    if (external) weights.set(name, value);
    body.message(5, (w) => writeConstant(w, name, value, external));
  }
  const model = new ProtobufWriter()
    .int(1, IR_VERSION)
    .string(2, "stabledrag")
    .raw(7, body.bytes)
    .message(8, (w) => w.string(1, "").int(2, OPSET));
  return { model: model.bytes, weights };
}
