import { type Generator } from "../../generators/generator.ts";
import { type Method } from "../method.ts";
import { draggan } from "./draggan.ts";
import { freedrag } from "./freedrag.ts";
import { type MethodOptions } from "./options.ts";
import { stabledrag } from "./stabledrag.ts";

/** Makes a method for a generator, with options in place of its defaults. */
export type MethodFactory = (generator: Generator, options?: MethodOptions) => Method;

/** The published methods by name: a new one is a file and a line here. */
export const METHODS: Readonly<Record<string, MethodFactory>> = { draggan, freedrag, stabledrag };
