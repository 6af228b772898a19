import { Controls } from "./controls.js";
import { curves } from "./curves.js";
import { element } from "./elements.js";
import { pairsList } from "./pairs.js";
import { Stage } from "./stage.js";
import { stepsOf } from "./state.js";
import { Tools } from "./tools.js";

/** The curves of distance and confidence. */
function charts(model) {
  const [steps, tau, colours] = [stepsOf(model), model.get("tau"), model.get("colours").curves];
  const of = (index) => (steps[0] ?? []).map((_, handle) => steps.map((step) => step[handle][index]));
  const shared = { steps: Math.max(steps.length - 1, 1), colours };
  const threshold = tau === null ? undefined : { value: tau, name: "τ" };
  if (steps.length === 0) return [];
  return [
    curves({ ...shared, title: "Distance to the target [px]", series: of(2), most: 1, digits: 1 }),
    curves({ ...shared, title: "Confidence", series: of(3), most: 1, threshold, digits: 2 }),
  ];
}

function render({ model, el }) {
  const tools = new Tools(model, () => stage.drawMarks());
  const stage = new Stage(model, () => tools.tool);
  const controls = new Controls(model);
  const [pairs, figures] = [element("div"), element("div", { class: "sd-figures" })];
  const root = element(
    "div",
    { class: "sd-drag" },
    element("div", { class: "sd-left" }, stage.node, tools.node),
    element("div", { class: "sd-right" }, pairs, controls.node, figures),
  );
  const draw = () => {
    stage.drawMarks();
    tools.draw();
    controls.draw();
    pairs.replaceChildren(...pairsList(model));
  };
  const drawFigures = () => figures.replaceChildren(...charts(model));
  const handlers = {
    "change:picture": () => stage.drawPicture(),
    "change:mask": () => {
      stage.drawMask();
      tools.draw();
    },
    "change:points": draw,
    "change:trace": () => {
      draw();
      drawFigures();
    },
    "change:tau": drawFigures,
    "change:status": draw,
    "change:message": draw,
    "change:method": draw,
    "change:steps": draw,
  };
  for (const [event, handler] of Object.entries(handlers)) model.on(event, handler);
  el.replaceChildren(root);
  stage.drawPicture();
  stage.drawMask();
  draw();
  drawFigures();
  return () => {
    for (const [event, handler] of Object.entries(handlers)) model.off(event, handler);
  };
}

export default { render };
