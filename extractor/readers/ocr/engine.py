"""The recognition engine: RapidOCR's detector of lines and its recogniser of characters, on the models that its package carries.

The engine is an extra (``gouji[ocr]``) and heavy: it is imported when the first scan comes and kept for the process. Its two networks are run here, so
that each character keeps its column and its probability, and lines go through in batches of one width. The models are named by their path: nothing is
looked up, nothing is fetched.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.model.errors import ReadError

if TYPE_CHECKING:
    import numpy as np

EXTRA = "gouji[ocr]"
LIBRARIES = {"rapidocr": "rapidocr", "onnxruntime": "onnxruntime", "cv2": "opencv-python-headless", "numpy": "numpy", "PIL": "pillow"}
"""The modules that recognition needs, and the distribution of each."""
LIMIT = 960
"""Pixels: the longer side of the picture in which lines are looked for (measured: faster than the engine's own choice, and no line more is lost)."""
HEIGHT = 48
"""Pixels: the height of the lines that the recogniser was trained on."""
BATCH_WIDTH = 6000
"""Pixels of line that go through the recogniser at once: more costs memory and saves no time."""
MOST_THREADS = 4
BLANK = 0


class Recognised(NamedTuple):
    """What was read in a picture of a line.

    text: one character a code point. columns: the middle of each character as a share of the picture's width. trust: the probability of each, 0 to 1.
    """

    text: str
    columns: tuple[float, ...]
    trust: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The mean probability; 0 where nothing was read."""
        return sum(self.trust) / len(self.trust) if self.trust else 0.0


def missing() -> str | None:
    """The name of the first library that recognition needs and that is not installed; None where all are there."""
    return next((LIBRARIES[module] for module in LIBRARIES if find_spec(module) is None), None)


def versions() -> dict[str, str]:
    """Name and version of the libraries that a recognised text rests on."""
    found = {}
    for name in LIBRARIES.values():
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # OpenCV comes under several names
            continue
    return found


def threads() -> int:
    """How many threads the networks run on. A worker of a batch has its neighbours on the other cores: two processes of one thread beat one of two."""
    import multiprocessing  # noqa: PLC0415

    return 1 if multiprocessing.parent_process() is not None else max(1, min(MOST_THREADS, os.cpu_count() or 1))


class Engine:
    """The two networks, loaded once. Their results do not depend on the number of threads."""

    def __init__(self) -> None:
        import numpy as np  # noqa: PLC0415 - see the module's own words
        import rapidocr  # noqa: PLC0415

        models = Path(rapidocr.__file__).parent / "models"
        engine: Any = rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads(),
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Det.model_path": _model(models, "det"),
                "Det.limit_side_len": LIMIT,
                "Det.limit_type": "max",
                "Rec.model_path": _model(models, "rec"),
            }
        )
        # The parts are made when they are first asked for.
        white = np.full((HEIGHT, 4 * HEIGHT, 3), 255, np.uint8)
        engine(white, use_det=True, use_rec=False)
        engine(white, use_det=False, use_rec=True)
        self._detector: Any = engine.text_det
        self._recogniser: Any = engine.text_rec
        self._alphabet: list[str] = self._recogniser.postprocess_op.character

    def detect(self, grey: np.ndarray) -> np.ndarray:
        """The lines in a grey picture: ``(n, 4, 2)`` corners in pixels, from the top left clockwise; ``n`` may be 0."""
        import numpy as np  # noqa: PLC0415

        found = self._detector(np.repeat(grey[:, :, None], 3, axis=2)).boxes
        return np.zeros((0, 4, 2), np.float32) if found is None else np.asarray(found, np.float32)

    def recognise(self, lines: Sequence[np.ndarray]) -> list[Recognised]:
        """Reads grey pictures of lines, each of any size; lines of about one width go through together."""
        import cv2  # noqa: PLC0415
        import numpy as np  # noqa: PLC0415

        scaled = []
        for line in lines:
            width = max(8, round(line.shape[1] * HEIGHT / line.shape[0]))
            # a picture that is made smaller loses thin strokes unless each pixel is the mean of those that it covers
            how = cv2.INTER_AREA if line.shape[0] > 1.6 * HEIGHT else cv2.INTER_LINEAR
            scaled.append(cv2.resize(line, (width, HEIGHT), interpolation=how))
        found: list[Recognised | None] = [None] * len(lines)
        order = sorted(range(len(lines)), key=lambda index: (scaled[index].shape[1], index))
        while order:
            batch, order = _batch(order, [line.shape[1] for line in scaled])
            widest = -(-scaled[batch[-1]].shape[1] // 8) * 8
            pixels = np.zeros((len(batch), 3, HEIGHT, widest), np.float32)
            for row, index in enumerate(batch):
                pixels[row, :, :, : scaled[index].shape[1]] = scaled[index].astype(np.float32) / 127.5 - 1.0
            odds = self._recogniser.session(pixels)
            best, trust = odds.argmax(axis=2), odds.max(axis=2)
            for row, index in enumerate(batch):
                found[index] = self._decoded(best[row], trust[row], widest / scaled[index].shape[1])
        return [one for one in found if one is not None]

    def _decoded(self, best: np.ndarray, trust: np.ndarray, padded: float) -> Recognised:
        """One line from the best character of each column (CTC: what is repeated counts once, blanks part). padded: the width of the picture that went
        through as a multiple of the line's own.
        """
        text, columns, odds = [], [], []
        count = len(best)
        start = 0
        while start < count:
            end = start + 1
            while end < count and best[end] == best[start]:
                end += 1
            if best[start] != BLANK:
                text.append(self._alphabet[best[start]])
                columns.append(min(1.0, (start + end) / 2 / count * padded))
                odds.append(float(trust[start:end].max()))
            start = end
        return Recognised("".join(text), tuple(columns), tuple(odds))


def _batch(order: list[int], widths: list[int]) -> tuple[list[int], list[int]]:
    """The narrowest lines that go through together, and the others. What is padded is computed for nothing: widths in a batch stay near each other."""
    narrowest = widths[order[0]]
    end = 1
    while end < len(order) and widths[order[end]] <= 1.15 * narrowest + HEIGHT and (end + 1) * widths[order[end]] <= BATCH_WIDTH:
        end += 1
    return order[:end], order[end:]


def _model(folder: Path, kind: str) -> str:
    found = sorted(folder.glob(f"*_{kind}_*.onnx"))
    if not found:
        raise ReadError("library-missing", "rapidocr", extra=EXTRA)
    return str(found[0])


@cache
def engine() -> Engine:
    """The engine of this process. `ReadError` ``library-missing`` where a library is not installed."""
    absent = missing()
    if absent is not None:
        raise ReadError("library-missing", absent, extra=EXTRA)
    return Engine()
