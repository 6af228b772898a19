import assert from "node:assert/strict";
import fc from "fast-check";
import { InputError } from "../../lib/errors.ts";
import { comparisonStrip } from "../../lib/figures/comparison_strip.ts";
import { distanceCurve } from "../../lib/figures/distance_curve.ts";
import { figureDocument } from "../../lib/figures/document.ts";
import { renderPicture, renderPng } from "../../lib/figures/raster.ts";
import { composeFigure } from "../../lib/figures/svg.ts";
import { decodeImage } from "../../lib/formats/image.ts";
import { type RgbaImage } from "../../lib/formats/image_rgba.ts";
import { faceLike, sampleRecord } from "./samples.ts";

/** Whether a rectangle is white all over. */
function isBlank(
  { width, data }: RgbaImage,
  left: number,
  top: number,
  right: number,
  bottom: number,
): boolean {
  for (let y = top; y < bottom; y++) {
    const row = data.subarray(4 * (y * width + left), 4 * (y * width + right));
    if (row.some((value) => value !== 255)) return false;
  }
  return true;
}

Deno.test("a PNG has the figure's size times the scale, text and curves", () => {
  const png = decodeImage(renderPng(distanceCurve([sampleRecord()]), { scale: 2 }));
  assert.equal(png.width, 1280);
  assert.ok(png.height > 600 && png.height < 900);
  assert.ok(!isBlank(png, 28, 28, 300, 60), "the title");
  assert.ok(!isBlank(png, 160, 160, 1200, 600), "the plot");
  assert.ok(isBlank(png, 0, 0, 1280, 20), "the margin");
});

Deno.test("equal figures are equal files", () => {
  const draw = (): Uint8Array =>
    renderPng(comparisonStrip(faceLike(), [{ record: sampleRecord(), picture: faceLike() }]));
  assert.deepEqual(draw(), draw());
});

Deno.test("whatever methods and captions are called, figures are sound and their words stay inside", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme-ascii", minLength: 60, maxLength: 200 }),
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom(
      '<img src=x onerror="alert(1)">',
      "]]>&amp;&nbsp;</svg>",
      "\0\ud800\uffff",
      "",
      "__proto__",
    ),
  );
  fc.assert(
    fc.property(text, text, text, (method, title, caption) => {
      const svg = distanceCurve([sampleRecord({ method }), sampleRecord()], { title, caption });
      assert.doesNotMatch(svg, /<img|⚠/);
      assert.ok(svg.isWellFormed());
      const drawn = renderPicture(svg);
      assert.equal(drawn.width, 640);
      assert.ok(isBlank(drawn, 630, 0, 640, drawn.height), "the right margin");
    }),
    { numRuns: 40 },
  );
});

Deno.test("words of any letters are shortened to what fits", () => {
  const width = 240;
  const letters = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i));
  const words = [...letters, ..."äßΩτяש━…"].map((letter) => letter.repeat(90));
  const document = figureDocument();
  const legend = words.map((label) => ({ label, colour: "black" }));
  const svg = composeFigure({ document, body: [], width, height: 0, legend, caption: words.join(" ") });
  const titles = words.map((title) => composeFigure({ document, body: [], width, height: 0, title }));
  for (const drawn of [svg, ...titles].map((each) => renderPicture(each))) {
    assert.equal(drawn.width, width + 28);
    assert.ok(isBlank(drawn, width + 16, 0, width + 28, drawn.height));
    assert.ok(
      !isBlank(drawn, 14 + width / 2, 0, width + 14, drawn.height),
      "no more is cut off than need be",
    );
  }
});

Deno.test("figures that no memory holds are refused before they are drawn", () => {
  for (const size of [`width="1e9" height="10"`, `width="20" height="600000000"`]) {
    assert.throws(() => renderPng(`<svg xmlns="http://www.w3.org/2000/svg" ${size}></svg>`), {
      name: "InputError",
      message: /^Expected a figure of at most 67108864 pixels but found /,
    });
  }
});

Deno.test("what is no SVG and scales out of range are refused", () => {
  assert.throws(() => renderPng("<p>hello</p>"), InputError);
  assert.throws(() => renderPng(""), InputError);
  for (const scale of [0, NaN, 17]) {
    assert.throws(() => renderPng(distanceCurve([sampleRecord()]), { scale }), InputError);
  }
});
