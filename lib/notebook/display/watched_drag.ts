import { type DragRecord, type StepLine, stepLine } from "../../drag/record.ts";
import { type DragStep } from "../../drag/state.ts";
import { inPixels, meanDistance } from "../../figures/paths.ts";
import { pictureOf } from "../../figures/picture.ts";
import { reducedPicture } from "../../figures/reduce_picture.ts";
import { dragInWords, dragText } from "../../report/drag_words.ts";
import { type Tensor } from "../../tensor.ts";
import { type MimeBundle } from "./displayable.ts";
import { CHART_HEIGHT } from "./drag_charts.ts";
import { type DragView, drawDrag } from "./drag_view.ts";
import { figureBundle } from "./figure.ts";

/** What is known of a drag that is being watched. */
export class WatchedDrag {
  readonly #head: Omit<DragRecord, "steps">;
  readonly #most: number;
  readonly #lines: StepLine[] = [];
  #seen: Pick<DragView, "picture" | "step"> = {};

  /**
   * Nothing is known yet.
   *
   * @param head the record that it will have, without its steps.
   * @param most how many steps it makes at most.
   */
  constructor(head: Omit<DragRecord, "steps">, most: number) {
    this.#head = head;
    this.#most = most;
  }

  /** Takes a step that was just made. */
  add(step: DragStep): void {
    this.#lines.push(stepLine(step));
  }

  /** Takes the picture [1, 3, R, R] in which the handles of a step were found, where it was rendered. */
  see(picture: Tensor | undefined, step: number): void {
    if (picture) this.#seen = { picture: reducedPicture(pictureOf(picture), CHART_HEIGHT), step };
  }

  get #record(): DragRecord {
    return { ...this.#head, steps: this.#lines };
  }

  #draw(caption: string): string {
    return drawDrag({ record: this.#record, ...this.#seen, lastStep: this.#most, caption });
  }

  /** What is shown after the latest step. */
  now(): Promise<MimeBundle> {
    const line = this.#lines.at(-1)!;
    const least = Math.min(...line.confidence).toFixed(2);
    const togo = `${inPixels(meanDistance(line))} to go`;
    const words = `step ${line.step} of ${this.#most}, ${togo}, confidence ${least}`;
    return figureBundle(this.#draw(words), `${this.#head.method}: ${words}`, false);
  }

  /** What stays when it has ended. */
  last(): Promise<MimeBundle> {
    return figureBundle(this.#draw(dragInWords(this.#record)), dragText(this.#record));
  }
}
