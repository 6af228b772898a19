import { type Generator } from "../../generators/generator.ts";
import { type Method } from "../method.ts";
import { dragdiffusion } from "./dragdiffusion.ts";
import { draggan } from "./draggan.ts";
import { freedrag } from "./freedrag.ts";
import { freedragDiff } from "./freedrag_diff.ts";
import { type MethodOptions } from "./options.ts";
import { stabledrag } from "./stabledrag.ts";
import { stabledragDiff } from "./stabledrag_diff.ts";

/** Makes a method for a generator, with options in place of its defaults. */
export type MethodFactory = (generator: Generator, options?: MethodOptions) => Method;

/** The methods that were published for GANs. */
const GAN_METHODS: Readonly<Record<string, MethodFactory>> = { draggan, freedrag, stabledrag };

/** Those for diffusion models, which refuse other generators. */
const DIFFUSION_METHODS: Readonly<Record<string, MethodFactory>> = {
  dragdiffusion,
  "freedrag-diff": freedragDiff,
  "stabledrag-diff": stabledragDiff,
};

/** The published methods by name: a new one is a file and a line here. */
export const METHODS: Readonly<Record<string, MethodFactory>> = { ...GAN_METHODS, ...DIFFUSION_METHODS };

/** Those of {@linkcode METHODS} that were published for generators like this one. */
export const methodsFor = ({ denoise }: Generator): Readonly<Record<string, MethodFactory>> =>
  denoise ? DIFFUSION_METHODS : GAN_METHODS;
