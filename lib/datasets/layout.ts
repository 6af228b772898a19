import { join } from "node:path";
import { type DatasetSample, type DragSample } from "./sample.ts";
import { type SampleFolder } from "./sample_folder.ts";

/** How a dataset lies in its folder. */
export interface Layout {
  /** What it is called on the command line. */
  readonly name: string;
  /** What it is and by what it is known, in words. */
  readonly title: string;
  /** Its samples in the folders of a dataset, by name; none where the dataset has another layout. */
  readonly find: (folders: readonly SampleFolder[]) => Promise<readonly DatasetSample[]>;
}

/** A layout with a folder for each sample. */
export interface FolderLayout extends Pick<Layout, "name" | "title"> {
  /** The file that tells it from other layouts. */
  readonly mark: string;
  /** Names of all files of a sample. */
  readonly files: readonly string[];
  /** The category of a sample by its name (default: {@linkcode categoryOf}). */
  readonly category?: (name: string) => string;
  /** Reads the sample, whose files have the paths that `at` gives. */
  readonly read: (at: (file: string) => string) => Promise<DragSample>;
}

/** The folder that a sample's lies in; where there is none, its own name without the number at the end. */
function categoryOf(name: string): string {
  const names = name.split("/");
  return names.at(-2) ?? names[0]!.replace(/_\d+$/, "");
}

/**
 * A layout that is known by a file in the folder of at least one sample. Samples are all folders with any file of the
 * layout's, so that those which lack the others are found as well.
 */
export const folderLayout = (
  { name, title, mark, files, category = categoryOf, read }: FolderLayout,
): Layout => ({
  name,
  title,
  find: (folders) => {
    if (!folders.some((folder) => folder.files.has(mark))) return Promise.resolve([]);
    const own = folders.filter((folder) => files.some((file) => folder.files.has(file)));
    return Promise.resolve(own.map((folder): DatasetSample => ({
      name: folder.name,
      category: category(folder.name),
      missing: files.filter((file) => !folder.files.has(file)),
      files: files.filter((file) => folder.files.has(file)).map((file) => join(folder.path, file)),
      read: () => read((file) => join(folder.path, file)),
    })));
  },
});
