/** Handle points, as they are now. */
export const HANDLE_COLOUR = "#e41a1c";
/** Target points. */
export const TARGET_COLOUR = "#1f4fff";
/** The way that a handle went. */
export const PATH_COLOUR = "#ffd000";
/** Steps at which the template supervises. */
export const TEMPLATE_COLOUR = "#f0e442";

/**
 * Colours of the published methods, told apart by colour-blind readers too (Okabe and Ito's palette), and of what
 * benchmarks compare them with.
 */
const METHOD_COLOURS: ReadonlyMap<string, string> = new Map([
  ["draggan", "#d55e00"],
  ["stabledrag", "#0072b2"],
  ["stabledrag, blended", "#6699cc"],
  ["freedrag", "#009e73"],
  ["dragdiffusion", "#e69f00"],
  ["stabledrag-diff", "#56b4e9"],
  ["freedrag-diff", "#cc79a7"],
  ["no edit", "#999999"],
  ["tracker alone", "#882255"],
  ["supervision alone", "#88ccee"],
]);

/** For everything else: of Tol's muted palettes what is left, and black. */
const OTHER_COLOURS = [
  "#332288",
  "#661100",
  "#999933",
  "#aa4499",
  "#117733",
  "#ddcc77",
  "#555555",
  "#000000",
];

/** For all that have no fixed colour, where they are too many for the list and have their names beside them. */
export const sharedColour = (): string => "#8a94b8";

/** For the same where colours alone tell them apart: hues around the circle, every second one darker. */
const hue = (index: number, count: number): string =>
  `hsl(${Math.round((360 * index) / count)}, 55%, ${index % 2 === 0 ? 58 : 36}%)`;

/** Colours of handles by index. */
const HANDLE_COLOURS = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#332288",
  "#555555",
];

/** So many handles of a figure have a colour each; more are drawn in grey. */
export const MOST_COLOURS: number = HANDLE_COLOURS.length;

/**
 * Colours of the methods of one figure, the same in every figure: fixed for the published ones, however they are written,
 * no edit, StableDrag's blend and its parts alone; by the name's characters for others; but where two methods would share a colour the later
 * one takes the next that is free. More other methods than the list has colours for get hues of their own, which are told
 * apart less well, in the order in which they come.
 *
 * @param colourOfMany the colour of one of so many others, by its index and their number (default: a hue).
 */
export function coloursOf(methods: readonly string[], colourOfMany = hue): string[] {
  const fixed = (method: string): string | undefined => METHOD_COLOURS.get(method.toLowerCase());
  const others = [...new Set(methods.filter((method) => !fixed(method)))];
  if (others.length > OTHER_COLOURS.length) {
    return methods.map((method) => fixed(method) ?? colourOfMany(others.indexOf(method), others.length));
  }
  const taken = new Set<string>();
  const chosen = new Map<string, string>();
  return methods.map((method) => {
    const found = fixed(method) ?? chosen.get(method);
    if (found !== undefined) return found;
    const start = hashOf(method);
    const candidates = OTHER_COLOURS.map((_, i) => OTHER_COLOURS[(start + i) % OTHER_COLOURS.length]!);
    const colour = candidates.find((candidate) => !taken.has(candidate))!;
    taken.add(colour);
    chosen.set(method, colour);
    return colour;
  });
}

/** The colour of a handle by its index among eight or fewer. */
export const handleColour = (index: number): string => HANDLE_COLOURS[index % HANDLE_COLOURS.length]!;

const hashOf = (text: string): number =>
  [...text].reduce((hash, character) => (hash * 31 + character.codePointAt(0)!) % 65_521, 0);
