"""Code 128 bar codes (set C, digits in pairs) as SVG."""

from __future__ import annotations

# The widths of bars and spaces of each symbol, from ISO/IEC 15417: 0 to 99, switches, FNC 1, three starts, stop.
_TABLE = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"
)
_WIDTHS = _TABLE.split()
_START_C, _STOP, _QUIET = 105, 106, 10


def symbols(digits: str) -> list[int]:
    """The symbols of an even number of digits: start, pairs, check digit, stop."""
    pairs = [int(digits[place : place + 2]) for place in range(0, len(digits), 2)]
    check = (_START_C + sum(place * pair for place, pair in enumerate(pairs, 1))) % 103
    return [_START_C, *pairs, check, _STOP]


def svg(digits: str, *, width: int = 1, height: int = 45) -> str:
    """The picture; `width` is that of the thinnest bar."""
    x, bars = _QUIET, []
    for symbol in symbols(digits):
        for place, units in enumerate(_WIDTHS[symbol]):
            if place % 2 == 0:
                bars.append(f'<rect x="{x * width}" y="0" width="{int(units) * width}" height="{height}"/>')
            x += int(units)
    total = (x + _QUIET) * width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total}" height="{height}" viewBox="0 0 {total} {height}">'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(bars)}</svg>'
    )
