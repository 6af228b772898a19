import { type Tensor, zeros } from "../../tensor.ts";
import { type UnetConfig } from "./unet_config.ts";

/**
 * The text of a model without text, [1, 1, D]: one vector of zeros, of which cross-attention makes nothing (its keys and
 * values have no bias). Such a model's folder has no `text_encoder/`. Our choice.
 */
export const nullText = ({ textWidth }: Pick<UnetConfig, "textWidth">): Tensor<"float32"> =>
  zeros([1, 1, textWidth]);
