"""The table of advice: what was suggested, by whom, and whether it was taken."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from domain.history import RecordedEvent
from domain.journey.events.agreements import ChallengeAnswered, ChallengeSet
from domain.journey.events.experiments import ExperimentPlanned
from domain.journey.events.network import ContactAdded
from domain.journey.events.quests import QuestDeclined, QuestOffered, QuestTaken
from domain.journey.events.roles import RoleDiscovered, RoleKept, RolePassed
from domain.journey.events.suggestions import SuggestionOffered
from domain.vocabulary import Quest
from service.research.tables.columns import CellValue, Column, Row, Table
from service.research.tables.folded_history import FoldedHistory
from service.research.tables.labels import QUEST_LABELS, STEP_KINDS, labels_of
from service.research.tables.shared_columns import (
    ISCO,
    NUMBER,
    PSEUDONYM,
    WEEK,
    code_column,
    day_column,
    flag_column,
    integer_column,
    missing_column,
)

TAKEN_WITHIN = timedelta(days=14)
"""A suggested step counts as taken if it was planned within so many days."""

Adviser: TypeAlias = Literal["model", "coach", "atlas", "contact", "game"]
AdviceKind: TypeAlias = Literal["step", "role", "contact", "challenge", "quest"]

ADVICE = Table(
    name="advice",
    meaning=(
        "One row for each thing that was suggested to the client, and what they made of it. The model's suggestions of a week are "
        "recorded with the first form that the client sends in that week; who only looked is not counted."
    ),
    key=("pseudonym", "number", "item"),
    columns=(
        PSEUDONYM,
        NUMBER,
        integer_column("item", "The place of the suggestion among those of the same event, from 1."),
        day_column("day", "on which it was suggested."),
        WEEK,
        Column(
            name="adviser",
            kind="string",
            meaning="Who suggested it.",
            labels=labels_of(
                {
                    "model": "The learning model",
                    "coach": "The coach",
                    "atlas": "The atlas of occupations",
                    "contact": "Somebody met along the way",
                    "game": "The game",
                }
            ),
        ),
        Column(
            name="kind",
            kind="string",
            meaning="What was suggested.",
            labels=labels_of(
                {
                    "step": "A step of a kind for a role",
                    "role": "A role",
                    "contact": "A person to talk to",
                    "challenge": "A challenge",
                    "quest": "A quest",
                }
            ),
        ),
        code_column("role", "The role."),
        ISCO,
        Column(
            name="step_kind", kind="string", meaning="The kind of step.", labels=STEP_KINDS, optional=True
        ),
        Column(name="quest", kind="string", meaning="The quest.", labels=QUEST_LABELS, optional=True),
        code_column("contact", "The person who was suggested."),
        flag_column(
            "taken",
            "Whether it was taken: a step if one of that kind for that role was planned within 14 days; a role if it was kept, or a "
            "step about it was planned; a person if a step with them was planned; a challenge or quest if it was accepted.",
            optional=True,
        ),
        Column(
            name="answer",
            kind="string",
            meaning="What the client did about it.",
            labels=labels_of(
                {
                    "planned": "A step was planned",
                    "kept": "The role was kept",
                    "passed": "The role was let go",
                    "accepted": "It was accepted",
                    "met": "The challenge was met",
                    "declined": "It was declined",
                    "none": "Nothing in 14 days",
                }
            ),
            optional=True,
        ),
        day_column("taken_day", "on which it was answered.", optional=True),
        code_column("experiment", "The step that was planned."),
        missing_column({"open": "There was no answer by the end of the export."}),
    ),
)


class _Suggested(Struct, frozen=True, kw_only=True):
    """One suggestion."""

    adviser: Adviser
    kind: AdviceKind
    role_id: UUID | None = None
    step_kind: str | None = None
    quest: str | None = None
    contact_id: UUID | None = None


class _Response(Struct, frozen=True, kw_only=True):
    """What the client did about a suggestion."""

    taken: bool | None = None
    answer: str | None = None
    on: date | None = None
    experiment_id: UUID | None = None


_OPEN = _Response()
_Planned: TypeAlias = Sequence[tuple[RecordedEvent, ExperimentPlanned]]


def advice_rows(folded: FoldedHistory) -> Iterator[Row]:
    """The rows of a history."""
    advice = _Advice(folded)
    coder = folded.coder
    for found in (advice.steps(), advice.roles(), advice.contacts(), advice.challenges(), advice.quests()):
        for entry, item, suggested, response in found:
            on = entry.event.happened_on
            yield (
                folded.history.pseudonym,
                entry.number,
                item,
                coder.days[on],
                coder.weeks[on],
                *_cells(folded, suggested),
                response.taken,
                response.answer,
                coder.day(response.on),
                coder.code("experiment", response.experiment_id),
                "open" if response.taken is None else None,
            )


def _cells(folded: FoldedHistory, suggested: _Suggested) -> tuple[CellValue, ...]:
    return (
        suggested.adviser,
        suggested.kind,
        *folded.role_cells(suggested.role_id),
        suggested.step_kind,
        suggested.quest,
        folded.coder.code("contact", suggested.contact_id),
    )


_Found: TypeAlias = Iterator[tuple[RecordedEvent, int, _Suggested, _Response]]


class _Advice:
    """What was suggested in a journey, and what the client did about it."""

    def __init__(self, folded: FoldedHistory) -> None:
        self._folded = folded
        self._by_role = defaultdict[UUID | None, list[tuple[RecordedEvent, ExperimentPlanned]]](list)
        self._by_contact = defaultdict[UUID, list[tuple[RecordedEvent, ExperimentPlanned]]](list)
        for entry, planned in folded.events_of(ExperimentPlanned):
            self._by_role[planned.role_id].append((entry, planned))
            if planned.meeting:
                self._by_contact[planned.meeting.contact_id].append((entry, planned))

    def steps(self) -> _Found:
        """The steps that were suggested for a week."""
        for entry, offered in self._folded.events_of(SuggestionOffered):
            by_coach = self._folded.authors[entry.number] == "coach"
            for item, offer in enumerate(offered.offers, 1):
                suggested = _Suggested(
                    adviser="coach" if by_coach else "model",
                    kind="step",
                    role_id=offer.role_id,
                    step_kind=offer.kind,
                )
                same_kind = [one for one in self._by_role[offer.role_id] if one[1].kind == offer.kind]
                yield entry, item, suggested, self._planned_soon(entry, same_kind)

    def _planned_soon(self, entry: RecordedEvent, plans: _Planned) -> _Response:
        until = entry.event.happened_on + TAKEN_WITHIN
        planned = _planned_after(entry, plans)
        if planned and planned.on and planned.on <= until:
            return planned
        return _OPEN if self._folded.history.last_on < until else _Response(taken=False, answer="none")

    def roles(self) -> _Found:
        """The roles that somebody else or the atlas brought up."""
        latest = {
            entry.event.role_id: entry.event
            for entry in self._folded.history.entries
            if isinstance(entry.event, RoleKept | RolePassed)
        }
        for entry, role in self._folded.events_of(RoleDiscovered):
            if adviser := self._adviser(role):
                suggested = _Suggested(adviser=adviser, kind="role", role_id=role.role_id)
                answer = latest.get(role.role_id)
                if answer:
                    kept = isinstance(answer, RoleKept)
                    word = "kept" if kept else "passed"
                    yield entry, 1, suggested, _Response(taken=kept, answer=word, on=answer.happened_on)
                else:
                    planned = _planned_after(entry, self._by_role[role.role_id])
                    yield entry, 1, suggested, planned or _OPEN

    def _adviser(self, role: RoleDiscovered) -> Adviser | None:
        """Who brought up a role; None for the client. The step that a role was planned for did not bring it up."""
        match role.source.kind:
            case "coach" | "check_in":
                return "coach"
            case "atlas":
                return "atlas"
            case "experiment":
                step = self._folded.profile.steps.get(role.source.id) if role.source.id else None
                return None if step and step.planned.role_id == role.role_id else "contact"
            case _:
                return None

    def contacts(self) -> _Found:
        """The people whom a contact named."""
        for entry, contact in self._folded.events_of(ContactAdded):
            if contact.introduced_by:
                suggested = _Suggested(adviser="contact", kind="contact", contact_id=contact.contact_id)
                planned = _planned_after(entry, self._by_contact[contact.contact_id])
                yield entry, 1, suggested, planned or _OPEN

    def challenges(self) -> _Found:
        """The challenges that the coach set."""
        answers = {one.challenge_id: one for _, one in self._folded.events_of(ChallengeAnswered)}
        for entry, challenge in self._folded.events_of(ChallengeSet):
            answer = answers.get(challenge.challenge_id)
            response = (
                _Response(taken=answer.answer != "declined", answer=answer.answer, on=answer.happened_on)
                if answer
                else _OPEN
            )
            yield entry, 1, _Suggested(adviser="coach", kind="challenge"), response

    def quests(self) -> _Found:
        """The quests that were offered."""
        answers = [
            (entry.number, entry.event)
            for entry in self._folded.history.entries
            if isinstance(entry.event, QuestTaken | QuestDeclined)
        ]
        offered = self._folded.events_of(QuestOffered)
        for entry, quest in offered:
            by_coach = self._folded.authors[entry.number] == "coach"
            suggested = _Suggested(adviser="coach" if by_coach else "game", kind="quest", quest=quest.quest)
            yield entry, 1, suggested, _quest_response(entry, quest.quest, answers)


def _quest_response(
    entry: RecordedEvent, quest: Quest, answers: Sequence[tuple[int, QuestTaken | QuestDeclined]]
) -> _Response:
    for number, answer in answers:
        if answer.quest == quest and number > entry.number:
            taken = isinstance(answer, QuestTaken)
            word = "accepted" if taken else "declined"
            return _Response(taken=taken, answer=word, on=answer.happened_on)
    return _OPEN


def _planned_after(entry: RecordedEvent, plans: _Planned) -> _Response | None:
    """The first plan that was recorded after an entry, for the same day or later."""
    for planned, plan in plans:
        if planned.number > entry.number and plan.happened_on >= entry.event.happened_on:
            key = plan.experiment_id
            return _Response(taken=True, answer="planned", on=plan.happened_on, experiment_id=key)
    return None
