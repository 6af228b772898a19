import config from "../../deno.json" with { type: "json" };

/** The libraries whose numbers become ours: what computes, what measures faces, and what measures optical flow. */
const LIBRARIES = ["onnxruntime-node", "@vladmandic/face-api", "@techstark/opencv-js"] as const;

/** Versions of this package, of Deno and of the libraries that compute: what a result depends on. */
export const VERSIONS: Readonly<Record<string, string>> = {
  [config.name]: config.version,
  deno: Deno.version.deno,
  ...Object.fromEntries(LIBRARIES.map((name) => [name, config.imports[name].replace(/^.*@/, "")])),
};
