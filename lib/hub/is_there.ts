/** Whether a file or folder is at a path, as far as that can be seen. */
export const isThere = (path: string): Promise<boolean> => Deno.stat(path).then(() => true, () => false);
