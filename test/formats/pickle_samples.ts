/** A file in `test/fixtures/pickle`; `make_samples.py` there says what they hold. */
export const readSample = (name: string): Uint8Array =>
  Deno.readFileSync(new URL(`../fixtures/pickle/${name}`, import.meta.url));
