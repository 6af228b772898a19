/** Where the picture of a case may move: everywhere but in one quarter, or only in the middle quarter. */
export type CaseMask = "quarter-fixed" | "quarter-free";

/** A row of the benchmark of GANs: a model, and what is dragged in its picture. */
export interface GanCase {
  /** What tables and options call it. */
  readonly name: string;
  /** StyleGAN2 of random weights, as its speed does not depend on them, or the embedded ProGAN. */
  readonly model: "stylegan2" | "progan";
  /** Height and width of the picture in pixels. */
  readonly resolution: number;
  /** Channels of StyleGAN2 at resolution r are `channelBase / r`, at most 512. */
  readonly channelBase?: number | undefined;
  /** Number of handles, each with a target an eighth of the picture away. */
  readonly handles: number;
  /** Absent where everything may move. */
  readonly mask?: CaseMask | undefined;
}

/** A StyleGAN2 as the official configurations have it: half the channels up to 256 pixels. */
const stylegan2Case = (
  resolution: number,
  { handles = 1, mask }: { handles?: number; mask?: CaseMask } = {},
): GanCase => ({
  name: [
    `stylegan2-${resolution}`,
    ...(handles > 1 ? [`${handles}-handles`] : []),
    ...(mask ? [mask] : []),
  ].join("-"),
  model: "stylegan2",
  resolution,
  channelBase: resolution <= 256 ? 16384 : 32768,
  handles,
  ...(mask ? { mask } : {}),
});

/** What `bench` times of GANs: resolutions, numbers of handles, masks, and the embedded model. */
export const GAN_CASES: readonly GanCase[] = [
  { name: "progan-128", model: "progan", resolution: 128, handles: 1 },
  ...[128, 256, 512, 1024].map((resolution) => stylegan2Case(resolution)),
  ...[2, 4, 8, 16].map((handles) => stylegan2Case(512, { handles })),
  ...(["quarter-fixed", "quarter-free"] as const).map((mask) => stylegan2Case(512, { mask })),
];
