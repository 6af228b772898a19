import { type RgbaImage } from "../formats/image_rgba.ts";

/** A picture with sides a whole number of times smaller, each pixel the mean of those it stands for. */
export function reducedPicture(picture: RgbaImage, least: number): RgbaImage {
  const factor = Math.floor(Math.min(picture.width, picture.height) / least);
  if (factor < 2) return picture;
  const [width, height] = [Math.floor(picture.width / factor), Math.floor(picture.height / factor)];
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < data.length; i++) {
    const [channel, x, y] = [i % 4, Math.floor(i / 4) % width, Math.floor(i / 4 / width)];
    let sum = 0;
    for (let dy = 0; dy < factor; dy++) {
      for (let dx = 0; dx < factor; dx++) {
        sum += picture.data[4 * ((y * factor + dy) * picture.width + x * factor + dx) + channel]!;
      }
    }
    data[i] = sum / factor ** 2;
  }
  return { width, height, data };
}
