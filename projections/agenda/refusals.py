"""Agenda items around refusals: asking leave to call, asking why, and the last day papers are kept.

- A refused application or interview asks why, best in 3 working days, for 3 weeks at most: until feedback was
  asked in a step about it, or the refusal was concluded, if only with "nothing in it"; a follow-up that was planned
  since stands in its place.
- An interview that is planned asks on its day whether one may ring afterwards, unless that was agreed
  already. So does an invitation that no interview was planned for, for 4 weeks.
- Papers are kept until their last day.
"""

from collections.abc import Iterator
from datetime import date

from domain.journey.events.answers import REFUSAL_ANSWERS, AnswerReceived
from domain.journey.events.refusals import FeedbackAgreed, KeptOnFile, RefusalConcluded
from domain.messages import translatable
from domain.vocabulary import KINDS_AWAITING_ANSWER, KNOCK_DAYS, SILENCE_DAYS, ApproachAnswer
from projections.agenda.index import AgendaIndex
from projections.agenda.settlement import open_follow_ups
from projections.agenda.steps import experiment_item, named_step
from projections.agenda.view import AgendaItem
from projections.approaches.knocks import last_day_to_ask

_INVITED: frozenset[ApproachAnswer] = frozenset({"invited", "second_round"})


def refusal_items(journey: AgendaIndex, on: date) -> Iterator[AgendaItem]:
    """The open items around refusals, unsorted."""
    yield from _ask_why(journey, on)
    yield from _may_i_ring(journey, on)
    yield from _kept_on_file(journey, on)


def _ask_why(journey: AgendaIndex, on: date) -> Iterator[AgendaItem]:
    concluded = {one.experiment_id: one.happened_on for one in journey.events_of(RefusalConcluded)}
    followed_up = open_follow_ups(journey)
    for refusal in journey.last_words.values():
        planned, came = journey.state.plans[refusal.experiment_id], refusal.happened_on
        in_time = planned.kind in KINDS_AWAITING_ANSWER and (on - came).days < KNOCK_DAYS
        asked = (journey.asked.get(step) for step in (refusal.experiment_id, refusal.heard_in) if step)
        others = (concluded.get(refusal.experiment_id), followed_up.get(refusal.experiment_id))
        settled = any(day and day >= came for day in (*asked, *others))
        if refusal.answer in REFUSAL_ANSWERS and in_time and not settled:
            what = translatable("ask what they thought of %(step)s", step=named_step(journey, planned))
            due = last_day_to_ask(came)
            yield experiment_item(journey, planned, on, kind="ask_why", what=what, due=due)


def _may_i_ring(journey: AgendaIndex, on: date) -> Iterator[AgendaItem]:
    agreed = {one.experiment_id for one in journey.events_of(FeedbackAgreed)}
    days = {
        planned.experiment_id: planned.planned_for or planned.happened_on
        for planned in journey.state.plans.values()
        if planned.kind == "interview" and planned.experiment_id not in journey.state.ended
    } | {one.experiment_id: one.happened_on for one in _invitations(journey, on)}
    for experiment_id, day in days.items():
        if agreed.isdisjoint(journey.thread(experiment_id)):
            planned = journey.state.plans[experiment_id]
            what = translatable(
                "ask whether you may call afterwards about %(step)s", step=named_step(journey, planned)
            )
            yield experiment_item(journey, planned, on, kind="may_i_ring", what=what, due=day)


def _invitations(journey: AgendaIndex, on: date) -> Iterator[AnswerReceived]:
    """The invitations of the last 4 weeks for which no interview has been planned since."""
    interviews = [one for one in journey.state.plans.values() if one.kind == "interview"]
    threads = [(one, journey.thread(one.refers_to)) for one in interviews]
    for word in journey.last_words.values():
        approach = journey.state.plans[word.experiment_id]
        waits = approach.kind in KINDS_AWAITING_ANSWER and (on - word.happened_on).days < SILENCE_DAYS
        planned_since = any(
            one.happened_on >= word.happened_on
            and (word.experiment_id in thread or one.role_id == approach.role_id)
            for one, thread in threads
        )
        if word.answer in _INVITED and waits and not planned_since:
            yield word


def _kept_on_file(journey: AgendaIndex, on: date) -> Iterator[AgendaItem]:
    latest = {one.experiment_id: one for one in journey.events_of(KeptOnFile)}
    for kept in latest.values():
        planned = journey.state.plans[kept.experiment_id]
        if on <= kept.until:
            what = translatable(
                "ask whether they keep your details longer after %(step)s", step=named_step(journey, planned)
            )
            yield experiment_item(journey, planned, on, kind="kept_on_file", what=what, due=kept.until)
