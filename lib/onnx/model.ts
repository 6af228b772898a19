import { bytesOf, type Tensor } from "../tensor.ts";
import { type Attribute } from "./attributes.ts";
import { ONNX_DTYPE } from "./dtypes.ts";
import { ProtobufWriter } from "./protobuf.ts";
import { type Node, type TensorType } from "./symbolic.ts";
import { type Graph } from "./trace.ts";
import { fileNames, Values } from "./values.ts";

/** The operator set that graphs are written for, and ONNX's file version that goes with it. */
export const OPSET = 18;
const IR_VERSION = 8;
/** Constants of up to this many bytes are written into the model; larger ones travel beside it. */
const INLINE_BYTES = 1024;
/** The same of integers: sizes and axes, which ONNX Runtime must find in the model to infer shapes. */
const INLINE_INTEGER_BYTES = 65_536;

const isLarge = ({ dtype, data }: Tensor): boolean =>
  data.byteLength > (dtype === "int64" ? INLINE_INTEGER_BYTES : INLINE_BYTES);

/** An ONNX model whose large constants are external data. */
export interface EncodedModel {
  /** The graph as protobuf: the content of a `.onnx` file. */
  readonly model: Uint8Array;
  /** The large constants by the name of the file, beside the model, in which the model expects their bytes. */
  readonly weights: ReadonlyMap<string, Tensor>;
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

/** Writes a constant with its bytes, or with the `file` that holds them. */
function writeConstant(writer: ProtobufWriter, name: string, value: Tensor, file: string | undefined): void {
  for (const d of value.shape) writer.int(1, d);
  writer.int(2, ONNX_DTYPE[value.dtype]).string(8, name);
  if (!file) return void writer.raw(9, bytesOf(value.data));
  const entry = (key: string, text: string): void =>
    void writer.message(13, (w) => w.string(1, key).string(2, text));
  entry("location", file);
  entry("offset", "0");
  entry("length", String(value.data.byteLength));
  writer.int(14, 1);
}

/** Every output is a node of its own, as it may be an input, a constant or an output twice. */
function writeOutputs(writer: ProtobufWriter, graph: Graph, values: Values): void {
  for (const { name, value } of graph.outputs) {
    writer.message(1, (w) => {
      w.string(1, values.nameOf(value)).string(2, name).string(3, name).string(4, "Identity");
    });
  }
  for (const { name, value } of graph.outputs) writer.message(12, (w) => writeType(w, name, value));
}

function writeGraph(graph: Graph, values: Values): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const [node, name] of values.nodes) writer.message(1, (w) => writeNode(w, node, name, values));
  writeOutputs(writer, graph, values);
  writer.string(2, graph.name);
  for (const { name, value } of graph.inputs) writer.message(11, (w) => writeType(w, name, value));
  return writer;
}

/** Encodes a graph as an ONNX model of operator set {@linkcode OPSET}. */
export function encodeModel(graph: Graph): EncodedModel {
  const values = new Values(graph);
  const body = writeGraph(graph, values);
  const large = [...values.constants].filter(([, value]) => isLarge(value));
  const files = fileNames(large.map(([name]) => name));
  for (const [name, value] of values.constants) {
    body.message(5, (w) => writeConstant(w, name, value, files.get(name)));
  }
  const model = new ProtobufWriter()
    .int(1, IR_VERSION)
    .string(2, "stabledrag")
    .raw(7, body.bytes)
    .message(8, (w) => w.string(1, "").int(2, OPSET));
  return { model: model.bytes, weights: new Map(large.map(([name, value]) => [files.get(name)!, value])) };
}
