import { axisX, axisY, dot, gridX, gridY, line } from "@observablehq/plot";
import { InputError } from "../errors.ts";
import { coloursOf } from "../figures/colours.ts";
import { drawPlot, figureDocument, type Mark } from "../figures/document.ts";
import { AXIS, GRID } from "../figures/interval.ts";
import { type LegendEntry } from "../figures/legend.ts";
import { composeFigure, type FigureText, type Placed } from "../figures/svg.ts";
import { type BenchResult, type GanResult } from "./bench_result.ts";

/** One curve: what it shows of a case, and how it is drawn. */
interface Series {
  readonly label: string;
  readonly colour: string;
  /** Of the whole step. */
  readonly secondsOf: (result: GanResult) => number | undefined;
  /** Of its convolutions alone, where they were timed. */
  readonly bareOf: (result: GanResult) => number | undefined;
}

/** As methods have them in other figures. */
const [OFFICIAL, OURS] = coloursOf(["draggan", "stabledrag"]);

const SERIES: readonly Series[] = [
  {
    label: "official DragGAN",
    colour: OFFICIAL!,
    secondsOf: ({ official }) => official?.seconds,
    bareOf: () => undefined,
  },
  {
    label: "full frame",
    colour: "#555555",
    secondsOf: ({ fullFrame }) => fullFrame.seconds,
    bareOf: ({ fullFrame }) => fullFrame.bareSeconds,
  },
  {
    label: "windows",
    colour: OURS!,
    secondsOf: ({ windowed }) => windowed.seconds,
    bareOf: ({ windowed }) => windowed.bareSeconds,
  },
];

const BARE: LegendEntry = { label: "bare convolutions of ours", colour: "black", symbol: "dash" };

/** Cases over one of their numbers. */
interface Panel {
  readonly label: string;
  readonly results: readonly GanResult[];
  readonly placeOf: (result: GanResult) => number;
}

const WIDTH = 320;
const HEIGHT = 330;
const GAP = 16;

/**
 * Seconds of a drag step of StyleGAN2 against the resolution of its picture (one handle) and against the number of
 * handles (at the resolution with most of them), both axes logarithmic: with windows, with the whole feature map, the
 * bare convolutions of both, and the official DragGAN where it was timed. Cases with a mask and other models are left
 * out. An SVG file, 684 pixels wide with both panels.
 *
 * @throws {InputError} when the result has no case to draw.
 */
export function stepCost(result: BenchResult, text: FigureText = {}): string {
  const panels = panelsOf(result.cases);
  if (panels.length === 0) {
    throw new InputError(
      "Expected a case of stylegan2 without a mask in the result of bench but found none.",
    );
  }
  const shown = panels.flatMap(({ results }) => results);
  const series = SERIES.filter(({ secondsOf }) => shown.some((each) => secondsOf(each) !== undefined));
  const seconds = shown.flatMap((each) =>
    series.flatMap(({ secondsOf, bareOf }) => [secondsOf(each) ?? [], bareOf(each) ?? []].flat())
  );
  const range: [number, number] = [Math.min(...seconds) / 1.3, Math.max(...seconds) * 1.3];
  const document = figureDocument();
  const body = panels.map((panel, i): Placed => ({
    element: drawPanel(document, panel, series, range),
    x: i * (WIDTH + GAP),
    y: 0,
  }));
  return composeFigure({
    title: "What a drag step costs",
    caption: captionOf(result),
    ...text,
    document,
    body,
    legend: [...series.map(({ label, colour }): LegendEntry => ({ label, colour })), BARE],
    width: panels.length * (WIDTH + GAP) - GAP,
    height: HEIGHT,
  });
}

/** One handle over resolutions, and one resolution over handles; a panel without cases is left out. */
function panelsOf(cases: readonly GanResult[]): Panel[] {
  const plain = cases.filter(({ case: { model, mask } }) => model === "stylegan2" && !mask);
  const resolutionOf = ({ case: { resolution } }: GanResult): number => resolution;
  const handlesOf = ({ case: { handles } }: GanResult): number => handles;
  const most = plain.reduce((a, b) => (handlesOf(b) > handlesOf(a) ? b : a), plain[0]!);
  const panels: Panel[] = [
    {
      label: "resolution of the picture (px), one handle",
      results: plain.filter((each) => handlesOf(each) === 1),
      placeOf: resolutionOf,
    },
    {
      label: `handles, ${most?.case.resolution} px`,
      results: most && handlesOf(most) > 1
        ? plain.filter((each) => resolutionOf(each) === resolutionOf(most))
        : [],
      placeOf: handlesOf,
    },
  ];
  return panels.filter(({ results }) => results.length > 0);
}

/** 1, 2 and 5 times the powers of ten in a range. */
function ticksIn([least, most]: readonly [number, number]): number[] {
  const powers = Array.from({ length: 12 }, (_, i) => i - 6);
  return powers.flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`))).filter(
    (tick) => tick >= least && tick <= most,
  );
}

function drawPanel(
  document: Document,
  { label, results, placeOf }: Panel,
  series: readonly Series[],
  range: [number, number],
): Element {
  const places = [...new Set(results.map(placeOf))].sort((a, b) => a - b);
  const ticks = ticksIn(range);
  return drawPlot(document, {
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 52,
    marginRight: 10,
    marginTop: 8,
    marginBottom: 42,
    x: { type: "log", domain: [places[0]! / 1.15, places.at(-1)! * 1.15] },
    y: { type: "log", domain: range },
    marks: [
      // Texts of their own, since Plot leaves out some of a logarithmic axis.
      axisX(places, { ...AXIS, label, text: String }),
      axisY(ticks, { ...AXIS, label: "seconds per step", text: String }),
      gridX(places, GRID),
      gridY(ticks, GRID),
      ...series.flatMap(({ colour, secondsOf, bareOf }) => [
        ...curve(results, placeOf, bareOf, { stroke: colour, strokeWidth: 1.4, strokeDasharray: "5,4" }, 2),
        ...curve(results, placeOf, secondsOf, { stroke: colour, strokeWidth: 2 }, 3.5),
      ]),
    ],
  });
}

/** A line with a dot of radius `r` at each case that has the value. */
function curve(
  results: readonly GanResult[],
  placeOf: (result: GanResult) => number,
  valueOf: (result: GanResult) => number | undefined,
  style: { readonly stroke: string; readonly strokeWidth: number; readonly strokeDasharray?: string },
  r: number,
): Mark[] {
  const points = results.flatMap((each) => {
    const y = valueOf(each);
    return y === undefined ? [] : [{ x: placeOf(each), y }];
  }).sort((a, b) => a.x - b.x);
  const place = { x: "x", y: "y" };
  return [line(points, { ...place, ...style }), dot(points, { ...place, r, fill: style.stroke })];
}

function captionOf({ cases, provider, processors, rounds }: BenchResult): string {
  const torch = cases.find(({ official }) => official)?.official?.torch;
  return [
    "A step of StableDrag on StyleGAN2 of random weights.",
    `Best of ${rounds} runs or more, provider ${provider}, ${processors} processors.`,
    ...(torch ? [`Official DragGAN under PyTorch ${torch}.`] : []),
  ].join(" ");
}
