import { type Generator } from "../../../lib/generators/generator.ts";

/** A generator whose convolutions count so much that windows are planned wherever they save any, on small models too. */
export const costly = (generator: Generator): Generator => ({
  ...generator,
  windows: (last) =>
    generator.windows!(last).map((block) => ({
      ...block,
      products: (size, before): number => 1e6 * block.products(size, before),
    })),
});
