import { type Provenance } from "../../lib/drag/provenance.ts";
import { specWith } from "../cli/specs.ts";

/** Where records in tests are from. */
export const PROVENANCE: Provenance = {
  spec: specWith(),
  sha256: { model: "m", latent: "l" },
  versions: {},
  provider: "cpu",
  threads: 1,
};
