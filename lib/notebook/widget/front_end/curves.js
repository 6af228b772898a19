import { shape } from "./elements.js";

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [300, 116, 34, 18, 22, 18];

const text = (x, y, anchor, words, attributes = {}) =>
  shape("text", { x, y, "text-anchor": anchor, ...attributes }, words);

/** A round number that is not below a value. */
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.2, 1.5, 2, 3, 4, 5, 6, 8, 10].map((m) => Number((m * power).toPrecision(3))).find((round) =>
    round >= value
  );
}

/** Curves over the steps of a drag, one for each handle, in the colours of our figures. */
export function curves({ title, series, most, threshold, steps, colours, digits }) {
  const top = ceiling(Math.max(most, threshold?.value ?? 0, ...series.flat()));
  const last = Math.max(1, steps);
  const x = (step) => LEFT + (step / last) * (WIDTH - LEFT - RIGHT);
  const y = (value) => HEIGHT - BOTTOM - (Math.max(0, value) / top) * (HEIGHT - TOP - BOTTOM);
  const axis = { class: "sd-axis", x1: x(0), x2: x(last) };
  const path = (values) => values.map((value, i) => `${i === 0 ? "M" : "L"}${x(i)},${y(value)}`).join("");
  const latest = series.map((values) => values.at(-1)?.toFixed(digits)).filter(Boolean);
  return shape(
    "svg",
    {
      class: "sd-curves",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: "img",
      "aria-label": `${title} over the steps${latest.length ? `; now ${latest.join(", ")}` : ""}`,
    },
    text(LEFT, 12, "start", title, { class: "sd-title" }),
    text(LEFT - 5, y(top) + 4, "end", `${top}`),
    text(LEFT - 5, y(0) + 4, "end", "0"),
    text(x(0), HEIGHT - 4, "middle", "0"),
    text(x(last), HEIGHT - 4, "middle", `${last}`),
    shape("line", { ...axis, y1: y(0), y2: y(0) }),
    shape("line", { ...axis, y1: y(top), y2: y(top), opacity: 0.35 }),
    ...(threshold === undefined ? [] : [
      shape("line", { ...axis, y1: y(threshold.value), y2: y(threshold.value), "stroke-dasharray": "4 3" }),
      text(x(last) + 4, y(threshold.value) + 4, "start", threshold.name),
    ]),
    ...series.flatMap((values, i) => {
      const colour = colours[i % colours.length];
      if (values.length === 0) return [];
      const [endX, endY] = [x(values.length - 1), y(values.at(-1))];
      return [
        shape("path", { d: path(values), fill: "none", stroke: colour, "stroke-width": 2 }),
        shape("circle", { cx: endX, cy: endY, r: 3, fill: colour }),
      ];
    }),
  );
}
