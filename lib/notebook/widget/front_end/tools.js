import { element } from "./elements.js";
import { change, isEditable } from "./state.js";

const TOOLS = { points: "Points", brush: "Brush", erase: "Erase" };

/** The choice of a tool and of the brush's size. */
export class Tools {
  #model;
  #name = "points";
  #size;
  #clear;

  constructor(model, onChange) {
    this.#model = model;
    const side = Math.max(...model.get("size"));
    // Names of radio buttons are shared by the page.
    const group = `sd-tool-${crypto.randomUUID()}`;
    const radio = ([value, label]) =>
      element(
        "label",
        { class: "sd-tool" },
        element("input", {
          type: "radio",
          name: group,
          value,
          checked: value === this.#name,
          onchange: () => {
            this.#name = value;
            onChange();
          },
        }),
        element("span", {}, label),
      );
    this.#size = element("input", {
      type: "range",
      min: 1,
      max: Math.round(side / 4),
      value: Math.round(side / 14),
      "aria-label": "Radius of the brush in pixels",
    });
    this.#clear = element(
      "button",
      { type: "button", class: "sd-button", onclick: () => change(model, "mask", null) },
      "Clear mask",
    );
    this.node = element(
      "div",
      { class: "sd-row" },
      element(
        "div",
        { class: "sd-tools", role: "radiogroup", "aria-label": "Tool" },
        ...Object.entries(TOOLS).map(radio),
      ),
      element("label", { class: "sd-size", title: "Radius of the brush" }, this.#size),
      this.#clear,
    );
  }

  /** The tool in use: its name, and the radius of the brush in pixels of the picture. */
  get tool() {
    return { name: this.#name, radius: Number(this.#size.value) };
  }

  draw() {
    const canEdit = isEditable(this.#model);
    for (const input of this.node.querySelectorAll("input")) input.disabled = !canEdit;
    this.#clear.disabled = !canEdit || !this.#model.get("mask");
  }
}
