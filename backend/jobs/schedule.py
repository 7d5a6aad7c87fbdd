"""Every periodic job, on one screen. A tick means "look at what is due": lost, doubled or late, it changes nothing."""

from __future__ import annotations

from collections.abc import Mapping

from taskiq import AsyncBroker, ScheduledTask, ScheduleSource, TaskiqScheduler

from backend.events.bell import Work

_PROOF_SECONDS = 300
_COMPARISON_SECONDS = 3600
_LATE_MONEY_SECONDS = 3600


def periodic_looks(poll_seconds: int) -> Mapping[Work, int]:
    """How often each kind of work is looked at without a bell, in seconds."""
    return {
        Work.EVENTS: poll_seconds,
        Work.ATTEMPTS: poll_seconds,
        Work.GATEWAY_EVENTS: poll_seconds,
        Work.SUBSCRIPTIONS: poll_seconds,
        Work.COLLECTIONS: poll_seconds,
        Work.TARIFFS: poll_seconds,
        Work.TOP_UPS: poll_seconds,
        Work.REFUNDS: poll_seconds,
        Work.SETUPS: poll_seconds,
        Work.UNIT_EXPIRY: poll_seconds,
        Work.TEST_CLOCKS: poll_seconds,
        Work.PROOFS: _PROOF_SECONDS,
        Work.COMPARISONS: _COMPARISON_SECONDS,
        Work.LATE_MONEY: _LATE_MONEY_SECONDS,
    }


class Looks(ScheduleSource):
    """The schedule as Taskiq reads it."""

    def __init__(self, task_name: str, looks: Mapping[Work, int]) -> None:
        self._tasks = [
            ScheduledTask(
                schedule_id=f"look:{work.value}",
                task_name=task_name,
                labels={},
                args=[work.value],
                kwargs={},
                interval=seconds,
            )
            for work, seconds in looks.items()
        ]

    async def get_schedules(self) -> list[ScheduledTask]:
        """All of them; they never change while the process runs."""
        return self._tasks


def make_scheduler(broker: AsyncBroker, task_name: str, poll_seconds: int) -> TaskiqScheduler:
    """The scheduler of this installation; two at once do no harm."""
    return TaskiqScheduler(broker, [Looks(task_name, periodic_looks(poll_seconds))])
