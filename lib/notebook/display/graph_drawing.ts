import dagre from "@dagrejs/dagre";
import { figureDocument, svgElement } from "../../figures/document.ts";
import { composeFigure, type FigureText } from "../../figures/svg.ts";
import { textWidth } from "../../figures/text.ts";
import { type GraphBox } from "./graph_boxes.ts";

/** A place in the drawing, in pixels. */
interface Place {
  readonly x: number;
  readonly y: number;
}

interface Layout {
  readonly width: number;
  readonly height: number;
  /** Middles of the boxes. */
  readonly boxes: readonly Place[];
  /** The ways of the lines. */
  readonly lines: readonly (readonly Place[])[];
}

const [TITLE_SIZE, DETAIL_SIZE, LINE, PADDING] = [12, 10, 14, 7];
const FILLS = { input: "#dbeafe", operation: "#f4f4f5", output: "#dcfce7" } as const;
const STROKES = { input: "#3b82f6", operation: "#a1a1aa", output: "#16a34a" } as const;
const LINE_COLOUR = "#71717a";
/** Pixels that the head of a line is high. */
const HEAD = 7;
const MARGIN = 4;

const sizeOf = ({ title, details }: GraphBox): { width: number; height: number } => ({
  width: 2 * PADDING +
    Math.max(1.14 * textWidth(title, TITLE_SIZE), ...details.map((detail) => textWidth(detail, DETAIL_SIZE))),
  height: 2 * PADDING + LINE * (1 + details.length),
});

/** Places boxes in layers, each below those whose values it takes. */
function layoutOf(boxes: readonly GraphBox[]): Layout {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ nodesep: 22, ranksep: 26, marginx: MARGIN, marginy: MARGIN });
  boxes.forEach((box, i) => graph.setNode(`${i}`, sizeOf(box)));
  boxes.forEach(({ takes }, i) => takes.forEach((from, n) => graph.setEdge(`${from}`, `${i}`, {}, `${n}`)));
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    boxes: boxes.map((_, i) => graph.node(`${i}`)),
    lines: graph.edges().map((edge) => {
      const [from, to] = [graph.node(edge.v), graph.node(edge.w)];
      const points = graph.edge(edge).points ?? [];
      // Every other bend is halfway between two layers, where dagre would put words.
      const passed = points.slice(1, -1).filter((_: Place, i: number) => i % 2 === 1);
      const end = { x: points.at(-1)?.x ?? to.x, y: to.y - to.height / 2 - HEAD };
      return [{ x: from.x, y: from.y + from.height / 2 }, ...passed, end];
    }),
  };
}

function drawBox(document: Document, box: GraphBox, { x, y }: Place): Element {
  const { width, height } = sizeOf(box);
  const [left, top] = [x - width / 2, y - height / 2];
  const text = (content: string, line: number, attributes: Record<string, string | number>): Element =>
    svgElement(
      document,
      "text",
      { x, y: top + PADDING + TITLE_SIZE - 1 + line * LINE, "text-anchor": "middle", ...attributes },
      [content],
    );
  return svgElement(document, "g", {}, [
    svgElement(document, "rect", {
      ...{ x: left, y: top, width, height, rx: box.kind === "operation" ? 4 : 10 },
      fill: FILLS[box.kind],
      stroke: STROKES[box.kind],
    }),
    text(box.title, 0, { "font-size": TITLE_SIZE, "font-weight": "bold" }),
    ...box.details.map((detail, i) => text(detail, i + 1, { "font-size": DETAIL_SIZE, fill: "#444" })),
  ]);
}

/** A line from the lower side of a box down to the upper side of another, with a head at its end. */
function drawLine(document: Document, points: readonly Place[]): Element {
  const [first, ...rest] = points;
  const end = rest.at(-1)!;
  const curves = rest.map(({ x, y }, i) => {
    const before = points[i]!;
    const middle = (before.y + y) / 2;
    return `C${before.x} ${middle} ${x} ${middle} ${x} ${y}`;
  });
  const d = `M${first!.x} ${first!.y}${curves.join("")}`;
  const head = `M${end.x} ${end.y + HEAD}L${end.x - 3.5} ${end.y}L${end.x + 3.5} ${end.y}Z`;
  return svgElement(document, "g", {}, [
    svgElement(document, "path", { d, fill: "none", stroke: LINE_COLOUR }),
    svgElement(document, "path", { d: head, fill: LINE_COLOUR }),
  ]);
}

/** A graph from the inputs above to the outputs below, as the text of an SVG file. */
export function drawGraph(boxes: readonly GraphBox[], text: FigureText): string {
  const document = figureDocument();
  const { width, height, ...places } = layoutOf(boxes);
  const element = svgElement(document, "svg", { width, height }, [
    ...places.lines.map((line) => drawLine(document, line)),
    ...boxes.map((box, i) => drawBox(document, box, places.boxes[i]!)),
  ]);
  return composeFigure({
    ...text,
    document,
    body: [{ element, x: 0, y: 0 }],
    width: Math.max(width, 260),
    height,
  });
}
