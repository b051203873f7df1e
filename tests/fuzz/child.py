"""One process that fuzzes one target until its time is over; the parent (`tests.fuzz.__main__`) replaces it when it dies.

``python -m tests.fuzz.child TARGET SECONDS SEED FOLDER``; the seconds are of CPU, begun when all is prepared. Before each case its bytes are in ``FOLDER/current``, so that what takes the process down is known.
Where atheris is installed it counts which lines of Gouji a case reaches and keeps the cases that reach new ones; elsewhere changes are blind.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import random
import resource
import sys
import time
import traceback
import warnings
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from tests.fuzz.targets import Target

TELL = 2.0
"""Seconds between two writings of the tally."""
SLOW = 5.0
"""Seconds of CPU for one case that are worth a look."""
LARGEST = 2**20
"""Bytes of a case."""
ROOMS = ("language", "readers", "normaliser", "segmenter", "facts", "validator", "emitters")


class Child:
    """Counts what happens and keeps what fails."""

    def __init__(self, name: str, target: Target, folder: Path, engine: str, seconds: float) -> None:
        self.name, self.target, self.folder, self.seconds = name, target, folder, seconds
        self.begun = time.process_time()
        self.tally: dict[str, Any] = {
            "target": name,
            "engine": engine,
            "executions": 0,
            "cpu_seconds": 0.0,
            "refused": {},
            "failures": {},
            "slowest": 0.0,
        }
        self._told = 0.0
        self._current = os.open(folder / "current", os.O_RDWR | os.O_CREAT | os.O_TRUNC)

    def case(self, data: bytes) -> None:
        """Do one."""
        from extractor.model.errors import GoujiError, PatternTimeoutError

        os.ftruncate(self._current, 0)
        os.pwrite(self._current, data, 0)
        begin = time.process_time()
        try:
            self.target.run(data)
        except PatternTimeoutError as error:
            self._refused(error.code)
            self._keep("timeout", error.place, data, "")
        except GoujiError as error:
            self._refused(error.code)
        except (Exception, RecursionError) as error:
            self._failed(error, data)
        took = time.process_time() - begin
        if took > SLOW:
            self._keep("slow", f"{self.name}-{took:.0f}s", data, "")
        self.tally["slowest"] = max(self.tally["slowest"], round(took, 2))
        self.tally["executions"] += 1
        over = time.process_time() - self.begun > self.seconds
        if over or time.monotonic() - self._told > TELL:
            self.tell()
        if over:
            os._exit(0)  # libFuzzer knows the wall clock only, and this process may have to wait for its turn

    def _refused(self, code: str) -> None:
        self.tally["refused"][code] = self.tally["refused"].get(code, 0) + 1

    def _failed(self, error: BaseException, data: bytes) -> None:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/tests/fuzz/child" not in frame.filename]
        own = [frame for frame in frames if "/extractor/" in frame.filename] or frames
        signature = f"{type(error).__name__} at {Path(own[-1].filename).name}:{own[-1].name}" if own else type(error).__name__
        if type(error).__name__ in ("Broken", "AssertionError"):
            signature += " " + "".join(one for one in str(error)[:60] if not one.isdigit())
        self.tally["failures"][signature] = self.tally["failures"].get(signature, 0) + 1
        if self.tally["failures"][signature] <= 2:
            self._keep("failure", signature, data, "".join(traceback.format_exception(error, chain=True))[-6000:])

    def _keep(self, kind: str, signature: str, data: bytes, said: str) -> None:
        place = self.folder.parent.parent / "found" / f"{self.name}-{kind}-{sha256(signature.encode()).hexdigest()[:8]}"
        place.mkdir(parents=True, exist_ok=True)
        (place / "about").write_text(f"{signature}\n\n{said}", encoding="utf-8", errors="backslashreplace")
        smallest = min((one.stat().st_size for one in place.glob("case-*")), default=None)
        if smallest is None or len(data) < smallest:
            (place / f"case-{sha256(data).hexdigest()[:10]}").write_bytes(data)

    def tell(self) -> None:
        self.tally["cpu_seconds"] = round(time.process_time() - self.begun, 1)
        self.tally["peak_megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        made = self.folder / "tally.new"
        made.write_text(json.dumps(self.tally), encoding="utf-8")
        made.replace(self.folder / "tally.json")
        self._told = time.monotonic()


def prepared(name: str) -> tuple[Any, Target, list[bytes]]:
    """atheris (or None), the target and its seeds; Gouji's modules are imported under atheris's eyes."""
    try:
        atheris: Any = importlib.import_module("atheris")
    except ImportError:
        atheris = None
    if atheris is not None:
        with atheris.instrument_imports(include=["extractor"]):
            for room in ROOMS:
                package = importlib.import_module(f"extractor.{room}")
                for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
                    importlib.import_module(module.name)
    seeds = importlib.import_module("tests.fuzz.seeds").SEEDS[name]()
    targets = importlib.import_module("tests.fuzz.targets")
    targets.without_other_programs()
    return atheris, targets.TARGETS[name], seeds


def main() -> None:
    name, seconds, seed, folder = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (6 * 2**30, 6 * 2**30))
    atheris, target, seeds = prepared(name)
    child = Child(name, target, folder, "atheris" if atheris is not None else "blind", seconds)
    for data in seeds:  # a sound file that fails would be found in every case made from it
        child.case(data)
    child.tell()
    kept = folder.parent.parent / "corpus" / name
    kept.mkdir(parents=True, exist_ok=True)
    if atheris is None:
        blind(child, seeds, random.Random(seed))
    for data in seeds:
        (kept / sha256(data).hexdigest()[:16]).write_bytes(data)

    def mutated(data: bytes, largest: int, number: int) -> bytes:
        chance = random.Random(number)
        if chance.random() < 0.04:
            return bytes(atheris.Mutate(data, largest))
        begun = data if data and chance.random() < 0.7 else chance.choice(seeds)  # damage adds up: some begin anew
        return bytes(target.change(begun, chance, chance.choice(seeds))[:largest])

    options = [
        f"-seed={seed % 2**31 or 1}",
        f"-max_len={LARGEST}",
        "-len_control=0",
        "-mutate_depth=1",
        "-rss_limit_mb=0",
        "-timeout=3600",
        "-detect_leaks=0",
    ]
    atheris.Setup(
        [sys.argv[0], *options, f"-artifact_prefix={folder}/", str(kept)], child.case, custom_mutator=mutated, internal_libfuzzer=True
    )
    atheris.Fuzz()


def blind(child: Child, seeds: list[bytes], chance: random.Random) -> NoReturn:
    """Change seeds, and what was made of them, without knowing what a change reaches."""
    pool = list(seeds)
    while True:
        data = child.target.change(chance.choice(pool), chance, chance.choice(pool))[:LARGEST]
        child.case(data)
        if chance.random() < 0.05:
            pool[len(seeds) :] = [*pool[len(seeds) :][-200:], data]


if __name__ == "__main__":
    main()
