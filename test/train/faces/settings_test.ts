import assert from "node:assert/strict";
import { InputError } from "../../../lib/errors.ts";
import { sha256OfText } from "../../../lib/hub/sha256.ts";
import { facesSettings } from "../../../lib/train/faces/settings.ts";

const refused = (json: unknown, message: RegExp): void =>
  assert.throws(() => facesSettings(json), (e) => {
    assert.ok(e instanceof InputError, String(e));
    assert.match(e.message, message);
    return true;
  });

Deno.test("settings that cannot be are refused by their place", () => {
  refused({ unet: { batch: 0 } }, /unet.batch: Expected more than 0 but found 0/);
  refused({ vae: { learningRate: "fast" } }, /vae.learningRate: Expected number but found "fast"/);
  refused({ pixels: 64 }, /Expected no field "pixels"/);
  assert.equal(facesSettings().pictures, 4096);
});

Deno.test("counts that no memory holds are refused by their place", () => {
  const many = Number.MAX_SAFE_INTEGER;
  refused({ vae: { batch: many } }, /^vae.batch: Expected at most 4096 but found 9007199254740991\.$/);
  refused({ unet: { batch: 4097 } }, /^unet.batch: Expected at most 4096 but found 4097\.$/);
  refused({ pictures: many }, /^pictures: Expected at most 100000 but found/);
  refused({ report: { samples: many } }, /^report.samples: Expected at most 50000 but found/);
  assert.equal(facesSettings({ vae: { batch: 4096 } }).vae.batch, 4096);
});

Deno.test("configs are read with the settings, and errors name the place", () => {
  refused(
    { unet: { config: { block_out_channels: "x" } } },
    /^unet.config.block_out_channels: Expected array but found "x"\.$/,
  );
  refused(
    { vae: { config: { block_out_channels: [8, 8] } } },
    /^vae.config.down_block_types: Expected 2 of them, one for each level, but found 3\.$/,
  );
  refused({ vae: { config: "x" } }, /^vae.config: Expected object but found "x"\.$/);
  refused({ scheduler: { beta_end: 2 } }, /^scheduler.beta_end: Expected less than 1 but found 2\.$/);
  refused({ scheduler: { clip_sample: true } }, /^scheduler.clip_sample: Expected false/);
});

Deno.test("a U-Net for other latents than the autoencoder's is refused, and an autoencoder of too many levels", () => {
  refused(
    { vae: { config: { latent_channels: 8 } } },
    /^unet.config.in_channels: Expected 8, as vae.config.latent_channels says, but found 4\.$/,
  );
  refused({ unet: { config: { out_channels: 8 } } }, /^unet.config.out_channels: Expected 4, .* but found 8/);
  const levels = <T>(value: T): T[] => Array<T>(8).fill(value);
  const config = {
    block_out_channels: levels(8),
    down_block_types: levels("DownEncoderBlock2D"),
    up_block_types: levels("UpDecoderBlock2D"),
  };
  refused({ vae: { config } }, /^vae.config.block_out_channels: Expected at most 7 .* but found 8\.$/);
});

Deno.test("what is given of a config lies over the defaults", () => {
  const { vae, unet, scheduler } = facesSettings();
  const given = facesSettings({
    vae: { config: { foo: 1 } },
    unet: { config: { layers_per_block: 2 } },
    scheduler: { prediction_type: "epsilon", foo: 1 },
  });
  assert.deepEqual(given.vae.config, { ...vae.config, foo: 1 });
  assert.deepEqual(given.unet.config, { ...unet.config, layers_per_block: 2 });
  assert.deepEqual(given.scheduler, { ...scheduler, prediction_type: "epsilon", foo: 1 });
});

Deno.test("the default configs are letter by letter those that checkpoints were made with", async () => {
  const { vae, unet, scheduler } = facesSettings();
  assert.equal(
    await sha256OfText(JSON.stringify([vae.config, unet.config, scheduler])),
    "4de21179a960897d0bd67ada07395da73cad0102cbb5afa2d16f0dab6d670ce7",
  );
  const written = facesSettings({ scheduler: { steps_offset: 1 }, vae: { config: { layers_per_block: 1 } } });
  assert.equal(JSON.stringify(written), JSON.stringify(facesSettings()), "whatever is said again");
});
