"""One experiment as a page: how it stands, what was planned, what it taught and moved, and what can be added."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.history import RecordedEvent
from domain.journey.aggregate import Journey
from domain.journey.events.answers import REFUSAL_ANSWERS, FollowUpPlanned
from domain.journey.events.evidence import (
    AppealRated,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.events.experiments import Experiment
from domain.journey.events.insights import InsightNamed
from domain.journey.events.roles import RoleDiscovered
from domain.redacted import is_readable
from domain.vocabulary import KINDS_AWAITING_ANSWER
from projections.learning_model.attribution import CriterionMove, ExperimentMove, RoleMove, experiment_move
from projections.learning_model.potential_order import printed_change
from projections.learning_model.state import LearningState
from projections.learning_model.wording import round_half_up
from projections.profile.projection import PROFILE
from projections.profile.view import RoleView
from projections.refusals.projection import REFUSALS
from service.application.folded_journey import FoldedJourney
from service.localization.translator import Translator
from service.web.experiments.offers import OpenOffer, chances_elsewhere, open_offers
from service.web.history.page import HistoryFormatter, HistoryLine
from service.web.history.reference_labels import TextOrMessage
from service.web.known_employer import KnownEmployer, other_steps_with_employer
from service.web.pitch.step_papers import StepPapers, papers_of_step
from service.web.role_and_contact_forms import contact_names

PROJECTIONS = (PROFILE, REFUSALS)
LEARNING_EVENTS = (
    AppealRated,
    OddsSignalHeard,
    TradeoffMade,
    StrengthObserved,
    GapFound,
    RoleDiscovered,
    InsightNamed,
)


class ExperimentPage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    step: Experiment
    who: str | None
    employer: str | None
    known: KnownEmployer | None
    """What the client knows of the organisation by other steps."""
    role: str | None
    before: Experiment | None
    """The step it refers to."""
    moved: ExperimentMove | None
    """What it moved in print; None while it moved nothing."""
    called: str
    """What the client goes by."""
    taught: tuple[HistoryLine, ...]
    """What was learned in it, in the order of recording."""
    follow_ups: tuple[FollowUpPlanned, ...]
    entries: tuple[HistoryLine, ...]
    """All its events, in the order of recording."""
    happened: bool
    asks_conclusion: bool
    """Whether it took place or was called off without a conclusion; after the ending nothing is asked."""
    may_rate: bool
    """Whether its appeal can still be rated."""
    awaits: bool
    """Whether the other side answers such a step."""
    papers: StepPapers
    """What was sent with it, and how the pitch landed in it."""
    offer: OpenOffer | None
    """An offer that came of it and waits for the client's answer."""
    elsewhere: tuple[RoleView, ...]
    """The other active roles, to weigh it against."""


def build_experiment_page(
    folded: FoldedJourney,
    entries: Iterable[RecordedEvent],
    experiment_id: UUID,
    *,
    reader: UUID | None,
    translator: Translator,
) -> ExperimentPage:
    """An experiment as it stands today; of the entries those the reader may see. Raises KeyError."""
    journey = folded.journey
    step = journey.experiments[experiment_id]
    formatter = HistoryFormatter(journey, reader)
    about = formatter.labels.experiment(experiment_id)
    own_entries = (one for one in entries if _is_of(one, experiment_id))
    lines = tuple(_without_known(one, about) for one in formatter.lines(own_entries))
    moved = _moved(folded.state(PROFILE), experiment_id, folded.today)
    planned = step.planned
    role = journey.roles.get(planned.role_id) if planned.role_id else None
    employer = journey.network.employers.get(planned.employer_id) if planned.employer_id else None
    rated = journey.evidence.has_rating(experiment_id)
    offer = next((one for one in open_offers(journey) if one.experiment_id == experiment_id), None)
    open_for_more = step.stage in {"run", "cancelled", "refused"} and step.concluded is None
    asks_conclusion = open_for_more and journey.endings.recorded is None
    return ExperimentPage(
        finding=translator.gettext("They made you an offer.")
        if offer
        else translator.gettext("It is about this job only, compared with the other candidates.")
        if _is_refused(journey, experiment_id)
        else _finding(step, moved, translator, asks_conclusion=asks_conclusion),
        step=step,
        who=contact_names(journey).get(planned.meeting.contact_id) if planned.meeting else None,
        employer=employer if is_readable(employer) else None,
        role=role.title if role else None,
        known=other_steps_with_employer(journey, experiment_id, translator),
        before=journey.experiments.get(planned.refers_to) if planned.refers_to else None,
        moved=moved and _in_print(moved),
        called=journey.started.event.called,
        taught=tuple(one for one in lines if _teaches(formatter, one)),
        follow_ups=tuple(_follow_ups(journey, experiment_id)),
        entries=lines,
        happened=step.stage in {"run", "cancelled", "refused"},
        asks_conclusion=asks_conclusion,
        may_rate=step.stage == "run" and role is not None and not rated,
        awaits=step.stage == "run" and planned.kind in KINDS_AWAITING_ANSWER,
        papers=papers_of_step(journey, step),
        offer=offer,
        elsewhere=chances_elsewhere(folded.view(PROFILE), offer) if offer else (),
    )


