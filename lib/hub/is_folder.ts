/** Whether a folder is at a path, as far as that can be seen. */
export const isFolder = (path: string): Promise<boolean> =>
  Deno.stat(path).then((info) => info.isDirectory, () => false);
