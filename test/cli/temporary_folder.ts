import { join } from "node:path";

/** A folder that is removed when it goes out of scope. */
export interface TemporaryFolder extends Disposable {
  /** The path of a file in it. */
  readonly at: (...names: readonly string[]) => string;
  /** Writes a file and returns its path; anything but text and bytes is written as JSON. */
  readonly write: (name: string, content: unknown) => string;
}

/** Makes a {@linkcode TemporaryFolder}. */
export function temporaryFolder(): TemporaryFolder {
  const folder = Deno.makeTempDirSync();
  const at = (...names: readonly string[]): string => join(folder, ...names);
  return {
    at,
    write: (name, content): string => {
      const path = at(name);
      if (content instanceof Uint8Array) Deno.writeFileSync(path, content);
      else Deno.writeTextFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
      return path;
    },
    [Symbol.dispose]: (): void => Deno.removeSync(folder, { recursive: true }),
  };
}
