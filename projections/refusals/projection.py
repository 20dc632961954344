"""The projection of the refusals."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from domain.journey.events.answers import AnswerOrSilence, AnswerReceived, SilenceElapsed
from domain.journey.events.experiments import ExperimentPlanned, ExperimentRefused, ExperimentRun
from domain.journey.events.refusals import RefusalConcluded
from domain.vocabulary import KINDS_AWAITING_ANSWER
from projections.approaches.care import care_after_no
from projections.approaches.state import INITIAL, ApproachesState, counted_approaches, evolve
from projections.approaches.threads import employer_id_of
from projections.as_of import as_of, in_day_order
from projections.fold import Projection
from projections.learning_model.parameters import Parameters
from projections.refusals.flow import next_refusal_step, refusal_flow
from projections.refusals.refused_approach import RefusedApproach, refused_approaches
from projections.refusals.view import (
    EarlierRefusal,
    NegativeReply,
    RefusalLearning,
    RefusalMix,
    Refusals,
    RefusalView,
)


def view(state: ApproachesState, on: date, _parameters: Parameters) -> Refusals:
    """The refusals at a date. Events after that date are ignored."""
    known = in_day_order(as_of(counted_approaches(state), on))
    refused = refused_approaches(known)
    shown = tuple(_refusal(known, case, on) for case in reversed(refused))
    care = care_after_no(known, on)
    return Refusals(
        on=on,
        refusals=shown,
        mix=_mix(known, shown),
        learned=_learned(refused),
        care=care.experiment_id if care else None,
        care_since=care.since if care else None,
        care_until=care.until if care else None,
    )


def _refusal(state: ApproachesState, case: RefusedApproach, on: date) -> RefusalView:
    steps, overtaken = refusal_flow(case, on), case.superseding_answer()
    planned, no = case.thread.planned, case.latest
    role = state.roles.get(planned.role_id) if planned.role_id else None
    employer_id = employer_id_of(state.contacts, planned)
    employer = state.employers.get(employer_id) if employer_id else None
    return RefusalView(
        approach_id=planned.experiment_id,
        kind=planned.kind,
        role_id=planned.role_id,
        role=role.title if role else None,
        employer_id=employer_id,
        employer=employer.name if employer else None,
        on=no.happened_on,
        answer=_reply(no),
        close=_close(no),
        heard_in=no.heard_in,
        earlier=tuple(
            EarlierRefusal(on=one.happened_on, answer=_reply(one), close=_close(one))
            for one in case.earlier_replies()
        ),
        flow=steps,
        overtaken_by=overtaken.answer if overtaken else None,
        overtaken_on=overtaken.happened_on if overtaken else None,
        next_step=None if overtaken else next_refusal_step(steps, on),
    )


def _reply(no: AnswerOrSilence) -> NegativeReply:
    if isinstance(no, SilenceElapsed):
        return "silence"
    return "rejected_unseen" if no.answer == "rejected_unseen" else "rejected_after_interview"


def _close(no: AnswerOrSilence) -> bool | None:
    return None if isinstance(no, SilenceElapsed) else no.close


def _mix(state: ApproachesState, shown: Sequence[RefusalView]) -> RefusalMix:
    awaiting = {
        one.experiment_id
        for one in state.events
        if isinstance(one, ExperimentPlanned) and one.kind in KINDS_AWAITING_ANSWER
    }
    run = {one.experiment_id for one in state.events if isinstance(one, ExperimentRun)} & awaiting
    answered = {
        one.experiment_id for one in state.events if isinstance(one, AnswerReceived | ExperimentRefused)
    }
    silent = {one.experiment_id for one in state.events if isinstance(one, SilenceElapsed)}
    made = len(run | answered | silent)
    noes = Counter(one.answer for one in shown)
    heard = Counter(one.flow.feedback.state for one in shown)
    came = heard["usable"] + heard["empty"]
    return RefusalMix(
        unseen=noes["rejected_unseen"],
        after_interview=noes["rejected_after_interview"],
        close=sum(one.close is True for one in shown),
        silence=noes["silence"],
        overtaken=sum(one.overtaken_by is not None for one in shown),
        made=made,
        answered=len(answered),
        answered_share=len(answered) / made if made else None,
        asked=sum(one.flow.ask.state == "asked" for one in shown),
        usable=heard["usable"],
        empty=heard["empty"],
        usable_share=heard["usable"] / came if came else None,
    )


def _learned(refused: Sequence[RefusedApproach]) -> tuple[RefusalLearning, ...]:
    changes = [
        RefusalLearning(
            on=one.happened_on,
            approach_id=case.thread.planned.experiment_id,
            kind="change",
            insight_id=None,
            wording=one.change,
        )
        for case in refused
        for one in case.thread.events_of(RefusalConcluded)
        if one.change
    ]
    insights = [
        RefusalLearning(
            on=one.happened_on,
            approach_id=case.thread.planned.experiment_id,
            kind="insight",
            insight_id=one.insight_id,
            wording=one.wording,
        )
        for case in refused
        for one in case.thread.insights
    ]
    return tuple(sorted([*changes, *insights], key=lambda one: one.on, reverse=True))


REFUSALS: Projection[ApproachesState, Refusals] = Projection(
    name="refusals", version=7, initial=INITIAL, evolve=evolve, view=view
)
