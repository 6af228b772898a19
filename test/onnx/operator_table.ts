import { GRADIENTS } from "../../lib/onnx/gradients/mod.ts";
import { NO_DERIVATIVE } from "../../lib/onnx/gradients/rule.ts";
import { OPSET } from "../../lib/onnx/model.ts";
import { SHAPES } from "../../lib/onnx/shapes/mod.ts";

/** What the documentation says of an operator beside what the rules themselves show. */
interface Entry {
  /** The operator set that brought the version in force at {@linkcode OPSET}. */
  readonly since: number;
  /** What its shape rule demands and gives. */
  readonly shape: string;
}

const of = (since: number, shape: string): Entry => ({ since, shape });

const SAME = "x → x";
const BROADCAST = "a, b of one dtype → broadcast";
const COMPARED = "a, b of one dtype → broadcast, bool";
const LOGICAL = "a, b bool → broadcast, bool";
const FOLDED = "x, axes → x with the axes dropped, or of size 1";
const FOUND = "x → int64, the axis dropped, or of size 1";

const ENTRIES: Readonly<Record<string, Entry>> = {
  Abs: of(13, SAME),
  Add: of(14, BROADCAST),
  And: of(7, LOGICAL),
  ArgMax: of(13, FOUND),
  ArgMin: of(13, FOUND),
  AveragePool: of(11, "[N, C, H, W] → [N, C, rows, columns] of windows"),
  Cast: of(13, "x → x of another dtype"),
  Ceil: of(13, SAME),
  Clip: of(13, "x, low, high → x"),
  Concat: of(13, "tensors alike but along the axis → lengths added"),
  Conv: of(11, "[N, C, H, W], [M, C / group, kH, kW], [M]? → [N, M, rows, columns] of windows"),
  ConvTranspose: of(11, "[N, C, H, W], [C, M / group, kH, kW], [M]? → the map of which Conv gives [H, W]"),
  Cos: of(7, SAME),
  DepthToSpace: of(13, "[N, C·b², H, W] → [N, C, H·b, W·b]"),
  Div: of(14, BROADCAST),
  Equal: of(13, COMPARED),
  Erf: of(13, SAME),
  Exp: of(13, SAME),
  Expand: of(13, "x, shape → broadcast"),
  Floor: of(13, SAME),
  Gather: of(13, "x, int64 indices → the indices' shape in place of the axis"),
  GatherElements: of(13, "x, int64 indices of its rank → the indices' shape"),
  GatherND: of(13, "x, int64 tuples → the tuples' shape, then the axes they leave"),
  Gemm: of(13, "[m, k], [k, n] (or transposed), c that broadcasts → [m, n]"),
  Greater: of(13, COMPARED),
  GreaterOrEqual: of(16, COMPARED),
  Identity: of(16, SAME),
  InstanceNormalization: of(6, "[N, C, …], [C], [C] → x"),
  LayerNormalization: of(17, "[…, D], [D], [D]? → x"),
  LeakyRelu: of(16, SAME),
  Less: of(13, COMPARED),
  LessOrEqual: of(16, COMPARED),
  Log: of(13, SAME),
  LogSoftmax: of(13, SAME),
  MatMul: of(13, "[…, m, k], […, k, n] → leading axes broadcast, [m, n]"),
  Max: of(13, BROADCAST),
  MaxPool: of(12, "[N, C, H, W] → [N, C, rows, columns] of windows, and int64 indices"),
  Min: of(13, BROADCAST),
  Mul: of(14, BROADCAST),
  Neg: of(13, SAME),
  Not: of(1, SAME),
  Or: of(7, LOGICAL),
  Pad: of(18, "x, 2 · rank pads → pads added"),
  Pow: of(15, BROADCAST),
  Reciprocal: of(13, SAME),
  ReduceMax: of(18, FOLDED),
  ReduceMean: of(18, FOLDED),
  ReduceMin: of(18, FOLDED),
  ReduceSum: of(13, FOLDED),
  Relu: of(14, SAME),
  Reshape: of(14, "x, shape of as many elements → the shape"),
  Resize: of(18, "[N, C, H, W], sizes that are whole multiples → the sizes"),
  Round: of(11, SAME),
  ScatterElements: of(18, "x, int64 indices, updates of their shape → x"),
  ScatterND: of(18, "x, int64 tuples, an update for each → x"),
  Sigmoid: of(13, SAME),
  Sign: of(13, SAME),
  Sin: of(7, SAME),
  Slice: of(13, "x, starts, ends, axes, steps → lengths cut"),
  Softmax: of(13, SAME),
  Softplus: of(1, SAME),
  Split: of(18, "x, sizes that add up → a piece per size"),
  Sqrt: of(13, SAME),
  Sub: of(14, BROADCAST),
  Tanh: of(13, SAME),
  TopK: of(11, "x, k → k along the axis, twice: values and int64 indices"),
  Transpose: of(13, "x → axes reordered"),
  Where: of(16, "bool, a, b of one dtype → broadcast"),
};

/** How often, and in which dtype, the gradient of an operator is tested. */
export interface Tested {
  /** Number of test cases. */
  readonly cases: number;
  /** The most precise dtype among them. */
  readonly dtype: "float64" | "float32";
}

/** What stands in the table about a gradient and its test. */
function gradientOf(type: string, tested: Tested | undefined): string {
  if (GRADIENTS[type] === NO_DERIVATIVE) return "absent | —";
  if (!tested) return "yes | no";
  return `yes | ${tested.cases} ${tested.cases === 1 ? "case" : "cases"} in ${tested.dtype}`;
}

/**
 * The operators that graphs are made of, as a page of Markdown: since which operator set each is what it is, its
 * shape rule, whether it has a gradient, and how that is tested.
 */
export function operatorTable(tested: ReadonlyMap<string, Tested>): string {
  const rows = Object.keys(SHAPES).sort().map((type) => {
    const { since, shape } = ENTRIES[type] ?? of(0, "?");
    return `| ${type} | ${since} | ${shape} | ${gradientOf(type, tested.get(type))} |`;
  });
  return `# Operators

Graphs are written for ONNX operator set ${OPSET}. A gradient that is *absent* is zero wherever it is defined, or the
output is no real number: derivatives stop there. The others are compared with central differences, in float64 to
1e-5 where ONNX Runtime's CPU provider has a float64 kernel, else in float32 to 2e-3; ties and zeros with the
values that are agreed on. This page is generated: \`deno task operators\`.

| operator | since opset | shape rule | gradient | tested |
|---|---|---|---|---|
${rows.join("\n")}
`;
}
