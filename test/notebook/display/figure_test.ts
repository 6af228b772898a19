import assert from "node:assert/strict";
import { decodeImage } from "../../../lib/formats/image.ts";
import { markedPicture } from "../../../lib/figures/marked_picture.ts";
import { renderPng } from "../../../lib/figures/raster.ts";
import { scoreMap } from "../../../lib/figures/score_map.ts";
import { figure } from "../../../lib/notebook/display/figure.ts";
import { showPicture } from "../../../lib/notebook/display/picture.ts";
import { showPictures } from "../../../lib/notebook/display/pictures.ts";
import { showScores } from "../../../lib/notebook/display/scores.ts";
import { assertSnapshot } from "../../figures/snapshot.ts";
import { faceLike } from "../../figures/samples.ts";
import { peaked, stacked } from "../../figures/score_maps.ts";
import { bundleOf, HOSTILE, pngOf } from "./bundles.ts";

const POINTS = { handle: [3, 4], target: [20, 9] } as const;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40"><circle r="0.004"/></svg>`;

Deno.test("a figure is left as it is, and has a PNG where one may be made", async () => {
  const bundle = await bundleOf(figure(SVG, { png: true }));
  assert.equal(bundle["image/svg+xml"], SVG);
  assert.equal(bundle["text/plain"], "A figure of 300 × 40 pixels.");
  assert.deepEqual([decodeImage(pngOf(bundle)).width, decodeImage(pngOf(bundle)).height], [300, 40]);
  assert.equal("image/png" in await bundleOf(figure(SVG, { png: false })), false);
});

Deno.test("a figure made of pixels is in a notebook once: as PNG where one may be made, else as SVG", async () => {
  const picture = markedPicture(faceLike(), {
    method: "draggan",
    size: [32, 32],
    points: [POINTS],
    steps: [],
  });
  const cells = scoreMap(stacked([peaked(41, [8, 5])]), { centres: [[60, 60]] });
  for (const svg of [picture, cells]) {
    assert.deepEqual(Object.keys(await bundleOf(figure(svg, { png: true }))), ["text/plain", "image/png"]);
    assert.equal((await bundleOf(figure(svg, { png: false })))["image/svg+xml"], svg);
  }
});

Deno.test("the PNG of a figure has the pixels that the renderer made, in fewer bytes", async () => {
  const svg = scoreMap(stacked([peaked(13, [8, 5])]), { centres: [[60, 60]] });
  const png = pngOf(await bundleOf(figure(svg, { png: true })));
  assert.deepEqual(decodeImage(png).data, decodeImage(renderPng(svg)).data);
  assert.ok(png.length < renderPng(svg).length);
});

Deno.test("a caption stands below the figure, on as many lines as it takes, and is escaped", async () => {
  const bundle = await bundleOf(figure(SVG, { caption: `${HOSTILE} ${"and so on ".repeat(9)}` }));
  const svg = bundle["image/svg+xml"]!;
  assert.match(svg, /&lt;img src=x<.*onerror=/);
  assert.ok(svg.match(/<text /g)!.length > 2);
  assert.match(svg, /r="0.004"/, "the numbers of the figure are not rounded");
});

Deno.test("what is no figure, or does something by itself, is refused", () => {
  const sizes = [`width="x" height="3"`, `width="100%" height="3"`, `width="4cm" height="3"`];
  for (const text of ["", "<p>", `<svg width="3">`, ...sizes.map((size) => `<svg ${size}/>`), HOSTILE]) {
    assert.throws(() => figure(text), { name: "InputError", message: /^Expected the text of an SVG file/ });
  }
  const around = (inside: string): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="3" height="3">${inside}</svg>`;
  for (
    const inside of [
      "<script>alert(1)</script>",
      "<foreignObject><p/></foreignObject>",
      `<g><image onload="alert(1)"/></g>`,
      `<a href=" javascript:alert(1)"/>`,
      `<a href="java&#9;script:alert(1)"/>`,
      `<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>`,
      `<iframe xmlns="http://www.w3.org/1999/xhtml" src="a.html"/>`,
      `<g srcdoc="x"/>`,
    ]
  ) {
    assert.throws(() => figure(around(inside)), /^InputError: Expected a figure that does nothing by itself/);
  }
});

Deno.test("score maps are those of lib/figures, with the range of each as text", async () => {
  const scores = stacked([peaked(13, [8, 5]), peaked(13, [4, 6], 0.9)]);
  const options = { centres: [[60, 81], [3, 40]] as const };
  const bundle = await bundleOf(showScores(scores, options));
  assert.equal(bundle["image/svg+xml"], scoreMap(scores, options));
  assert.match(
    bundle["text/plain"],
    /^Scores over windows of 13 × 13 pixels\nhandle 1: .*\nhandle 2: .* to 1\.008$/,
  );
  assert.throws(() => showScores(undefined, options), /searches no window/);
});

Deno.test("a picture keeps its pixels, and is enlarged on the screen only where it is small", async () => {
  const small = await bundleOf(showPicture(faceLike(24, 16)));
  assert.deepEqual(decodeImage(pngOf(small)).data, faceLike(24, 16).data);
  assert.match(small["image/svg+xml"]!, /^<svg [^>]* height="171" width="256"/);
  assert.equal("image/svg+xml" in await bundleOf(showPicture(faceLike(300, 20))), false);
});

Deno.test("pictures beside each other look as they did, and their words are escaped", async () => {
  const pictures = [
    { label: "before", picture: faceLike() },
    { label: "after", detail: HOSTILE, picture: faceLike(16, 24) },
  ];
  const bundle = await bundleOf(showPictures(pictures, { size: 120, title: "A drag" }));
  assertSnapshot("notebook_pictures", bundle["image/svg+xml"]!);
  assert.match(bundle["text/plain"], /^before: 32 × 32 pixels\nafter: /);
  assert.throws(() => showPictures([]), /Expected at least one picture/);
});
