"""What the atlas adds to the unknown roles of a week, drawn as the page draws it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from domain.history import RecordedEvent
from domain.journey.aggregate import Journey
from domain.journey.commands.roles import DiscoverRole, PassRole
from domain.journey.commands.vision import DecodeDream, QualityInput
from domain.journey.decide import UserCommand
from domain.journey.events.weeks import monday_of
from service.atlas.atlas import Atlas
from service.localization.translator import Translator
from service.web.near_roles.earlier_journey import known_on_monday
from service.web.near_roles.left_out import find_left_out
from service.web.near_roles.of_the_week import draw_of_week, drawn_from
from service.web.near_roles.page import NearRole
from service.web.profile.unknown_roles import MOST_A_WEEK
from tests.web.atlas_in_memory import SMALL_ATLAS
from tests.web.sample import MARLOES, MONDAY, uid
from tests.web.test_near_roles import TODAY, WORDS, journey, link

AT = f"/journeys/{MARLOES}"
HERE = f"{AT}/profile/unknown-roles"


async def drawn(*commands: UserCommand, on: date = TODAY, places: int = MOST_A_WEEK) -> list[str]:
    found = await draw(journey(*commands), on, places=places)
    return [one.occupation.title.text for one in found]


async def draw(
    known: Journey,
    on: date,
    *,
    atlas: Atlas = SMALL_ATLAS,
    places: int = MOST_A_WEEK,
    words: Translator = WORDS,
) -> tuple[NearRole, ...]:
    """What is drawn in the week of a day, when each entry was recorded on its own day."""
    days = [date_time(one.event.happened_on) for one in known.authored_events]
    entries = in_the_log(known, days)
    then = drawn_from(known, entries, known_on_monday(known, entries, monday_of(on)))
    left_out = await find_left_out(atlas, known, on)
    return await draw_of_week(atlas, known, then, on, words, places=places, left_out=left_out)


def date_time(on: date) -> datetime:
    return datetime.combine(on, time(12), UTC)


def in_the_log(known: Journey, recorded: Sequence[datetime]) -> list[RecordedEvent]:
    return [
        RecordedEvent(position=number, journey_id=MARLOES, number=number, recorded_at=at, event=one.event)
        for number, (one, at) in enumerate(zip(known.authored_events, recorded, strict=True), 1)
    ]


def let_go(title: str, on: date) -> tuple[UserCommand, ...]:
    brought = DiscoverRole(happened_on=on, role_id=uid(title), title=title, distance="far", found="atlas")
    group = {"midwife": "2222", "dispatcher": "4222", "park ranger": "5419"}[title]
    return brought, link(title, title, group, on), PassRole(happened_on=on, role_id=uid(title))


def dream(*wordings: str, on: date = MONDAY) -> DecodeDream:
    qualities = tuple(QualityInput(quality_id=uid(one), wording=one) for one in wordings)
    return DecodeDream(happened_on=on, dream_id=uid("dream"), dream="Forester", qualities=qualities)
