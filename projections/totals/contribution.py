"""One journey's contribution to the totals: counts and days, with no texts except employers' names."""

from bisect import bisect_left
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.journey.events.alerts import AlertOpened
from domain.journey.events.answers import REFUSAL_ANSWERS, AnswerReceived, SilenceElapsed
from domain.journey.events.experiments import ExperimentRun
from domain.journey.events.start import JourneyStarted
from domain.vocabulary import Ending, ExperimentKind, StuckRule, Track
from projections.counted_answers import without_repeats
from projections.learning_model.parameters import Parameters
from projections.totals.state import TotalsState

EmployerReply = Literal["invited", "refused_unseen", "refused_after_interview", "silence", "waiting"]
"""What came of an approach, as far as manners go: the best answer counts."""


class EmployerApproach(Struct, frozen=True, kw_only=True):
    """One application to, or interview with, an employer."""

    employer: str
    kind: ExperimentKind
    came: EmployerReply
    days: int | None
    """Until the first answer."""
    asked: bool
    """Feedback was asked for."""
    usable: bool
    """Feedback came, and could be used."""


class JourneyContribution(Struct, frozen=True, kw_only=True):
    """One journey's contribution at a date; empty for a journey that has not started by then."""

    started: bool
    track: Track | None
    days_to_first_step: int | None
    """From the start to the first experiment that took place; None while there is none."""
    days_on_the_way: int
    """From the start to the ending, or to the date while there is none."""
    steps: int
    """Up to then; what follows an ending is after-care."""
    ending: Ending | None
    days_to_contact: tuple[int, ...]
    """For every alert: from its opening to the coach's next contact. One that ceased before needed none."""
    open_alerts: tuple[StuckRule, ...]
    """Those that hold, with no contact by the coach since."""
    days_without_contact: int
    approaches: tuple[EmployerApproach, ...]


EMPTY_CONTRIBUTION = JourneyContribution(
    started=False,
    track=None,
    days_to_first_step=None,
    days_on_the_way=0,
    steps=0,
    ending=None,
    days_to_contact=(),
    open_alerts=(),
    days_without_contact=0,
    approaches=(),
)


def view(state: TotalsState, on: date, _parameters: Parameters) -> JourneyContribution:
    """The contribution of the journey at a date."""
    started = state.started
    if started is None or started.happened_on > on:
        return EMPTY_CONTRIBUTION
    ended = next((one for one in state.endings if one.happened_on <= on), None)
    last = ended.happened_on if ended else on
    steps = [one for one in state.steps if one.happened_on <= last]
    runs = [
        one.happened_on for one in state.steps if isinstance(one, ExperimentRun) and one.happened_on <= on
    ]
    contacts = sorted(one for one in state.contacts if one <= on)
    waits, waiting = _waits(state, contacts, on)
    return JourneyContribution(
        started=True,
        track=_track(state, started, on),
        days_to_first_step=(min(runs) - started.happened_on).days if runs else None,
        days_on_the_way=(last - started.happened_on).days,
        steps=len(steps),
        ending=ended.ending if ended else None,
        days_to_contact=waits,
        open_alerts=waiting,
        days_without_contact=(on - (contacts[-1] if contacts else started.happened_on)).days,
        approaches=tuple(_approaches(state, on)),
    )


def _track(state: TotalsState, started: JourneyStarted, on: date) -> Track:
    """The track at a date; of one day the last recorded counts."""
    until = sorted((one for one in state.tracks if one.happened_on <= on), key=lambda one: one.happened_on)
    return until[-1].track if until else started.track


def _waits(
    state: TotalsState, contacts: list[date], on: date
) -> tuple[tuple[int, ...], tuple[StuckRule, ...]]:
    """For each alert the days to the first contact, and the rules of those still waiting."""
    waited: list[int] = []
    waiting: dict[StuckRule, AlertOpened] = {}
    for events in state.alerts:
        if events.happened_on > on:
            continue
        if opened := waiting.pop(events.rule, None):
            waited += _until_contact(opened, contacts, events.happened_on)
        if isinstance(events, AlertOpened):
            waiting[events.rule] = events
    held: dict[StuckRule, list[int]] = {
        rule: _until_contact(opened, contacts, on) for rule, opened in waiting.items()
    }
    waited += (days for some in held.values() for days in some)
    return tuple(waited), tuple(rule for rule, some in held.items() if not some)


def _until_contact(opened: AlertOpened, contacts: list[date], last: date) -> list[int]:
    """Days from each opening to the first contact up to a last day. Openings without one are left out."""
    at = bisect_left(contacts, opened.happened_on)
    return [(day - opened.happened_on).days for day in contacts[at : at + 1] if day <= last]


def _approaches(state: TotalsState, on: date) -> list[EmployerApproach]:
    ran = {
        one.experiment_id: one
        for one in state.steps
        if isinstance(one, ExperimentRun) and one.happened_on <= on
    }
    asked = {one.experiment_id for one in state.requested if one.happened_on <= on}
    usable = {one.experiment_id for one in state.received if one.usable and one.happened_on <= on}
    answers: dict[UUID, list[AnswerReceived | SilenceElapsed]] = {}
    for one in without_repeats(state.answers):
        if one.happened_on <= on:
            answers.setdefault(one.experiment_id, []).append(one)
    found: list[EmployerApproach] = []
    for key, planned in state.plans.items():
        name = state.employers.get(planned.employer_id) if planned.employer_id else None
        if name is None or key not in ran:
            continue
        events = answers.get(key, [])
        days = [
            (one.happened_on - ran[key].happened_on).days for one in events if isinstance(one, AnswerReceived)
        ]
        approach = EmployerApproach(
            employer=name,
            kind=planned.kind,
            came=_came(events),
            days=min(days, default=None),
            asked=key in asked,
            usable=key in usable,
        )
        found.append(approach)
    return found


def _came(events: list[AnswerReceived | SilenceElapsed]) -> EmployerReply:
    answers = {one.answer for one in events if isinstance(one, AnswerReceived)}
    if answers - REFUSAL_ANSWERS:
        return "invited"
    if "rejected_after_interview" in answers:
        return "refused_after_interview"
    if answers:
        return "refused_unseen"
    return "silence" if events else "waiting"


FIRST_EXPERIMENT_WITHIN = timedelta(days=7)
"""Within which a first experiment is wanted (product, idea 21)."""
