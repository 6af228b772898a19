/** How a mask shows: dark where the picture must not move; opacity, blue, green and red. */
const [MAY_MOVE, MUST_NOT] = [0, 0x8c000000];

/** A mask of a size with a stroke of a round brush in it, from one place to another; none is white for brushes, black for erasers. */
export function stroked(mask, [height, width], from, to, radius, value) {
  const result = mask ? mask.slice() : new Uint8Array(height * width).fill(1 - value);
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = dx * dx + dy * dy || 1;
  const range = (a, b, length) => [
    Math.max(0, Math.ceil(Math.min(a, b) - radius)),
    Math.min(length - 1, Math.max(a, b) + radius),
  ];
  const [left, right] = range(from[0], to[0], width);
  const [top, bottom] = range(from[1], to[1], height);
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = Math.min(1, Math.max(0, ((x - from[0]) * dx + (y - from[1]) * dy) / length));
      if (Math.hypot(x - from[0] - along * dx, y - from[1] - along * dy) <= radius) {
        result[y * width + x] = value;
      }
    }
  }
  return result;
}

/** The mask of the state as bytes, or null. */
export function maskOf(model) {
  const mask = model.get("mask");
  return mask ? new Uint8Array(mask.buffer, mask.byteOffset, mask.byteLength) : null;
}

/** Shows a mask over the picture. */
export function drawMask(canvas, mask) {
  const { width, height } = canvas;
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, width, height);
  if (!mask) return;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  mask.forEach((v, i) => pixels[i] = v ? MAY_MOVE : MUST_NOT);
  context.putImageData(image, 0, 0);
}
