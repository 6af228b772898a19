import { shape } from "./elements.js";
import { handlesOf, isEditable, stepsOf } from "./state.js";

/** Sizes of marks in pixels of the screen. */
const [DISC, RING, LINE] = [6, 8, 3];

const line = (points, stroke, width) =>
  shape("polyline", {
    points: points.map((point) => point.join(",")).join(" "),
    fill: "none",
    stroke,
    "stroke-width": width,
    "stroke-linejoin": "round",
    "stroke-linecap": "round",
  });

/** A line that shows on any picture. */
const cased = (points, colour, width) => [line(points, "#000a", 2 * width), line(points, colour, width)];

function arrowPoints([x, y], [u, v], size) {
  const length = Math.hypot(u - x, v - y);
  if (length < 4 * size) return undefined;
  const [dx, dy] = [(u - x) / length, (v - y) / length];
  const tip = [u - 1.4 * size * dx, v - 1.4 * size * dy];
  const side = (sign) => [
    tip[0] - size * (dx - 0.6 * sign * dy),
    tip[1] - size * (dy + 0.6 * sign * dx),
  ];
  return [[[x, y], tip], [side(1), tip, side(-1)]];
}

/** The disc of a handle or the ring of a target, with its number where there are several; keys can move it. */
function endMark({ pair, end, isAlone }, [x, y], colour, unit, isMovable) {
  const isHandle = end === "handle";
  const name = `${isHandle ? "Handle" : "Target"} ${pair + 1} at ${Math.round(x)}, ${Math.round(y)}`;
  const circle = (r, attributes) => shape("circle", { cx: x, cy: y, r: r * unit, ...attributes });
  const outline = { fill: "none", stroke: "white", "stroke-width": 5 * unit };
  const body = isHandle
    ? [circle(DISC, { fill: colour, stroke: "white", "stroke-width": 1.5 * unit })]
    : [circle(RING, outline), circle(RING, { ...outline, stroke: colour, "stroke-width": 2.5 * unit })];
  const number = shape("text", {
    x: x + 11 * unit,
    y: y - 8 * unit,
    "font-size": 13 * unit,
    class: "sd-number",
    "stroke-width": 3 * unit,
  }, `${pair + 1}`);
  return shape(
    "g",
    {
      class: "sd-end",
      "data-key": `${pair} ${end}`,
      tabindex: isMovable ? 0 : undefined,
      role: "button",
      "aria-label": isMovable ? `${name}. Arrow keys move it, Delete removes the pair.` : name,
    },
    circle(RING + 5, { class: "sd-focus", fill: "none", "stroke-width": 2 * unit }),
    ...body,
    ...(isAlone ? [] : [number]),
  );
}

/** Paths, arrows, targets and handles as they are now; `unit` is a pixel of the screen in pixels of the picture. */
export function marks(model, unit) {
  const [points, colours, steps] = [model.get("points"), model.get("colours"), stepsOf(model)];
  const handles = handlesOf(model, steps);
  const paths = steps.length === 0
    ? []
    : points.map(({ handle }, i) => [handle, ...steps.map((s) => s[i].slice(0, 2))]);
  const arrows = points.flatMap(({ target }, i) =>
    target ? arrowPoints(handles[i], target, 7 * unit) ?? [] : []
  );
  const isAlone = points.length === 1;
  const mark = (end, at, i) => endMark({ pair: i, end, isAlone }, at, colours[end], unit, isEditable(model));
  return [
    ...paths.flatMap((path) => cased(path, colours.path, LINE * unit)),
    ...arrows.flatMap((arrow) => cased(arrow, "white", 0.6 * LINE * unit)),
    ...points.flatMap(({ target }, i) => target ? [mark("target", target, i)] : []),
    ...handles.map((handle, i) => mark("handle", handle, i)),
  ];
}
