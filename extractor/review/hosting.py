"""A page that a server of ours gives: the file as it lies in the folder, with another keeper of its decisions and leave to speak to that server.

The page itself is not made anew. It is taken only where its style and script are, to the byte, those of this version: whatever else stands in a folder that
came from elsewhere is not given out as a page of ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.review.assembly import embedded, meta, policy, scripted, styled

ALONE = "alone.js"
"""What keeps the decisions of a page that stands alone."""
MARK = re.compile(r"<!-- [0-9a-f]{64} [0-9a-f]{64} -->\n\Z")
"""The last line of a page that a batch has written: what it was made of."""
DATA = '<script type="application/json" id="data">'


class Hosted(NamedTuple):
    """A page as a server gives it, and the content security policy to send with it."""

    html: str
    policy: str


def hosted(
    page: str, styles: Sequence[str | Path], scripts: Sequence[str | Path], host: Sequence[Path], data: Mapping[str, object]
) -> Hosted | None:
    """``page`` for a server; None where it is none of ours. styles, scripts: what it was assembled of. host: what stands in the place of `ALONE`; data:
    what those scripts find as JSON in the element ``hosted``.
    """
    page = MARK.sub("", page)
    style, script = styled(styles), scripted(scripts)
    other = scripted([one for name in scripts for one in (host if name == ALONE else [name])])
    own = meta(policy([style], [script]))
    parts = (own, f"<style>{style}</style>", DATA, f"<script>{script}</script>\n</body>\n</html>\n")
    if not all(page.count(part) == 1 for part in parts) or not page.endswith(parts[-1]):
        return None
    page = page.removesuffix(parts[-1]).replace(own, "", 1)
    page = page.replace(DATA, f'<script type="application/json" id="hosted">{embedded(data)}</script>\n{DATA}', 1)
    allowed = policy([style], [other], "connect-src 'self'", "frame-ancestors 'none'")
    return Hosted(f"{page}<script>{other}</script>\n</body>\n</html>\n", allowed)
