/**
 * What is read of a file, or nothing where there is no such file; all other errors stay errors.
 *
 * @param reading such as `Deno.readFile(path)`.
 */
export const ifThere = <T>(reading: Promise<T>): Promise<T | undefined> =>
  reading.catch((error: unknown) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
