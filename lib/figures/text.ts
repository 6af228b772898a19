/** Advance widths of DejaVu Sans in em, most rounded up, by the first class of characters that fits. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ ijl.,']/, 0.32],
  [/[IJf:;|\\/\s]/, 0.36],
  [/[tr()[\]!-]/, 0.42],
  [/[sckz*"_`?]/, 0.58],
  [/[A-LN-VX-Z&]/, 0.79],
  [/[w#+<=>^~]/, 0.84],
  [/[mMW@%—…■●○\u2e80-\uffff]/, 1.01],
  [/[\u03b1-\u03c8]/, 0.67],
  [/[\u0370-\u2e7f]/, 0.85],
];
const USUAL_WIDTH = 0.64;

/** Estimated width in pixels of a line in DejaVu Sans of a font size; a few per cent too wide rather than too small. */
export function textWidth(text: string, size: number): number {
  const widthOf = (character: string): number =>
    WIDTHS.find(([characters]) => characters.test(character))?.[1] ?? USUAL_WIDTH;
  return size * [...text].reduce((sum, character) => sum + widthOf(character), 0);
}

/** The text, or as much of it as fits into `width` pixels with an ellipsis. */
export function ellipsis(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join("")}…`, size) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** Lines of at most `width` pixels, broken at white space; a word too long for a line gets an ellipsis. */
export function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((word) => word !== "")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(ellipsis(word, width, size));
  }
  return lines;
}
