/**
 * Writes a file so that it is there whole or not at all: to a temporary name beside it, then renamed. Text is
 * written as UTF-8; a file that is there already is replaced.
 *
 * @throws what Deno throws when it cannot be written; the temporary file is removed then.
 */
export async function writeAtomically(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = `${path}.${crypto.randomUUID().slice(0, 8)}.part`;
  try {
    await Deno.writeFile(
      temporary,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}
