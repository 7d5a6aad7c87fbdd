"""The outbox: facts written in the transaction that made them, numbered for each merchant when they are relayed."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from backend.models.base import Row, optional_ref, ref
from backend.models.ids import ID_LENGTH


class Event(Row):
    """One fact in the past tense. `sequence` is empty until the relay numbers it after the commit, without gaps."""

    sequence = fields.BigIntField(null=True)
    type = fields.CharField(max_length=100)
    subject_id = ref()
    customer_id = optional_ref()
    version = fields.IntField(null=True)
    payload = fields.JSONField[dict[str, Any]]()
    request_id = fields.CharField(max_length=100)
    occurred_at = fields.DatetimeField()

    class Meta:
        table = "events"


class EventStream(Model):
    """The last number given in a merchant's stream, and the last one that was published to live subscribers.

    The row's lock makes one relay at a time number events; what lies between the two is published again after a crash.
    """

    merchant_id = fields.CharField(primary_key=True, max_length=ID_LENGTH)
    last_sequence = fields.BigIntField()
    published_sequence = fields.BigIntField()

    class Meta:
        table = "event_streams"
