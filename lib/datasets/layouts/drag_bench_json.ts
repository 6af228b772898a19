import { z } from "zod";
import { POINT } from "../../drag/point_schema.ts";
import { jsonIn } from "../../hub/read_json.ts";
import { checkSchema } from "../../schema.ts";
import { folderLayout, type Layout } from "../layout.ts";
import { maskIn } from "../mask_in.ts";
import { alternatingPairs } from "../point_pairs.ts";

const INSTRUCTION = z.object({ prompt: z.string(), points: z.array(POINT) });

/** DragBench without pickles: `CATEGORY/SAMPLE/{original_image.png, drag_instruction.json, mask.png}`. */
export const dragBenchJson: Layout = folderLayout({
  name: "dragbench-json",
  title: "DragBench without pickles (drag_instruction.json)",
  mark: "drag_instruction.json",
  files: ["original_image.png", "drag_instruction.json", "mask.png"],
  read: async (at) => ({
    picture: { path: at("original_image.png") },
    ...await jsonIn(at("drag_instruction.json"), (json) => {
      const { prompt, points } = checkSchema(INSTRUCTION, json);
      return { prompt, points: alternatingPairs(points) };
    }),
    mask: await maskIn(at("mask.png")),
  }),
});
