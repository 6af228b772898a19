import { element } from "./elements.js";
import { change, handlesOf, isEditable, stepsOf } from "./state.js";

const words = (place) => place ? `(${place.map(Math.round).join(", ")})` : "…";

/** The list of handles and targets; after drags it says how far each handle is from its target. */
export function pairsList(model) {
  const [points, steps] = [model.get("points"), stepsOf(model)];
  const handles = handlesOf(model, steps);
  const remove = (i) => () => change(model, "points", points.toSpliced(i, 1));
  const items = points.map(({ target }, i) => {
    const distance = steps.at(-1)?.[i][2] ??
      (target ? Math.hypot(target[0] - handles[i][0], target[1] - handles[i][1]) : undefined);
    return element(
      "li",
      {},
      element("span", { class: "sd-pair" }, `${i + 1}`),
      element("span", {}, `${words(handles[i])} → ${words(target)}`),
      element("span", { class: "sd-distance" }, distance === undefined ? "" : `${distance.toFixed(1)} px`),
      element("button", {
        type: "button",
        class: "sd-remove",
        "aria-label": `Remove pair ${i + 1}`,
        disabled: !isEditable(model),
        onclick: remove(i),
      }, "✕"),
    );
  });
  const isHalf = points.at(-1)?.target === null;
  const hint = isHalf
    ? "Now click where it shall go."
    : "Click on the picture: first a handle, then its target.";
  return [
    element("ol", { class: "sd-pairs", "aria-label": "Handles and targets" }, ...items),
    ...(isEditable(model) && (isHalf || points.length === 0)
      ? [element("p", { class: "sd-hint" }, hint)]
      : []),
  ];
}