def _without_known(line: HistoryLine, known: tuple[TextOrMessage, ...]) -> HistoryLine:
    """An entry without what the whole page is about."""
    same = line.description.about[:1] == known[:1]
    about = tuple(one for one in line.description.about if not (same and one in known))
    return replace(line, description=replace(line.description, about=about, step=None))


def _is_of(entry: RecordedEvent, experiment_id: UUID) -> bool:
    """True if an entry is about the experiment, or is evidence from it."""
    event = entry.event
    source = getattr(event, "source", None)
    ids = (
        getattr(event, "experiment_id", None),
        getattr(event, "answer_to", None),
        getattr(event, "heard_in", None),
        getattr(source, "id", None),
    )
    return experiment_id in ids


def _teaches(formatter: HistoryFormatter, line: HistoryLine) -> bool:
    return line.status in {"holds", "corrected"} and isinstance(
        formatter.effective_events.get(line.number), LEARNING_EVENTS
    )


def _follow_ups(journey: Journey, experiment_id: UUID) -> Iterator[FollowUpPlanned]:
    for one in journey.answers.follow_ups.values():
        if one.experiment_id == experiment_id:
            yield one


def _is_refused(journey: Journey, experiment_id: UUID) -> bool:
    """Whether the last word on a step is a no."""
    replies = sorted(journey.answers.received.get(experiment_id, ()), key=lambda one: one.happened_on)
    return bool(replies) and replies[-1].answer in REFUSAL_ANSWERS


def _moved(state: LearningState, experiment_id: UUID, today: date) -> ExperimentMove | None:
    if experiment_id not in state.steps:
        return None
    found = experiment_move(state, experiment_id, today)
    return found if found.roles or found.criteria else None


def _finding(
    step: Experiment, moved: ExperimentMove | None, translator: Translator, *, asks_conclusion: bool
) -> str:
    match step.stage:
        case "planned" if step.planned.planned_for:
            return translator.gettext("Planned for %(day)s.") % {
                "day": translator.day(step.planned.planned_for)
            }
        case "planned":
            return translator.gettext("Planned, with no date.")
        case "dropped":
            return translator.gettext("This plan was dropped.")
        case _ if asks_conclusion and step.lacks_conclusion:
            return translator.gettext("Add a conclusion.")
        case _ if moved:
            return _moved_most(moved, translator)
        case "cancelled":
            return translator.gettext("They called it off. It still counts as a step.")
        case "refused":
            return translator.gettext("They declined. It still counts as a step.")
        case "run" if step.planned.kind == "application":
            return translator.gettext("Sent. It counts, whatever they reply.")
        case "run":
            return translator.gettext("It took place, and changed no numbers.")


def _in_print(moved: ExperimentMove) -> ExperimentMove | None:
    """What changed as it is printed; None if nothing did."""
    roles = tuple(one for one in moved.roles if one.promise_before is None or _changed_in_print(one))
    criteria = _weights_in_print(moved)
    return replace(moved, roles=roles, criteria=criteria) if roles or criteria else None


def _weights_in_print(moved: ExperimentMove) -> tuple[CriterionMove, ...]:
    return tuple(
        one
        for one in moved.criteria
        if one.weight_before is None or printed_change(100 * one.weight_before, 100 * one.weight)
    )


def _changed_in_print(role: RoleMove) -> bool:
    """Whether the printed appeal or the printed chances of a known role changed."""
    appeal, reach = role.appeal_before or 0.0, role.reach_before or 0.0
    return round_half_up(appeal) != round_half_up(role.appeal) or round_half_up(100 * reach) != round_half_up(
        100 * role.reach
    )


def _moved_most(moved: ExperimentMove, translator: Translator) -> str:
    """The role that changed most, or came with it."""
    known = [one for one in moved.roles if one.promise_before is not None]
    most = max(known, key=lambda one: abs(one.promise - (one.promise_before or 0.0)), default=None)
    if most is not None and most.promise_before is not None:
        role = {"role": most.title}
        if round_half_up(most.promise) > round_half_up(most.promise_before):
            return translator.gettext("%(role)s now has more potential.") % role
        if round_half_up(most.promise) < round_half_up(most.promise_before):
            return translator.gettext("%(role)s now has less potential.") % role
    brought = [one.title for one in moved.roles if one.promise_before is None]
    if brought:
        return translator.gettext("It added to the list: %(roles)s.") % {"roles": translator.list_of(brought)}
    if _weights_in_print(moved):
        return translator.gettext("It showed what matters more.")
    if most and _changed_in_print(most):
        return translator.gettext("It changed the numbers for %(role)s.") % {"role": most.title}
    return translator.gettext("It changed the numbers by less than a point.")
