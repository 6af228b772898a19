import { z } from "zod";
import { POINT } from "../../drag/point_schema.ts";
import { jsonIn } from "../../hub/read_json.ts";
import { checkSchema } from "../../schema.ts";
import { folderLayout, type Layout } from "../layout.ts";
import { maskIn } from "../mask_in.ts";
import { alternatingPairs } from "../point_pairs.ts";

const POINTS = z.object({ points: z.array(POINT) });

/** GoodDrag's Drag100: `SAMPLE/{original.jpg, points.json, mask.png}`, without prompts and all of one category. */
export const drag100: Layout = folderLayout({
  name: "drag100",
  title: "Drag100 (points.json)",
  mark: "points.json",
  files: ["original.jpg", "points.json", "mask.png"],
  category: () => "drag100",
  read: async (at) => ({
    picture: { path: at("original.jpg") },
    points: await jsonIn(at("points.json"), (json) => alternatingPairs(checkSchema(POINTS, json).points)),
    mask: await maskIn(at("mask.png")),
  }),
});
