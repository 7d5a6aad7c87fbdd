"""Bar codes, read back the way a scanner does: by the widths of bars and spaces, from the drawing itself."""

from __future__ import annotations

import random
import re
import string
import xml.etree.ElementTree as ET

import pytest

from backend.schema.barcodes import code128_svg

# ISO/IEC 15417: bars and spaces by turns, in modules; the value of a symbol is its place. 103 to 105 start A, B and C.
TABLE = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222"
    " 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321"
    " 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121"
    " 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224"
    " 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111"
    " 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113"
    " 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
)
WIDTHS = TABLE.split()
STOP = "2331112"


def widths(svg: str) -> str:
    """Bars and spaces by turns, from the first bar to the last."""
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert [child.tag.rpartition("}")[2] for child in root] == ["rect", "path"], "no text, no font, no script"
    bars = [(int(x), int(w)) for x, w in re.findall(r"M(\d+) 0h(\d+)v50h-\2z", root[1].attrib["d"])]
    assert root.attrib["viewBox"] == f"0 0 {bars[-1][0] + bars[-1][1] + 10} 50"
    assert bars[0][0] == 10, "ten modules are free before and after"
    found = ""
    for (x, width), (after, _) in zip(bars, [*bars[1:], (None, 0)], strict=True):
        found += str(width) if after is None else f"{width}{after - x - width}"
    return found


def scanned(svg: str) -> str:
    """What a scanner reads; AssertionError for what it would refuse."""
    found = widths(svg)
    assert found.endswith(STOP)
    body = found.removesuffix(STOP)
    start, *data, check = [WIDTHS.index(body[at : at + 6]) for at in range(0, len(body), 6)]
    assert check == (start + sum(place * value for place, value in enumerate(data, 1))) % 103
    charset, text = {103: "A", 104: "B", 105: "C"}[start], ""
    for value in data:
        if value in (99, 100, 101) and (charset != "C" or value != 99):
            charset = {99: "C", 100: "B", 101: "A"}[value]
        elif charset == "C":
            text += f"{value:02d}"
        else:
            text += chr(value + 32) if charset == "B" or value < 64 else chr(value - 64)
    return text


@pytest.mark.parametrize(
    "text",
    ["1", "12", "99", "9912345678", "99V7", "1010 0000 0000 01", "PJJ123C", "9988776655443322110001", "a99B", "0" * 30],
)
def test_a_scanner_reads_what_was_given(text: str) -> None:
    assert scanned(code128_svg(text)) == text


def test_a_scanner_reads_any_reference() -> None:
    made = random.Random(128)  # noqa: S311 - texts for a test
    alphabet = string.digits * 5 + string.ascii_letters + " -_./"
    for _ in range(500):
        text = "".join(made.choices(alphabet, k=made.randint(1, 32)))
        assert scanned(code128_svg(text)) == text


def test_what_the_code_cannot_say_is_not_drawn() -> None:
    assert [code128_svg(text) for text in ("", "é", "12€")] == ["", "", ""]
