"""A nurse who looks at a dispatcher's work, in a small atlas with outlooks."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from domain.journey.commands.evidence import GapInput, StrengthInput
from domain.journey.commands.roles import LinkRole
from domain.journey.decide import UserCommand
from tests.web.atlas_in_memory import CALM, LISTEN, RECORD, SMALL_OUTLOOK, AtlasInMemory, Known
from tests.web.running_pages import Pages
from tests.web.sample import MARLOES, MONDAY, NOON, day, discover, met, outcome, plan, start, uid

TODAY = NOON.date()
AT, COACHS = f"/journeys/{MARLOES}/profile/roles", f"/clients/{MARLOES}/roles"
DISPATCHER = f"{AT}/{uid('dispatcher')}"
PUBLISHED = date(2026, 2, 20)


def link(title: str, occupation_id: str | None, group: str) -> LinkRole:
    return LinkRole(happened_on=MONDAY, role_id=uid(title), isco_group=group, occupation_id=occupation_id)


SMALL = (
    Known(occupation_id="nurse", isco_group="2221", skills=(CALM, LISTEN, RECORD, "plan a shift")),
    Known(occupation_id="dispatcher", isco_group="4222", skills=(CALM, LISTEN, RECORD, "use a radio")),
    Known(occupation_id="baker", isco_group="7512", skills=("bake", "rise early", RECORD)),
)
LINES = (
    SMALL_OUTLOOK,
    replace(SMALL_OUTLOOK, region="Skåne", opportunities="small", demand=None),
    replace(
        SMALL_OUTLOOK,
        edition="autumn 2025",
        published_on=date(2025, 9, 1),
        opportunities="medium",
        demand="flat",
    ),
)
ATLAS = AtlasInMemory(SMALL, LINES)
LINKED: tuple[UserCommand, ...] = (
    start(),
    discover("nurse", distance="same"),
    link("nurse", "nurse", "2221"),
    discover("dispatcher", distance="far"),
    link("dispatcher", "dispatcher", "4222"),
)
SEEN: tuple[UserCommand, ...] = (
    *LINKED,
    plan("talk", "conversation", "dispatcher", day(1, 1), contact=met("Anouk")),
    *outcome(
        "talk",
        day(1, 1),
        strengths=(
            StrengthInput(strength_id=uid("calm"), wording="stays calm", witness="contact", hidden=False),
        ),
        gaps=(
            GapInput(gap_id=uid("radio"), wording="using a radio", closable=True),
            GapInput(gap_id=uid("nights"), wording="night shifts", closable=False),
        ),
    ),
)


async def told(service: Pages, *kinds: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kinds)]
