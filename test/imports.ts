/** The folders of lib/, each of which may import those before it; files of lib/ itself come before all. */
const ORDER = [
  ...["formats", "optimise", "onnx", "hub", "runtime"],
  ...["generators", "edit", "drag", "datasets", "metrics", "figures"],
  ...["bench", "train", "inversion", "lab", "sweep"],
  ...["report", "notebook", "cli"],
];
const IMPORT = /^(?:(?:import|export|\}) .*from|import) "(\.[^"]+)";$/gm;

/** Where the folder of a path stands: 0 for files of lib/ itself, −1 for a folder that has no place yet. */
function placeOf(path: string): number {
  const [, folder, ...rest] = path.split("/");
  return rest.length === 0 ? 0 : ORDER.indexOf(folder!) + 1 || -1;
}

/** The imports of a source that go upwards, as sentences. */
export function upwardImports(path: string, source: string): string[] {
  if (!path.startsWith("lib/")) return [];
  const own = placeOf(path);
  if (own < 0) return [`${path}: a folder without a place in test/imports.ts`];
  return [...source.matchAll(IMPORT)].flatMap(([, name]) => {
    const imported = new URL(name!, `file:///${path}`).pathname.slice(1);
    return imported.startsWith("lib/") && placeOf(imported) > own
      ? [`${path}: imports ${imported}, above it`]
      : [];
  });
}
