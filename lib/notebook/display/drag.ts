import { type DragRecord } from "../../drag/record.ts";
import { type DragStep } from "../../drag/state.ts";
import { contactSheet, type ContactSheetOptions, type DragFrame } from "../../figures/contact_sheet.ts";
import { type RgbaImage } from "../../formats/image_rgba.ts";
import { dragInWords, dragText, handlesTable } from "../../report/drag_words.ts";
import { shortNumber } from "../../short_number.ts";
import { type Displayable, displayable } from "./displayable.ts";
import { drawDrag } from "./drag_view.ts";
import { figureBundle } from "./figure.ts";
import { tablesBundle } from "./table.ts";

/** Options of {@linkcode showDrag}. */
export interface ShowDragOptions extends ContactSheetOptions {
  /** The pictures at some steps: they are shown with handles, targets and paths as they were (default: none). */
  readonly frames?: readonly DragFrame[];
  /** The last picture: where no frames are given it stands with the paths beside the curves (default: none). */
  readonly picture?: RgbaImage;
}

/** The richest figure that there is something for; none of a record without steps and pictures. */
function drawing(
  record: DragRecord,
  { frames, picture, size, columns, ...text }: ShowDragOptions,
): string | undefined {
  const words = { caption: dragInWords(record), ...text };
  if (frames) {
    const grid = { ...(size === undefined ? {} : { size }), ...(columns === undefined ? {} : { columns }) };
    return contactSheet(record, frames, { ...grid, ...words });
  }
  return picture || record.steps.length > 0 ? drawDrag({ record, picture, ...words }) : undefined;
}

/**
 * A drag as it was recorded: pictures at some steps, or else the curves of distance and confidence, beside the last
 * picture where it is given; as text the way of each handle in numbers.
 *
 * @throws {InputError} when the record cannot be drawn, has no step of the number of a frame, or size or columns are
 * out of range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { DISPLAY } from "./displayable.ts";
 * import { showDrag } from "./drag.ts";
 * const [size, points] = [[128, 128], [{ handle: [64, 82], target: [48, 82] }]] as const;
 * const step = { handles: [[56, 82]], distances: [8], confidence: [0.5], supervisedBy: ["template"] } as const;
 * const record = { method: "stabledrag", size, points, steps: [{ step: 0, loss: 1, ...step }] };
 * const bundle = await showDrag(record)[DISPLAY]();
 * assert.match(bundle["text/plain"], /^stabledrag: 1 handle, 1 step, not arrived; /);
 * ```
 */
export function showDrag(record: DragRecord, options: ShowDragOptions = {}): Displayable {
  const svg = drawing(record, options);
  return displayable(() =>
    svg === undefined
      ? tablesBundle(`${record.method}: ${dragInWords(record)}`, [handlesTable(record)])
      : figureBundle(svg, dragText(record))
  );
}

/**
 * One step of a drag in numbers. Its score maps are another display, as a step does not say around which places they
 * are: see `showScores`.
 */
export function showStep(step: DragStep): Displayable {
  const { handles, distances, confidence, supervisedBy, loss, stopped } = step;
  const words = `Step ${step.step}${loss === undefined ? "" : `, loss ${shortNumber(loss)}`}${
    stopped ? ", arrived" : ""
  }`;
  const rows = handles.map(([x, y], i) => [
    `${i + 1}`,
    `(${shortNumber(x)}, ${shortNumber(y)})`,
    `${distances[i]!.toFixed(1)} px`,
    confidence[i]!.toFixed(2),
    supervisedBy[i]!,
  ]);
  const head = ["handle", "at", "to go", "confidence", "supervised by"];
  return displayable(() => tablesBundle(words, [{ head, rows, right: [1, 2, 3] }]));
}
