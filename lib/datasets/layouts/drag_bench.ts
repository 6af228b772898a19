import { inFile } from "../../errors.ts";
import { readInputFile } from "../../hub/read_file.ts";
import { folderLayout, type Layout } from "../layout.ts";
import { type MetaData, readMetaData } from "../meta_data.ts";
import { alternatingPairs } from "../point_pairs.ts";
import { type DragSample } from "../sample.ts";

/** Reads a file of metadata, and its points as pairs. */
async function metaDataIn(path: string): Promise<Omit<MetaData, "points"> & Pick<DragSample, "points">> {
  const bytes = await readInputFile(path, "metadata");
  return inFile(path, () => {
    const metaData = readMetaData(bytes);
    return { ...metaData, points: alternatingPairs(metaData.points) };
  });
}

/** DragBench as DragDiffusion's authors published it: `CATEGORY/SAMPLE/{original_image.png, meta_data.pkl}`. */
export const dragBench: Layout = folderLayout({
  name: "dragbench",
  title: "DragBench as published (meta_data.pkl)",
  mark: "meta_data.pkl",
  files: ["original_image.png", "meta_data.pkl"],
  read: async (at) => ({
    picture: { path: at("original_image.png") },
    ...await metaDataIn(at("meta_data.pkl")),
  }),
});

/**
 * RegionDrag's DragBench-SR (samples in one folder) and DragBench-DR (in categories): DragBench with regions, whose pixels
 * alternate in `meta_data_region.pkl` as points do in `meta_data.pkl`. Its mask counts, as in RegionDrag's code.
 */
export const dragBenchRegions: Layout = folderLayout({
  name: "dragbench-regions",
  title: "DragBench-SR or -DR (meta_data_region.pkl)",
  mark: "meta_data_region.pkl",
  files: ["original_image.png", "meta_data.pkl", "meta_data_region.pkl"],
  read: async (at) => {
    const { prompt, points } = await metaDataIn(at("meta_data.pkl"));
    const { points: regions, mask } = await metaDataIn(at("meta_data_region.pkl"));
    return { picture: { path: at("original_image.png") }, prompt, points, regions, mask };
  },
});
