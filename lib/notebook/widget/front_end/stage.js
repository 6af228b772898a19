import { element, shape } from "./elements.js";
import { drawMask, maskOf, stroked } from "./mask.js";
import { marks } from "./marks.js";
import { change, isEditable, moved, nearestEnd, placed } from "./state.js";

/** About how large the longer side of the picture is on the screen, and how near to a point one clicks to take it, in screen pixels. */
const [ABOUT, NEAR] = [400, 11];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The picture with mask and marks, and all that mouse and keys do on it; `tool` says which tool is taken. */
export class Stage {
  #model;
  #tool;
  #size;
  #unit;
  #image;
  #maskCanvas;
  #svg;
  #marks = shape("g");
  #cursorMarks = shape("g", { class: "sd-cursor" });
  #cursor;
  /** What the pressed mouse button does. */
  #gesture;
  /** Where the brush is over the picture. */
  #hovered;

  constructor(model, tool) {
    this.#model = model;
    this.#tool = tool;
    this.#size = model.get("size");
    const [height, width] = this.#size;
    const side = Math.max(height, width);
    this.#unit = side / Math.min(side * Math.max(1, Math.round(ABOUT / side)), 512);
    this.#cursor = [Math.floor(width / 2), Math.floor(height / 2)];
    const sides = { width, height };
    this.#image = element("canvas", { ...sides, class: "sd-image" });
    this.#maskCanvas = element("canvas", { ...sides, class: "sd-mask" });
    this.#svg = shape(
      "svg",
      {
        viewBox: `-0.5 -0.5 ${width} ${height}`,
        class: "sd-marks",
        tabindex: 0,
        role: "application",
        "aria-label":
          "Picture. Arrow keys move the cross, Space puts a point or paints there; Tab goes to the points.",
        onpointerdown: (event) => this.#press(event),
        onpointermove: (event) => this.#move(event),
        onpointerup: () => this.#release(),
        onpointercancel: () => this.#release(),
        onpointerleave: () => this.#hover(undefined),
        onkeydown: (event) => this.#key(event),
        onfocus: () => this.#drawCursor(),
        onblur: () => this.#drawCursor(),
      },
      this.#marks,
      this.#cursorMarks,
    );
    this.node = element("div", { class: "sd-picture" }, this.#image, this.#maskCanvas, this.#svg);
    this.node.style.width = `${width / this.#unit}px`;
    this.node.style.aspectRatio = `${width} / ${height}`;
  }

  drawPicture() {
    const { buffer, byteOffset, byteLength } = this.#model.get("picture");
    const data = new Uint8ClampedArray(buffer.slice(byteOffset, byteOffset + byteLength));
    const [height, width] = this.#size;
    this.#image.getContext("2d").putImageData(new ImageData(data, width, height), 0, 0);
  }

  drawMask() {
    drawMask(this.#maskCanvas, maskOf(this.#model));
  }

  /** Draws the marks anew; the one that has the focus keeps it. */
  drawMarks() {
    const { activeElement } = this.#svg.getRootNode();
    const key = this.#marks.contains(activeElement) && activeElement.dataset.key;
    this.#marks.replaceChildren(...marks(this.#model, this.#unit));
    this.node.classList.toggle("sd-locked", !isEditable(this.#model));
    if (key) this.#marks.querySelector(`[data-key="${key}"]`)?.focus();
    this.#drawCursor();
  }

  /** Shows the size of the brush, or the cross that keys move. */
  #drawCursor() {
    const { name, radius } = this.#tool();
    const isCrossed = !this.#hovered && this.#svg.matches(":focus-visible");
    const isPainting = name !== "points" && (isCrossed || this.#hovered);
    const [x, y] = this.#hovered ?? this.#cursor;
    const stroke = { fill: "none", stroke: "white", "stroke-width": 1.5 * this.#unit };
    const arm = 9 * this.#unit;
    const shapes = [
      ...(isPainting ? [shape("circle", { cx: x, cy: y, r: radius, ...stroke })] : []),
      ...(isCrossed
        ? [shape("path", { d: `M${x - arm},${y}h${2 * arm}M${x},${y - arm}v${2 * arm}`, ...stroke })]
        : []),
    ];
    this.#cursorMarks.replaceChildren(...(isEditable(this.#model) ? shapes : []));
  }

  #hover(place) {
    this.#hovered = place;
    this.#drawCursor();
  }

  #placeOf({ clientX, clientY }) {
    const { left, top, width, height } = this.#svg.getBoundingClientRect();
    const [rows, columns] = this.#size;
    return this.#inside([
      ((clientX - left) / width) * columns - 0.5,
      ((clientY - top) / height) * rows - 0.5,
    ]);
  }

