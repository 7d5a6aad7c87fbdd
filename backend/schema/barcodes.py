"""Bar codes that a cashier scans: Code 128 (ISO/IEC 15417) as an SVG without text, fonts or scripts."""

from __future__ import annotations

from itertools import groupby

from barcode.codex import Code128
from barcode.errors import BarcodeError

# In modules, the width of the narrowest bar. The standard wants ten of them free on either side.
_QUIET = 10
_HEIGHT = 50


class _Code128(Code128):  # type: ignore[misc]  # the library has no types
    """Without a fault of 0.16.1, which takes the digits 99 at the beginning for a control and drops them."""

    def _try_to_optimize(self, encoded: list[int]) -> list[int]:
        shorter: list[int] = encoded if encoded[1:2] == [99] else super()._try_to_optimize(encoded)
        return shorter


def code128_svg(text: str) -> str:
    """The bar code of `text`, black on white; the empty text for one that Code 128 cannot say."""
    if not text:
        return ""
    try:
        (modules,) = _Code128(text).build()
    except BarcodeError:
        return ""
    bars, at = [], _QUIET
    for bit, run in groupby(modules):
        width = len(list(run))
        if bit == "1":
            bars.append(f"M{at} 0h{width}v{_HEIGHT}h-{width}z")
        at += width
    size = f"{at + _QUIET} {_HEIGHT}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" preserveAspectRatio="none" role="img">'
        f'<rect width="100%" height="100%" fill="#fff"/><path d="{"".join(bars)}" fill="#000"/></svg>'
    )
