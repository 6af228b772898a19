import { resizeAntialiased } from "../onnx/ops/mod.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { mapSize, type Size } from "../generators/size.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";

/** Pictures [N, 3, H, W] at another size, smoothed where they become smaller. */
export async function resizePicture(runtime: Runtime, picture: Tensor, size: Size): Promise<Tensor> {
  if (`${mapSize(picture)}` === `${size}`) return picture;
  const resize = (x: Symbolic): Symbolic => resizeAntialiased(x, size);
  await using compiled = await runtime.compile(resize, [picture], "resize");
  return await compiled.run(picture);
}
