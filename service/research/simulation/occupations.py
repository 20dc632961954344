"""What simulated clients find in the atlas, to keep or to let go. Nothing else in their lives depends on it.

The chances are of a stream of their own, and no step is taken towards what was found.
"""

from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import uuid5

from domain.journey.commands.roles import DiscoverRole, PassRole
from service.research.simulation.atlas_links import FOUND_THERE, SimulatedLink, link_role
from service.research.simulation.life import Life
from service.research.simulation.randomness import RandomStream

LOOKS = 0.5
"""The chance that a client finds roles in the atlas."""
FEW = 3
"""So many roles in play leave room for another one."""
LATE = 22
"""The hour at which clients look there: the day's other entries are made by then."""


def expect_looks(life: Life, key: str, started_on: date) -> None:
    """Puts ahead the evenings on which the client finds something in the atlas."""
    stream = RandomStream(f"{key}/atlas")
    if not life.person.starts or not stream.happens(LOOKS):
        return
    titles = tuple(zip(life.words.all("occupations"), FOUND_THERE, strict=True))
    for title, link in stream.some(titles, stream.whole(1, 3)):
        day = started_on + timedelta(days=stream.whole(10, 70))
        at = datetime.combine(day, time(LATE, stream.whole(0, 59)))
        life.later(at, partial(_look, title=title, link=link))


def _look(life: Life, at: datetime, title: str, link: SimulatedLink) -> None:
    """An occupation is kept by who has few roles and a day on which nothing else was told, and let go at once by others."""
    on = at.date()
    kept = len(life.roles_in_play) <= FEW and life.diary.lived[-1].event.happened_on < on
    role_id = uuid5(life.diary.journey_id, f"occupation {link.occupation_id}")
    life.diary.aside(
        "client",
        at,
        DiscoverRole(
            happened_on=on,
            role_id=role_id,
            title=title,
            distance="far",
            found="atlas",
            isco_group=link.isco_group,
            waits=not kept,
        ),
        link_role(on, role_id, link),
        *(() if kept else (PassRole(happened_on=on, role_id=role_id),)),
    )
