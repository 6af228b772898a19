import { dirname, join, relative } from "node:path";
import { byteSize } from "../formats/elements.ts";
import { placeOf } from "../stored_tensor.ts";
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

const isLarge = (value: Tensor): boolean =>
  byteSize(value) > (value.dtype === "int64" ? INLINE_INTEGER_BYTES : INLINE_BYTES);

/** An ONNX model whose large constants are external data. */
export interface EncodedModel {
  /** The graph as protobuf: the content of a `.onnx` file. */
  readonly model: Uint8Array;
  /** The large constants by the name of the file, beside the model, in which the model expects their bytes. */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** Whether a session had better keep no other copies of the constants than they are: there are many. */
  readonly lean: boolean;
  /** Constants that the model expects in the files where they are stored; where there are some, `weights` has none. */
  readonly stored?: StoredConstants;
}

/** Constants that stay in files. */
export interface StoredConstants {
  /** The folder from which the files' paths in the model count. */
  readonly folder: string;
  /** The constants. */
  readonly tensors: readonly Tensor[];
}

/** Where a model finds the bytes of a constant. */
interface External {
  readonly location: string;
  readonly offset: number;
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

/** A type, axes of which may have a length that is not known. */
interface WrittenType extends Pick<TensorType, "dtype"> {
  readonly shape: readonly (number | undefined)[];
}

function writeType(writer: ProtobufWriter, name: string, { dtype, shape }: WrittenType): void {
  writer.string(1, name).message(
    2,
    (w) =>
      w.message(1, (t) =>
        t.int(1, ONNX_DTYPE[dtype]).message(2, (s) => {
          for (const d of shape) s.message(1, (dim) => void (d !== undefined && dim.int(1, d)));
        })),
  );
}

/** Writes a constant with its bytes, or with where they are. */
function writeConstant(
  writer: ProtobufWriter,
  name: string,
  value: Tensor,
  external: External | undefined,
): void {
  for (const d of value.shape) writer.int(1, d);
  writer.int(2, ONNX_DTYPE[value.dtype]).string(8, name);
  if (!external) return void writer.raw(9, bytesOf(value.data));
  const entry = (key: string, text: string): void =>
    void writer.message(13, (w) => w.string(1, key).string(2, text));
  entry("location", external.location);
  entry("offset", String(external.offset));
  entry("length", String(byteSize(value)));
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
  for (const told of values.shapes) {
    writer.message(11, (w) => writeType(w, values.nameOf(told), { dtype: told.dtype, shape: [undefined] }));
  }
  return writer;
}

/** Bytes of constants from which on a session keeps no second copy of them. Our choice. */
const MANY_BYTES = 1 << 30;

const sumOfBytes = (values: readonly Tensor[]): number =>
  values.reduce((sum, value) => sum + byteSize(value), 0);

/** Whether there are many constants: by their bytes, or as half-precision ones that stay so. */
const isLean = ({ shapes, constants }: Values): boolean =>
  shapes.length > 0 || sumOfBytes([...constants.values()]) > MANY_BYTES;

/** A graph that is written but for its constants. */
interface Body {
  readonly values: Values;
  readonly writer: ProtobufWriter;
}

function bodyOf(graph: Graph): Body {
  const values = new Values(graph);
  return { values, writer: writeGraph(graph, values) };
}

/** The model of a graph, some of whose constants have their bytes elsewhere. */
function encode(
  { values, writer }: Body,
  externals: ReadonlyMap<string, External>,
): Pick<EncodedModel, "model" | "lean"> {
  for (const [name, value] of values.constants) {
    writer.message(5, (w) => writeConstant(w, name, value, externals.get(name)));
  }
  const { bytes: model } = new ProtobufWriter()
    .int(1, IR_VERSION)
    .string(2, "stabledrag")
    .raw(7, writer.bytes)
    .message(8, (w) => w.string(1, "").int(2, OPSET));
  return { model, lean: isLean(values) };
}

/** The model with its large constants beside it. */
function encodeBeside(body: Body): EncodedModel {
  const large = [...body.values.constants].filter(([, value]) => isLarge(value));
  const files = fileNames(large.map(([name]) => name));
  const externals = new Map([...files].map(([name, location]) => [name, { location, offset: 0 }]));
  return {
    ...encode(body, externals),
    weights: new Map(large.map(([name, value]) => [files.get(name)!, value])),
  };
}

/** Encodes a graph as an ONNX model of operator set {@linkcode OPSET}. */
export const encodeModel = (graph: Graph): EncodedModel => encodeBeside(bodyOf(graph));

/** Bytes of constants in memory up to which a model holds them itself: those of protobuf end at 2 GiB. */
const MOST_INSIDE = 1 << 30;

/** The deepest folder that all paths lie in. */
function commonFolder(paths: readonly string[]): string {
  const above = (folder: string): string =>
    paths.every((path) => path.startsWith(join(folder, "/"))) ? folder : above(dirname(folder));
  return above(dirname(paths[0]!));
}

/**
 * Encodes a graph for a session on this machine: constants that are stored in files stay there, and the others are in the
 * model, as ONNX Runtime takes all of them from files or all of them from memory. Where nothing is stored, or too much would be in
 * the model, it is {@linkcode encodeModel}.
 */
export function encodeInPlace(graph: Graph): EncodedModel {
  const body = bodyOf(graph);
  const constants = [...body.values.constants];
  const places = constants.flatMap(([name, value]) => {
    const place = placeOf(value);
    return place ? [{ name, value, ...place }] : [];
  });
  const inside = constants.flatMap(([, value]) => placeOf(value) ? [] : [value]);
  if (places.length === 0 || sumOfBytes(inside) > MOST_INSIDE) return encodeBeside(body);
  const folder = commonFolder(places.map(({ file }) => file.path));
  const externals = new Map(
    places.map(({ name, file, offset }) => [name, { location: relative(folder, file.path), offset }]),
  );
  return {
    ...encode(body, externals),
    weights: new Map(),
    stored: { folder, tensors: places.map(({ value }) => value) },
  };
}
