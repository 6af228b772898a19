import { type MimeBundle } from "./displayable.ts";

/** The place of one display that changes. */
export interface LivePlace {
  /**
   * Shows a bundle where the former one was.
   *
   * @param isLast whether nothing follows it.
   */
  readonly put: (bundle: MimeBundle, isLast: boolean) => Promise<void>;
}

/** Where displays are shown: a Jupyter front end, a terminal, a log, or what a test looks at. */
export interface KernelOutput {
  /** Least time between two bundles in one place, in milliseconds. */
  readonly interval: number;
  /** Shows a bundle that stays. */
  readonly show: (bundle: MimeBundle) => Promise<void>;
  /** Makes a place for bundles that follow each other. */
  readonly open: () => LivePlace;
}
