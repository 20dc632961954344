"""What each independent source said of a claim: signals heard, and ratings after meeting somebody."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.journey.events.evidence import AppealRated, OddsSignalHeard
from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from domain.journey.events.market import MarketSignalNoted
from domain.vocabulary import MEETING_KINDS, OddsSignal
from projections.approaches.threads import employer_id_of
from projections.claims.state import ClaimsState
from projections.claims.view import ClaimName, ClaimSide, ClaimSource
from projections.learning_model.market_signals import heard_by, publication
from projections.learning_model.state import StepEvents

LIKED_FROM = 6
"""Of 0-10: from this rating on the client would like it."""
DISLIKED_UP_TO = 4

_AGREES: tuple[ClaimSide, ...] = ("agrees",)
_CONTRADICTS: tuple[ClaimSide, ...] = ("contradicts",)
_BOTH: tuple[ClaimSide, ...] = ("agrees", "contradicts")

CLAIM_OF_SIGNAL: Mapping[OddsSignal, tuple[ClaimName, tuple[ClaimSide, ...]]] = MappingProxyType(
    {
        "fresh_outsider": ("newcomers_welcome", _AGREES),
        "fresh_outsider_from_hirer": ("newcomers_welcome", _AGREES),
        "one_of_many": ("newcomers_welcome", _CONTRADICTS),
        "one_of_many_from_hirer": ("newcomers_welcome", _CONTRADICTS),
        "requirement_met": ("has_what_is_asked", _AGREES),
        "requirement_missing": ("has_what_is_asked", _CONTRADICTS),
        "invited": ("employers_respond", _AGREES),
        "asked_for_cv": ("employers_respond", _AGREES),
        "called_back": ("employers_respond", _AGREES),
        "referral": ("employers_respond", _AGREES),
        "resource_bank": ("employers_respond", _AGREES),
        "offer": ("employers_respond", _AGREES),
        "rejected_unseen": ("employers_respond", _CONTRADICTS),
        "no_answer_28d": ("employers_respond", _CONTRADICTS),
        "rejected_close": ("employers_respond", _BOTH),
        # They did respond, with an interview; that it went to another says nothing against it.
        "rejected_not_close": ("employers_respond", _AGREES),
        "market_growing": ("there_is_work", _AGREES),
        "vacancies_many": ("there_is_work", _AGREES),
        "market_shrinking": ("there_is_work", _CONTRADICTS),
        "vacancies_none": ("there_is_work", _CONTRADICTS),
    }
)
"""The claim that each signal is about, and on which side it counts."""

Voice = UUID | str
"""Who says something: a contact, a step whose people are not known, or the name of what was published."""


class Statement(Struct, frozen=True, kw_only=True):
    """What a voice said of a claim about a role."""

    claim: ClaimName
    voice: Voice
    source: ClaimSource

    @property
    def counts_as(self) -> Voice:
        """The source that it counts as: the organisation of the voice, if it is known."""
        return self.source.employer_id or self.voice


def statements_by_role(state: ClaimsState, on: date) -> Mapping[UUID, list[Statement]]:
    """The last word of each voice on each claim, by role, the latest first. Events after the date are ignored."""
    by_role: defaultdict[UUID, list[Statement]] = defaultdict(list)
    for role_id, statement in (*_signals(state, on), *_ratings(state, on)):
        by_role[role_id].append(statement)
    return {role_id: _last_words(statements) for role_id, statements in by_role.items()}


def _last_words(statements: Iterable[Statement]) -> list[Statement]:
    """What each voice said of each claim on the last day on which it spoke of it.

    To keep details on file softens a no and does not take it back: it stands beside the last word.
    """
    by_day = sorted(statements, key=_place)
    last = {(one.claim, one.voice): one.source.on for one in by_day if not _is_kept_on_file(one)}
    return [
        one
        for one in reversed(by_day)
        if _is_kept_on_file(one) or one.source.on == last[one.claim, one.voice]
    ]


def _is_kept_on_file(statement: Statement) -> bool:
    return statement.source.signal == "resource_bank"


def _place(statement: Statement) -> tuple[date, str, str, str]:
    """By day; on one day in an order that does not depend on when it was recorded."""
    source = statement.source
    return source.on, str(source.experiment_id), source.signal or "", source.side or ""


def _signals(state: ClaimsState, on: date) -> Iterator[tuple[UUID, Statement]]:
    published = {one.signal_id: one for one in state.learning.market}
    for one in heard_by(state.learning, on):
        if speaker := _signal_voice(state, published, one):
            voice, source = speaker
            claim, sides = CLAIM_OF_SIGNAL[one.signal]
            for side in sides:
                yield one.role_id, Statement(claim=claim, voice=voice, source=replace(source, side=side))


def _signal_voice(
    state: ClaimsState, published: Mapping[UUID, MarketSignalNoted], heard: OddsSignalHeard
) -> tuple[Voice, ClaimSource] | None:
    """Who said it; None for the client and the coach, who are no sources of their own."""
    source = ClaimSource(on=heard.happened_on, signal=heard.signal)
    noted = published.get(heard.source.id) if heard.source.kind == "market" and heard.source.id else None
    if noted:
        return publication(noted), replace(source, market_signal_id=noted.signal_id)
    step_id = heard.answer_to or (heard.source.id if heard.source.kind == "experiment" else None)
    step = state.learning.steps.get(step_id) if step_id else None
    if step is None or step.planned.kind == "reflection":
        return None
    return _step_voice(state, step.planned, source)


def _ratings(state: ClaimsState, on: date) -> Iterator[tuple[UUID, Statement]]:
    for one in state.learning.ratings:
        step = state.learning.steps.get(one.source.id) if one.source.id else None
        if step and one.happened_on <= on and _met(step):
            source = ClaimSource(on=one.happened_on, rating=one.rating, side=_side(one))
            voice, source = _step_voice(state, step.planned, source)
            yield one.role_id, Statement(claim="would_like_it", voice=voice, source=source)


def _met(step: StepEvents) -> bool:
    return isinstance(step.happened, ExperimentRun) and step.planned.kind in MEETING_KINDS


def _side(rated: AppealRated) -> ClaimSide | None:
    if rated.rating >= LIKED_FROM:
        return "agrees"
    return "contradicts" if rated.rating <= DISLIKED_UP_TO else None


def _step_voice(
    state: ClaimsState, planned: ExperimentPlanned, source: ClaimSource
) -> tuple[Voice, ClaimSource]:
    """The person the step is with, or the step itself."""
    contact_id = planned.meeting.contact_id if planned.meeting else None
    source = replace(
        source,
        experiment_id=planned.experiment_id,
        contact_id=contact_id,
        employer_id=employer_id_of(state.contacts, planned),
    )
    return contact_id or planned.experiment_id, source
