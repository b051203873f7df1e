"""Many files: isolation, resume, progress. Knows nothing of the inside of a report.

The package can be called: ``extractor.batch(paths)`` is `extractor.batch.api.batch`. A function of this name beside the package would be
hidden by it as soon as one of its modules is imported; so there is one object, whatever is imported first.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.batch.api import Result


class _Callable(ModuleType):
    def __call__(self, *arguments: Any, **options: Any) -> Iterator[Result]:
        from extractor.batch.api import batch  # noqa: PLC0415 - the room is imported only when it is used

        return batch(*arguments, **options)


sys.modules[__name__].__class__ = _Callable
