"""Times drag steps of an official DragDiffusion checkout on the CPU, as its own `drag_diffusion_update` makes them.

Usage: official_unet_step.py CHECKOUT JOB.json

The job, as official_unet.ts writes it:
  model       folder of a diffusion model as diffusers lays it out; its U-Net and scheduler are read
  problem     safetensors file of "latent" [1, 4, h, w], "text" [1, tokens, D] and "mask" [H, W]: 1 where the picture may
              move; all 0 for no mask
  points      [{"handle": [x, y], "target": [x, y]}], pixels of the picture
  r1, r2      radii in pixels of a grid of half its size; lr, lambda_mask: the program's own; feature_block: its index
  steps       how many steps; the first warms up and is not timed
  threads     of PyTorch; 0 for its own choice
Prints JSON: seconds (of the fastest step, as ours are timed), forward_seconds (of a whole U-Net without gradients),
peak_memory (bytes), torch, diffusers (versions), handles ([x, y] in pixels of the picture after each step's tracking).

Nothing of the checkout is changed. Everything is computed in float32: automatic float16 is for GPUs. Its program leaves
it open whether weights require gradients; here they do not, which is the faster way.
"""
import contextlib
import json
import resource
import sys
import time
import warnings
from types import SimpleNamespace

import diffusers
import torch
import torch.nn.functional as F
from safetensors.torch import load_file


class Enough(Exception):
    """Ends the program's loop after the last timed step."""


def open_pipeline(model):
    from drag_pipeline import DragPipeline

    pipeline = DragPipeline.__new__(DragPipeline)
    pipeline.unet = diffusers.UNet2DConditionModel.from_pretrained(model, subfolder="unet", torch_dtype=torch.float32)
    pipeline.unet.requires_grad_(False)
    pipeline.scheduler = diffusers.DDIMScheduler.from_pretrained(model, subfolder="scheduler")
    pipeline.scheduler.set_timesteps(50)
    pipeline.modify_unet_forward()
    return pipeline


def on_grid(point, size, grid):
    """[x, y] in the picture as [row, column] on the grid, as the program's user interface rounds it."""
    return torch.round(torch.tensor([point[1] / size[0] * grid[0], point[0] / size[1] * grid[1]]))


class Watch:
    """Notes when each forward pass of a drag begins, and where each tracking leaves the handles."""

    def __init__(self, forward, tracking, begins):
        self.starts, self.handles = [], []
        self._forward, self._tracking, self._begins = forward, tracking, begins

    def forward(self, *args, **kwargs):
        self.starts.append(time.perf_counter())
        if len(self.starts) == self._begins:
            raise Enough
        return self._forward(*args, **kwargs)

    def tracking(self, *args, **kwargs):
        points = self._tracking(*args, **kwargs)
        self.handles.append([point.tolist() for point in points])
        return points


def seconds_of_forward(pipeline, arguments, options):
    """Of the second forward pass."""
    for _ in range(2):
        start = time.perf_counter()
        with torch.no_grad():
            pipeline.forward_unet_features(*arguments, **options)
    return time.perf_counter() - start


def main(checkout, job):
    sys.path.insert(0, checkout)
    from utils import drag_utils

    if job["threads"]:
        torch.set_num_threads(job["threads"])
    pipeline = open_pipeline(job["model"])
    problem = load_file(job["problem"])
    size = problem["mask"].shape
    grid = [side // 2 for side in size]
    mask = F.interpolate(problem["mask"][None, None], grid, mode="nearest")
    handles, targets = ([on_grid(pair[name], size, grid) for pair in job["points"]] for name in ("handle", "target"))
    timestep = pipeline.scheduler.timesteps[15]
    args = SimpleNamespace(
        unet_feature_idx=[job["feature_block"]], sup_res_h=grid[0], sup_res_w=grid[1], n_pix_step=job["steps"] + 1,
        r_m=int(job["r1"]), r_p=int(job["r2"]), lr=job["lr"], lam=job["lambda_mask"],
    )
    options = dict(encoder_hidden_states=problem["text"], layer_idx=args.unet_feature_idx,
                   interp_res_h=grid[0], interp_res_w=grid[1])
    forward_seconds = seconds_of_forward(pipeline, (problem["latent"], timestep), options)
    # The first forward pass is that of the undragged picture.
    watch = Watch(pipeline.forward_unet_features, drag_utils.point_tracking, begins=job["steps"] + 2)
    watch.handles.append([point.tolist() for point in handles])
    pipeline.forward_unet_features, drag_utils.point_tracking = watch.forward, watch.tracking
    with contextlib.suppress(Enough):
        drag_utils.drag_diffusion_update(
            pipeline, problem["latent"], problem["text"], timestep, handles, targets, mask, args)
    begins = watch.starts[1:]
    seconds = [after - before for before, after in zip(begins, begins[1:])]
    in_picture = size[1] / grid[1]
    return {
        "seconds": min(seconds[1:]),
        "forward_seconds": forward_seconds,
        "peak_memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "torch": torch.__version__,
        "diffusers": diffusers.__version__,
        "handles": [[[column * in_picture, row * in_picture] for row, column in points] for points in watch.handles],
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    with open(sys.argv[2]) as file:
        job = json.load(file)
    with contextlib.redirect_stdout(sys.stderr):  # The program prints its losses.
        answer = main(sys.argv[1], job)
    print(json.dumps(answer))
