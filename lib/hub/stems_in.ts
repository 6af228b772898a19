/**
 * Names of the files in a folder that end with something, without that ending; in no order.
 *
 * @throws {Deno.errors.NotFound} when there is no such folder.
 */
export async function stemsIn(folder: string, ending: string): Promise<string[]> {
  const files = await Array.fromAsync(Deno.readDir(folder));
  return files.filter(({ name }) => name.endsWith(ending)).map(({ name }) => name.slice(0, -ending.length));
}
