import { z } from "zod";
import { POINT } from "../../drag/point_schema.ts";
import { jsonIn } from "../../hub/read_json.ts";
import { checkSchema } from "../../schema.ts";
import { folderLayout, type Layout } from "../layout.ts";
import { maskIn } from "../mask_in.ts";
import { pairsOf } from "../point_pairs.ts";

const PROMPT = z.object({ prompt: z.string(), source: z.array(POINT), target: z.array(POINT) });

/** SDE-Drag's benchmark, of which DragBench-SR was made: `SAMPLE/{origin_image.png, mask.png, prompt.json}`. */
export const sdeDrag: Layout = folderLayout({
  name: "sde-drag",
  title: "SDE-Drag's benchmark (prompt.json)",
  mark: "prompt.json",
  files: ["origin_image.png", "prompt.json", "mask.png"],
  read: async (at) => ({
    picture: { path: at("origin_image.png") },
    ...await jsonIn(at("prompt.json"), (json) => {
      const { prompt, source, target } = checkSchema(PROMPT, json);
      return { prompt, points: pairsOf(source, target) };
    }),
    mask: await maskIn(at("mask.png")),
  }),
});
