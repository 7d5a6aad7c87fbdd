"""What a task is about when it has a name at a gateway only."""

from __future__ import annotations

from hashlib import sha256

from backend.models.ids import ID_LENGTH


def subject_at_gateway(reference: str) -> str:
    """The gateway's reference, as a task's subject: a long one by its digest, so that no two are taken for one."""
    return reference if len(reference) <= ID_LENGTH else sha256(reference.encode()).hexdigest()[:ID_LENGTH]