  #inside([x, y]) {
    const [height, width] = this.#size;
    const within = (v, length) => Math.min(length - 1, Math.max(0, Math.round(v)));
    return [within(x, width), within(y, height)];
  }

  #press(event) {
    if (event.button !== 0 || !isEditable(this.#model)) return;
    const place = this.#placeOf(event);
    this.#svg.setPointerCapture(event.pointerId);
    if (this.#tool().name === "points") this.#gesture = this.#takePoint(place);
    else this.#gesture = this.#startStroke(place);
  }

  #move(event) {
    const place = this.#placeOf(event);
    this.#gesture?.(place);
    this.#hover(place);
  }

  #release() {
    if (this.#gesture) this.#model.save_changes();
    this.#gesture = undefined;
  }

  /** Takes the point there, or puts one; returns what moves it. */
  #takePoint(place) {
    const points = this.#model.get("points");
    if (!nearestEnd(points, place, NEAR * this.#unit)) this.#model.set("points", placed(points, place));
    const end = nearestEnd(this.#model.get("points"), place, NEAR * this.#unit);
    return (to) => this.#model.set("points", moved(this.#model.get("points"), end, to));
  }

  /** Paints there; returns what paints on. */
  #startStroke(place) {
    let from = place;
    const paintTo = (to) => {
      const { name, radius } = this.#tool();
      const mask = stroked(maskOf(this.#model), this.#size, from, to, radius, name === "brush" ? 1 : 0);
      this.#model.set("mask", new DataView(mask.buffer));
      from = to;
    };
    paintTo(place);
    return paintTo;
  }

  #key(event) {
    if (!isEditable(this.#model)) return;
    const [pair, end] = event.target.dataset.key?.split(" ") ?? [];
    const isDone = end ? this.#keyOnEnd({ pair: Number(pair), end }, event) : this.#keyOnPicture(event);
    if (!isDone) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #keyOnEnd(at, { key, shiftKey }) {
    const points = this.#model.get("points");
    if (key === "Delete" || key === "Backspace") {
      change(this.#model, "points", points.toSpliced(at.pair, 1));
      this.#svg.focus();
      return true;
    }
    if (!ARROWS[key]) return false;
    change(this.#model, "points", moved(points, at, this.#stepped(points[at.pair][at.end], key, shiftKey)));
    return true;
  }

  #keyOnPicture({ key, shiftKey }) {
    if (ARROWS[key]) {
      this.#cursor = this.#stepped(this.#cursor, key, shiftKey);
      this.#hovered = undefined;
      this.#drawCursor();
      return true;
    }
    if (key !== " " && key !== "Enter") return false;
    if (this.#tool().name === "points") {
      change(this.#model, "points", placed(this.#model.get("points"), this.#cursor));
    } else {
      this.#startStroke(this.#cursor);
      this.#model.save_changes();
    }
    return true;
  }

  #stepped([x, y], key, isFast) {
    const by = isFast ? 10 : 1;
    return this.#inside([x + by * ARROWS[key][0], y + by * ARROWS[key][1]]);
  }
}
