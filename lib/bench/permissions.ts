/** What a measurement may do: what `deno task drag` may. */
export const PERMISSIONS: readonly string[] = [
  "--no-prompt",
  "--allow-read",
  "--allow-write",
  "--allow-ffi",
  "--allow-sys=cpus,networkInterfaces,hostname",
  "--allow-env=STABLEDRAG_CACHE,XDG_CACHE_HOME,LOCALAPPDATA,HOME,HF_HUB_CACHE,HF_HOME",
];
