"""Whose pages these are, how much of the journey their reader sees, and what they may tell."""

from datetime import date
from http import HTTPStatus
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from service.authorization.actions import Act, Reading
from service.authorization.authorized_journeys import JourneySeen
from service.authorization.errors import Forbidden
from service.authorization.policy import Level, reaches
from service.http.request_context import note_seen
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.error_pages import PageTrouble
from service.web.journey_weeks import place_in_time
from service.web.layout import Frame
from service.web.page_context import Visit

FULLEST_FIRST: tuple[Reading, ...] = ("read_page", "read_profile", "read_line")
"""What a coach looks at, as far as it was granted; only what they get to see is noted as a look."""

HER_OWN_TITLE = marked("This is your coach's page")
HER_OWN = marked("What your coach knows of you stands in your own pages, but for notes that are private.")
HER_OWN_LINK = marked("To your profile")

PROFILE_ONLY = marked(
    "%(called)s shows you the search profile. Talks, notes, agreements, alerts and energy are not shown."
)
PROGRESS_ONLY = marked(
    "%(called)s shows you whether there is progress. What the steps were about and what they taught is not shown."
)


class Client(Struct, frozen=True, kw_only=True):
    """A client on a day, for one reader."""

    journey_id: UUID
    seen: JourneySeen
    journey: Journey
    today: date
    may_tell: bool
    """Whether the reader coaches this client, and so may tell something."""

    @property
    def level(self) -> Level:
        """How much of the journey is seen."""
        return self.seen.level

    @property
    def called(self) -> str:
        """What the client goes by."""
        return self.journey.started.fact.called

    @property
    def started_on(self) -> date:
        """The first day."""
        return self.journey.started.fact.happened_on

    @property
    def at(self) -> str:
        """Where these pages are."""
        return f"/clients/{self.journey_id}"

    @property
    def last_talk(self) -> date | None:
        """The day client and coach last spoke."""
        return max((one.happened_on for one in self.journey.check_ins.values()), default=None)

    @property
    def place(self) -> str:
        """How far the journey is."""
        plan = self.journey.course.plan
        end = plan.programme_end if plan else self.journey.started.fact.programme_end
        return place_in_time(self.started_on, end, self.today)

    def sees(self, act: Act) -> bool:
        """Whether so much is seen."""
        return reaches(self.level, act)

    @property
    def withheld(self) -> str:
        """What is not shown, in a sentence; nothing when all is."""
        if self.sees("read_page"):
            return ""
        sentence = PROFILE_ONLY if self.sees("read_profile") else PROGRESS_ONLY
        return spoken().gettext(sentence) % {"called": self.called}


async def client_of(visit: Visit, journey_id: UUID) -> Client:
    """The client of a journey, as fully as this visitor sees it. Raises `UnknownJourney`, `Forbidden`, `PageTrouble`."""
    seen = await _seen(visit, journey_id)
    if seen.level == "own":
        raise her_own(journey_id)
    journey = await seen.journey()
    note_seen(len(journey.lines))
    return Client(
        journey_id=journey_id,
        seen=seen,
        journey=journey,
        today=visit.today(journey),
        may_tell=_coaches(visit, journey),
    )


def frame_of(visit: Visit) -> Frame:
    """Round a page of a client's; whose it is stands on the page itself."""
    return visit.staff_frame("desk")


def her_own(journey_id: UUID) -> PageTrouble:
    """What the client finds here, and the way to her own pages."""
    words = spoken()
    return PageTrouble(
        words.gettext(HER_OWN),
        status=HTTPStatus.FORBIDDEN,
        title=words.gettext(HER_OWN_TITLE),
        href=f"/journeys/{journey_id}/profile",
        link=words.gettext(HER_OWN_LINK),
    )


async def _seen(visit: Visit, journey_id: UUID) -> JourneySeen:
    *fuller, least = FULLEST_FIRST
    for act in fuller:
        try:
            return await visit.see(act, journey_id)
        except Forbidden as refusal:
            if refusal.verdict.why != "not_granted":
                raise
    return await visit.see(least, journey_id)


def _coaches(visit: Visit, journey: Journey) -> bool:
    assigned = journey.coaches.assigned
    return visit.caller.way == "local" or (
        assigned is not None and assigned.coach_id == visit.caller.person_id
    )
