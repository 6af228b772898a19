import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { readStyleganPickle } from "../../lib/formats/stylegan.ts";
import { fromNetwork, type PickledNetwork } from "../../lib/generators/stylegan2/from_network.ts";
import { float32 } from "../../lib/tensor.ts";
import { fixtureBytes } from "../fixtures.ts";

const network = readStyleganPickle(fixtureBytes("a64/model.pkl"));
const { attributes, parameters } = network;

const strange: Record<string, [Partial<PickledNetwork>, RegExp]> = {
  "another activation": [
    { attributes: new Map([...attributes, ["synthesis.b8.conv0.activation", "relu"]]) },
    /synthesis\.b8\.conv0\.activation of lrelu or linear but found relu/,
  ],
  "another low-pass filter": [
    {
      parameters: new Map([...parameters, [
        "synthesis.b8.conv0.resample_filter",
        float32([2, 2], [1, 1, 1, 1]),
      ]]),
    },
    /filter \[1, 3, 3, 1\] but synthesis\.b8\.conv0\.resample_filter is another/,
  ],
  "a weight that is none": [
    { parameters: new Map([...parameters, ["mapping.fc0.bias", float32([2], [0, NaN])]]) },
    /finite weights but found NaN in mapping\.fc0\.bias/,
  ],
  "another architecture": [
    { attributes: new Map([...attributes, ["synthesis.b4.architecture", "unet"]]) },
    /orig, skip, resnet but found unet/,
  ],
  "a resolution that is no power of two": [
    { attributes: new Map([...attributes, ["img_resolution", 96]]) },
    /power of two from 4 but found 96/,
  ],
};

for (const [what, [change, message]] of Object.entries(strange)) {
  Deno.test(`a network with ${what} is refused by name`, () => {
    assert.throws(
      () => fromNetwork({ ...network, ...change }),
      (error) => error instanceof InputError && message.test(error.message),
    );
  });
}
