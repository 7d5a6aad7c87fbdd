"""Tasks: what a person of the merchant has to see to."""

from typing import Any

from tortoise import fields

from backend.models.base import Row, optional_ref, ref


class StaffTask(Row):
    """One matter about one subject; at most one open task of a kind for each subject."""

    kind = fields.CharField(max_length=40)
    subject_id = ref()
    customer_id = optional_ref()
    message = fields.CharField(max_length=500)
    details = fields.JSONField[dict[str, Any]]()
    created_at = fields.DatetimeField()
    resolved_at = fields.DatetimeField(null=True)
    resolved_by = optional_ref()
    note = fields.CharField(max_length=500, null=True)

    class Meta:
        table = "staff_tasks"
