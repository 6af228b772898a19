import { type Ablation } from "../lib/lab/ablation.ts";
import { blend } from "./blend.ts";
import { confidence } from "./confidence.ts";
import { featureBlock } from "./feature_block.ts";
import { lambda } from "./lambda.ts";
import { latentSpace } from "./latent_space.ts";
import { parts } from "./parts.ts";
import { r1 } from "./r1.ts";
import { r2 } from "./r2.ts";
import { relearn } from "./relearn.ts";
import { sampleRadius } from "./sample_radius.ts";
import { sigma } from "./sigma.ts";
import { solver } from "./solver.ts";
import { tau } from "./tau.ts";
import { template } from "./template.ts";

/** The ablations by name, in the order of the index: a new one is a file and a line here. */
export const ABLATIONS: Readonly<Record<string, Ablation>> = Object.fromEntries(
  [
    parts,
    lambda,
    tau,
    blend,
    template,
    confidence,
    solver,
    sigma,
    sampleRadius,
    relearn,
    r1,
    r2,
    featureBlock,
    latentSpace,
  ].map((ablation) => [ablation.name, ablation]),
);
