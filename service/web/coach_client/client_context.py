"""The client that the pages are about, how much of the journey the reader sees, and what the reader may record."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from domain.journey.deputies import cover_by
from domain.journey.events.endings import AfterCarePlanned, EndingRecorded
from domain.vocabulary import Phase
from projections.fold import Projection
from service.authorization.access_rules import AccessLevel
from service.authorization.actions import Action, ReadAction
from service.authorization.authorized_journeys import AuthorizedJourney
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_submission import FormContext
from service.web.journey_weeks import week_caption
from service.web.page_context import PageContext, own_page_error, set_entries_seen
from service.web.rendering import Layout
from service.web.standing_in import StandIn, sessions_of_others, stand_in

ACTS_FULLEST_FIRST: tuple[ReadAction, ...] = ("read_page", "read_profile", "read_line")
"""What a coach reads, as far as it was granted; only what they get to see is recorded in the access log."""

PROFILE_ONLY = gettext_noop(
    "%(called)s shares progress and the search profile with you. What sessions and notes say, "
    "agreements and energy are not shared."
)
PROGRESS_ONLY = gettext_noop(
    "%(called)s shares only whether there is progress. You cannot see what the steps "
    "were about or what they taught."
)


class ClientContext(FormContext, frozen=True, kw_only=True):
    """A client on a day, for one reader."""

    folded: AuthorizedJourney
    may_tell: bool
    """True if the reader coaches this client or stands in, and so may record something."""
    seen_before: int | None = None
    """Up to which entry the reader had seen the journey before this day; None if they open no page of it as its coach."""

    @property
    def journey_id(self) -> UUID:
        return self.folded.journey_id

    @property
    def level(self) -> AccessLevel:
        """How much of the journey is seen."""
        return self.folded.level

    @property
    def client_name(self) -> str:
        """What the client goes by."""
        return self.journey.started.event.called

    @property
    def started_on(self) -> date:
        """The first day."""
        return self.folded.started_on

    @property
    def base_path(self) -> str:
        """Where these pages are."""
        return f"/clients/{self.journey_id}"

    @property
    def last_check_in(self) -> date | None:
        """The day of the last session; None if there was none, and for who does not see sessions."""
        if not self.sees("read_coaching"):
            return None
        return max((one.happened_on for one in self.journey.check_ins.values()), default=None)

    @property
    def sessions_of_others(self) -> Mapping[UUID, str]:
        """The sessions that another coach or deputy held, with their name."""
        return sessions_of_others(self.journey, self.folded.reader_id)

    @property
    def last_held_by(self) -> str:
        """Who held the last session, if that was another than the reader."""
        last = [key for key, one in self.journey.check_ins.items() if one.happened_on == self.last_check_in]
        others = self.sessions_of_others
        return others[last[-1]] if last and all(one in others for one in last) else ""

    @property
    def week_caption(self) -> str:
        """How far the journey is; nothing of one that ended."""
        if self.ending:
            return ""
        plan = self.journey.course.plan
        end = plan.programme_end if plan else self.journey.started.event.programme_end
        return week_caption(self.started_on, end, self.today)

    @property
    def phase(self) -> Phase | None:
        """The phase in the foreground; None until there is one, and after an ending."""
        phase = self.journey.course.phase
        return phase.phase if phase and not self.ending else None

    @property
    def ending(self) -> EndingRecorded | None:
        """How the journey ended, if it did."""
        return self.journey.endings.recorded

    @property
    def after_care(self) -> tuple[tuple[AfterCarePlanned, str | None], ...]:
        """After an ending the questions that are due, and those that were answered, with the answer."""
        endings = self.journey.endings
        if not endings.recorded or not self.sees("read_portrait"):
            return ()
        answers = {key: one.answer for key, one in endings.settled.items()}
        cared = [
            (one, answers.get(key))
            for key, one in endings.after_care.items()
            if answers.get(key) or (key not in answers and one.due <= self.today)
        ]
        return tuple(sorted(cared, key=lambda one: one[0].due))

    @property
    def stand_in(self) -> StandIn:
        """Who stands in for the coach, and what was written for them."""
        return stand_in(self.folded)

    def is_handover(self, note_id: UUID) -> bool:
        """Whether a note is for whoever stands in, too."""
        note = self.journey.notes.written.get(note_id)
        return note is not None and note.handover

    def sees(self, action: Action) -> bool:
        """Whether so much is seen."""
        return self.folded.shows(action)

    @property
    def withheld_notice(self) -> str:
        """What is not shown, in a sentence; nothing when all is."""
        if self.sees("read_page"):
            return ""
        sentence = PROFILE_ONLY if self.sees("read_profile") else PROGRESS_ONLY
        return current_translator().gettext(sentence) % {"called": self.client_name}


async def load_client(
    context: PageContext,
    journey_id: UUID,
    *projections: Projection[Any, Any],
    events_after: int | None = None,
) -> ClientContext:
    """The client of a journey with these projections, as fully as this reader sees it.

    With `events_after` also its events above that number. Raises `UnknownJourney`, `Forbidden`, `PageError`.
    """
    folded = await context.load_fullest(
        ACTS_FULLEST_FIRST, journey_id, *projections, events_after=events_after
    )
    if folded.level == "own":
        raise own_page_error(journey_id)
    set_entries_seen(folded.version)
    coaches = _coaches(context, folded)
    seen_before = await context.note_seen(folded) if coaches else None
    return ClientContext(folded=folded, may_tell=coaches, seen_before=seen_before)


def client_layout(context: PageContext) -> Layout:
    """Round a page of a client's; whose it is stands on the page itself."""
    return context.staff_layout("desk")


def _coaches(context: PageContext, folded: AuthorizedJourney) -> bool:
    assigned = folded.journey.coaches.assigned
    me = context.caller.person_id
    return (
        context.caller.way == "local"
        or (assigned is not None and assigned.coach_id == me)
        or cover_by(folded.journey, me, folded.today) is not None
    )
