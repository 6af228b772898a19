import { element } from "./elements.js";
import { change, isBusy, stepsOf } from "./state.js";

const WORDS = {
  ready: "Ready.",
  starting: "Starting…",
  running: "Running…",
  stopping: "Stopping after this step…",
  arrived: "Arrived.",
  done: "All steps made.",
  stopped: "Stopped.",
};

/** Method, steps, buttons and what goes on. */
export class Controls {
  #model;
  #method;
  #steps;
  #buttons;
  #status = element("span", { role: "status" });
  #count = element("span", { class: "sd-count" });
  #progress = element("progress", { "aria-label": "Steps made" });

  constructor(model) {
    this.#model = model;
    const option = (name) => element("option", { value: name }, name);
    this.#method = element(
      "select",
      { onchange: ({ target }) => change(model, "method", target.value) },
      ...model.get("methods").map(option),
    );
    this.#steps = element("input", {
      type: "number",
      min: 1,
      max: 2000,
      onchange: ({ target }) => {
        const steps = Math.min(2000, Math.max(1, Math.round(Number(target.value)) || 1));
        target.value = steps;
        change(model, "steps", steps);
      },
    });
    const button = (type, label, extra = "") =>
      element(
        "button",
        { type: "button", class: `sd-button ${extra}`, onclick: () => model.send({ type }) },
        label,
      );
    this.#buttons = {
      run: button("run", "Run", "sd-run"),
      stop: button("stop", "Stop"),
      reset: button("reset", "Reset"),
    };
    this.node = element(
      "div",
      { class: "sd-controls" },
      element("label", {}, "Method ", this.#method),
      element("label", {}, "Steps ", this.#steps),
      element("div", { class: "sd-row" }, ...Object.values(this.#buttons)),
      this.#progress,
      element("div", { class: "sd-status" }, this.#status, this.#count),
    );
  }

  draw() {
    const [model, { run, stop, reset }] = [this.#model, this.#buttons];
    const [status, points, steps] = [model.get("status"), model.get("points"), model.get("steps")];
    const made = stepsOf(model).length;
    this.#method.value = model.get("method");
    if (this.#steps !== this.node.getRootNode().activeElement) this.#steps.value = steps;
    this.#method.disabled = this.#steps.disabled = isBusy(model);
    run.disabled = isBusy(model) || points.length === 0 || points.some(({ target }) => !target);
    stop.disabled = !isBusy(model) || status === "stopping";
    reset.disabled = isBusy(model) || status === "ready";
    this.#progress.max = steps;
    this.#progress.value = made;
    const words = status === "failed" ? model.get("message") : WORDS[status];
    // Screen readers read what changes.
    if (this.#status.textContent !== words) this.#status.textContent = words;
    this.#status.classList.toggle("sd-failed", status === "failed");
    this.#count.textContent = made > 0 ? `step ${made} of ${steps}` : "";
  }
}
