"""Times drag steps of an official DragGAN checkout on the CPU, as its own renderer makes them.

Usage: official_step.py CHECKOUT JOB.json

The job, as official.ts writes it:
  weights     safetensors file of a generator's weights by their state-dict names; its metadata has the config
  problem     safetensors file of "ws" [1, num_ws, w_dim] and, with a mask, "fixed" [R, R]: 1 where nothing may move
  points      [{"handle": [x, y], "target": [x, y]}], whole pixels
  r1, r2      radii in pixels; lr, lambda_mask: the renderer's own; feature_block: index of the feature map
  steps       how many steps; the first warms up and is not timed
  threads     of PyTorch; 0 for its own choice
Prints JSON: seconds (of the fastest step, as ours are timed), peak_memory (bytes), torch (its version), handles ([x, y] after each step).

The network is made as the renderer makes it out of a pickle: all of its parameters require gradients, and each step
synthesises the whole picture. Nothing of the checkout is changed, but that modules which a step does not use (command
lines, downloads, drawing) may be missing.
"""
import importlib
import json
import resource
import sys
import time
import warnings
from unittest.mock import MagicMock

import numpy as np
import torch

UNUSED = ["click", "requests", "matplotlib", "matplotlib.cm", "PIL", "PIL.Image"]


def stand_in_for_unused():
    for name in UNUSED:
        try:
            importlib.import_module(name)
        except ImportError:
            sys.modules[name] = MagicMock()


def read_safetensors(path):
    """The tensors of a file of float32 by name, and its metadata."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = np.frombuffer(file.read(), dtype=np.uint8)
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = data[begin:end].view(np.float32).reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    return tensors, metadata


def make_network(weights):
    from training.networks_stylegan2 import Generator

    tensors, metadata = read_safetensors(weights)
    config = json.loads(metadata["config"])
    resolution, channels = config["resolution"], config["channels"]
    network = Generator(
        z_dim=config["zDim"], c_dim=config["cDim"], w_dim=config["wDim"],
        img_resolution=resolution, img_channels=config["imageChannels"],
        mapping_kwargs={"num_layers": config["mappingLayers"]},
        synthesis_kwargs={
            "channel_base": channels[-1] * resolution, "channel_max": max(channels), "num_fp16_res": 0,
            "architecture": config["architecture"], "conv_clamp": config["convClamp"],
        },
    )
    missing, unexpected = network.load_state_dict(tensors, strict=False)
    missing = [name for name in missing if not name.endswith("resample_filter")]
    if missing or unexpected:
        raise SystemExit(f"Expected the weights of the network but miss {missing} and found {unexpected}.")
    return network


def open_renderer(job):
    from dnnlib import EasyDict
    from viz.renderer import Renderer

    network = make_network(job["weights"])
    problem, _ = read_safetensors(job["problem"])
    renderer = Renderer(disable_timing=True)
    renderer.get_network = lambda *_args, **_kwargs: network
    renderer.init_network(EasyDict(), pkl="stylegan2", w_load=problem["ws"], w_plus=True, lr=job["lr"])
    return renderer, problem.get("fixed"), EasyDict


def main(checkout, job):
    sys.path.insert(0, checkout)
    warnings.simplefilter("ignore")
    stand_in_for_unused()
    if job["threads"]:
        torch.set_num_threads(job["threads"])
    renderer, fixed, Result = open_renderer(job)
    scale = 512 / renderer.G.img_resolution  # The renderer's radii are those of a picture of 512 pixels.
    points = [pair["handle"][::-1] for pair in job["points"]]
    targets = [pair["target"][::-1] for pair in job["points"]]
    seconds, handles = [], []
    for _ in range(job["steps"]):
        result, start = Result(), time.perf_counter()
        renderer._render_drag_impl(
            result, points=points, targets=targets, mask=fixed, lambda_mask=job["lambda_mask"],
            feature_idx=job["feature_block"], r1=job["r1"] * scale, r2=job["r2"] * scale, is_drag=True,
        )
        seconds.append(time.perf_counter() - start)
        points = [list(point) for point in result.points]
        handles.append([[x, y] for y, x in points])
    print(json.dumps({
        "seconds": min(seconds[1:]),
        "peak_memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "torch": torch.__version__,
        "handles": handles,
    }))


if __name__ == "__main__":
    with open(sys.argv[2]) as file:
        main(sys.argv[1], json.load(file))
