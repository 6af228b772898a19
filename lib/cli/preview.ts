import { type OpenedSpec } from "../drag/open_spec.ts";
import { openPictures } from "../drag/pictures.ts";
import { pictureOf } from "../figures/picture.ts";
import { encodePng } from "../formats/image.ts";
import { writeFile } from "../hub/write_file.ts";
import { type Tensor } from "../tensor.ts";
import { messageOf } from "../message_of.ts";
import { note } from "./terminal.ts";

/** A picture file that follows a drag. Dispose it when the drag ends. */
export interface Preview extends AsyncDisposable {
  /** Shows the picture of a variable as soon as it is rendered, unless a later one comes first. */
  readonly show: (variable: Tensor) => void;
}

/**
 * A .png of the latest step, rendered beside the drag and replaced at once; disposing it waits for the last. A
 * last one that cannot be written is told of at the end of the drag, and costs nothing else.
 */
export async function openPreview({ model, method, problem }: OpenedSpec, path: string): Promise<Preview> {
  const pictures = await openPictures(model.generator, method, problem.latent);
  let written = Promise.resolve();
  let failure: string | undefined;
  const write = async (picture: Tensor | undefined): Promise<void> => {
    if (!picture) return;
    failure = await writeFile(path, encodePng(pictureOf(picture))).then(() => undefined, messageOf);
  };
  return {
    // Rendered at once, written one after the other: no earlier picture replaces a later one.
    show: (variable) => {
      written = Promise.all([pictures.request(variable), written]).then(([picture]) => write(picture));
      written.catch(() => {});
    },
    [Symbol.asyncDispose]: async () => {
      await using _ = pictures;
      await written;
      if (failure !== undefined) note(failure);
    },
  };
}
