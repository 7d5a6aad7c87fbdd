"""The page on the life of subscriptions says what the code's table says."""

from __future__ import annotations

from tests.support.lifecycle_document import DOCUMENT, lifecycle_document


def test_the_document_of_the_lifecycle_is_up_to_date() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert written == lifecycle_document(), "write it anew: python -m tests.support.lifecycle_document"
