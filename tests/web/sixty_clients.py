"""A coach's desk of sixty clients, in every group."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.course import AdjustPlan
from domain.journey.commands.pulses import RateTrust
from domain.journey.commands.weeks import DeclareRest
from domain.journey.events.weeks import monday_of
from tests.web.running_pages import Pages
from tests.web.sample import NOON, discover, plan, start, step, uid

TODAY = NOON.date()
BEGUN = TODAY - timedelta(days=60)
FIRST_NAMES = ("Sanna", "Daan", "Åse", "Marloes", "Pim", "Ruben", "Ingeborg", "Birgitta", "Oskar", "Eline")
LAST_NAMES = ("Lehtonen", "Vermeulen", "Åberg", "Jansen", "El Amrani", "de Graaf")


def ago(days: int) -> Any:
    return TODAY - timedelta(days=days)


def met(days: int) -> HoldCheckIn:
    return HoldCheckIn(happened_on=ago(days), check_in_id=uid(f"talk {days}"), minutes=30)


def walked(days: int) -> list[Any]:
    return [discover("nurse", BEGUN), *step(f"walk {days}", "job_shadow", "nurse", ago(days))]


LIVES: tuple[list[Any], ...] = (
    [met(3), *walked(2)],
    [met(44), *walked(2)],
    [met(3), *walked(12)],
    [met(5), *walked(1), RateTrust(happened_on=ago(2), rating=3)],
    [met(2), *walked(2), AdjustPlan(happened_on=ago(9), programme_end=TODAY + timedelta(days=4))],
    [met(4), *walked(20), *(plan(name, "conversation", "nurse", ago(3)) for name in ("a", "b", "c"))],
    [met(30), *walked(20), DeclareRest(happened_on=ago(7), monday=monday_of(TODAY))],
    [met(1), *walked(0)],
)
"""On track, no session, silent, trust fell, ending, plans only, a week off, all well."""


async def sixty_clients(service: Pages) -> list[UUID]:
    """Tells sixty journeys, each life in turn."""
    return [
        await service.tell(
            [start(called=_name(number), happened_on=BEGUN), *LIVES[number % len(LIVES)]],
            uid(f"sixty {number}"),
        )
        for number in range(60)
    ]


def _name(number: int) -> str:
    return f"{FIRST_NAMES[number % 10]} {LAST_NAMES[number // 10]}"
