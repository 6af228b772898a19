import { type Buffer } from "node:buffer";
import { type Locator, type Page } from "playwright-core";
import { type FrontEnd } from "./front_ends.ts";

/** Pixels of a side of the picture. */
const RESOLUTION = 128;

/** Screenshots of the widget alone, and what they show. */
const CAPTIONS: Readonly<Record<string, string>> = {
  "1-points": "A handle and its target, placed by mouse",
  "2-mask": "Where the picture may move, brushed",
  "3-running": "The drag runs",
  "4-result": "The result; later cells read it",
};

/** The page of a notebook whose first cell shows the drag widget. */
export class DragPage {
  readonly #page: Page;
  readonly #frontEnd: FrontEnd;
  readonly #folder: string;
  readonly #widgets = new Map<string, Buffer>();

  /** @param folder where screenshots go. */
  constructor(page: Page, frontEnd: FrontEnd, folder: string) {
    this.#page = page;
    this.#frontEnd = frontEnd;
    this.#folder = folder;
  }

  /** Opens a notebook and waits until its kernel has answered. */
  async open(url: string): Promise<void> {
    const { promise: answered, resolve } = Promise.withResolvers<void>();
    this.#page.on(
      "websocket",
      (socket) =>
        socket.on("framereceived", ({ payload }) => payload.includes("kernel_info_reply") && resolve()),
    );
    await this.#page.goto(url);
    await answered;
    await this.#page.locator(this.#frontEnd.code).first().waitFor({ timeout: 60_000 });
  }

  /** Executes a cell; once more where it did not begin, as front ends drop cells before they know their kernel. */
  async execute(cell: number, tries = 10): Promise<void> {
    await this.#page.locator(this.#frontEnd.code).nth(cell).click();
    await this.#page.keyboard.press("Shift+Enter");
    const begun = this.#page.locator(this.#frontEnd.prompt).nth(cell).getByText(/\[(\*|\d+)\]/);
    const hasBegun = await begun.waitFor({ timeout: 10_000 }).then(() => true, () => false);
    if (!hasBegun && tries > 1) await this.execute(cell, tries - 1);
  }

  /** Waits for the widget and looks at all of it. */
  async widget(): Promise<Locator> {
    const widget = this.#page.locator(".sd-drag");
    await widget.waitFor({ timeout: 300_000 });
    await this.#page.locator(".sd-marks").scrollIntoViewIfNeeded();
    return widget;
  }

  /** Clicks on pixels of the picture. */
  async click(...places: readonly (readonly [number, number])[]): Promise<void> {
    for (const place of places) await this.#page.mouse.click(...await this.#onScreen(place));
  }

  /** Moves the mouse over pixels of the picture with its button pressed. */
  async stroke(...[start, ...places]: readonly (readonly [number, number])[]): Promise<void> {
    await this.#page.mouse.move(...await this.#onScreen(start!));
    await this.#page.mouse.down();
    for (const place of places) await this.#page.mouse.move(...await this.#onScreen(place), { steps: 5 });
    await this.#page.mouse.up();
  }

  /** Chooses a tool by its name. */
  async tool(name: string): Promise<void> {
    await this.#page.locator(".sd-tool", { hasText: name }).click();
  }

  /** Presses a button of the widget by its name. */
  async press(name: string): Promise<void> {
    await this.#page.locator(".sd-drag").getByRole("button", { name, exact: true }).click();
  }

  /** Presses keys while the mark with a name has the focus. */
  async keys(mark: RegExp, ...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.getByRole("button", { name: mark }).press(key);
  }

  /** Waits until the widget says so. */
  async says(words: RegExp): Promise<void> {
    await this.#page.locator(".sd-status").getByText(words).waitFor({ timeout: 900_000 });
  }

  /** What the last cell printed. */
  async printed(): Promise<string> {
    const printed = this.#page.locator(this.#frontEnd.printed).last();
    await printed.waitFor({ timeout: 30_000 });
    return await printed.innerText();
  }

  /** Saves what is seen, and in memory the widget alone. */
  async screenshot(name: string): Promise<void> {
    await this.#page.screenshot({ path: `${this.#folder}/${name}.png` });
    const widget = this.#page.locator(".sd-drag");
    if (await widget.count() > 0) this.#widgets.set(name, await widget.screenshot());
  }

  /** Saves the widget's screenshots side by side with captions; the page shows them then. */
  async compose(): Promise<void> {
    const figures = [...this.#widgets].map(([name, png]) =>
      `<figure><figcaption>${CAPTIONS[name]}</figcaption>` +
      `<img src="data:image/png;base64,${png.toString("base64")}"></figure>`
    );
    await this.#page.setContent(
      `<style>body { display: grid; grid-template-columns: repeat(2, max-content); gap: 12px 28px; padding: 12px; margin: 0; background: white;
        width: max-content; font: 15px sans-serif } figure { margin: 0 } figcaption { margin: 0 0 6px 2px }
        img { display: block; height: 442px; width: 716px; object-fit: none; object-position: left top }</style>` +
        figures.join(""),
    );
    await this.#page.locator("body").screenshot({ path: `${this.#folder}/composed.png` });
  }

  async #onScreen([x, y]: readonly [number, number]): Promise<[number, number]> {
    const box = (await this.#page.locator(".sd-marks").boundingBox())!;
    const at = (v: number, side: number): number => ((v + 0.5) / RESOLUTION) * side;
    return [box.x + at(x, box.width), box.y + at(y, box.height)];
  }
}
