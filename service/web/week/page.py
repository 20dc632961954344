"""The running week as a page: how far it is, what is planned, what to try next and why, and how to close it."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.network import Meeting
from domain.journey.events.weeks import monday_of
from domain.vocabulary import ExperimentKind
from projections.agenda.projection import AGENDA
from projections.agenda.view import AgendaItem
from projections.profile.projection import PROFILE
from projections.profile.view import SuggestionView
from projections.weeks.projection import WEEKS
from projections.weeks.view import WeekView
from service.application.folded_journey import FoldedJourney
from service.localization.translator import Translator
from service.web.role_and_contact_forms import contact_names

PROJECTIONS = (WEEKS, PROFILE, AGENDA)

MAX_SUGGESTIONS = 3
MAX_DUE_ITEMS = 3
KINDS_SHOWN_ELSEWHERE = frozenset({"planned", "close_week"})
"""What is due and stands on this page by itself."""


class UpcomingStep(Struct, frozen=True, kw_only=True):
    """A step that waits to be taken."""

    experiment_id: UUID
    kind: ExperimentKind
    role: str | None
    who: str | None
    planned_for: date | None
    overdue: bool


class StepSuggestion(Struct, frozen=True, kw_only=True):
    """What could be tried next, and why."""

    role: str
    view: SuggestionView


class WeekPage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    week: WeekView
    plans: tuple[UpcomingStep, ...]
    suggestions: tuple[StepSuggestion, ...]
    due: tuple[AgendaItem, ...]
    more_due: int
    """How many more things the agenda holds."""
    open_weeks: tuple[WeekView, ...]
    """Earlier weeks that wait for a conclusion, the oldest first."""
    without_conclusion: tuple[UUID, ...]
    """Steps of this week that were run and not concluded: they come first."""
    begun: bool
    """Whether any step was ever planned or taken."""


def build_week_page(folded: FoldedJourney, *, translator: Translator) -> WeekPage:
    """The page of today."""
    journey, today = folded.journey, folded.today
    weeks, profile, agenda = folded.view(WEEKS), folded.view(PROFILE), folded.view(AGENDA)
    monday = monday_of(today)
    week = next(one for one in weeks.weeks if one.monday == monday)
    due = [one for one in agenda.items if one.kind not in KINDS_SHOWN_ELSEWHERE]
    titles = {role.role_id: role.title for role in profile.roles}
    earlier = (one for one in weeks.weeks if one.monday in weeks.open and one.monday < monday)
    return WeekPage(
        finding=week_headline(week, translator),
        week=week,
        plans=tuple(sorted(_plans(journey, today), key=_place)),
        suggestions=tuple(_suggested(profile.suggestions, titles)),
        due=tuple(due[:MAX_DUE_ITEMS]),
        more_due=max(0, len(due) - MAX_DUE_ITEMS),
        open_weeks=tuple(one for one in earlier if one.may_close and one.done),
        without_conclusion=tuple(
            one.experiment_id for one in week.steps if one.ended == "run" and not one.concluded
        ),
        begun=bool(journey.experiments),
    )


def week_headline(week: WeekView, translator: Translator) -> str:
    """How far the week is, in a sentence."""
    if week.rest:
        return translator.gettext("This is your week off.")
    if week.review:
        return translator.gettext("You have reviewed this week.")
    if week.done == 0:
        return translator.gettext("No step yet this week.")
    done = {"count": translator.number(week.done)}
    if week.done >= week.goal:
        return (
            translator.ngettext(
                "One step this week: that is your goal.",
                "%(count)s steps this week: your goal is met.",
                week.done,
            )
            % done
        )
    left = week.goal - week.done
    so_far = translator.ngettext("One step this week,", "%(count)s steps this week,", week.done) % done
    to_go = translator.ngettext("one to go.", "%(count)s to go.", left) % {"count": translator.number(left)}
    return f"{so_far} {to_go}"


def _plans(journey: Journey, today: date) -> Iterator[UpcomingStep]:
    people = contact_names(journey)
    for experiment_id, step in journey.experiments.items():
        if step.stage != "planned":
            continue
        planned = step.planned
        role = journey.roles.get(planned.role_id) if planned.role_id else None
        yield UpcomingStep(
            experiment_id=experiment_id,
            kind=planned.kind,
            role=role.title if role else None,
            who=_who(planned.meeting, people),
            planned_for=planned.planned_for,
            overdue=planned.planned_for is not None and planned.planned_for < today,
        )


def _who(meeting: Meeting | None, people: dict[UUID, str]) -> str | None:
    return people.get(meeting.contact_id) if meeting else None


def _place(plan: UpcomingStep) -> date:
    return plan.planned_for or date.max


def _suggested(views: Sequence[SuggestionView], titles: dict[UUID, str]) -> Iterator[StepSuggestion]:
    for one in views[:MAX_SUGGESTIONS]:
        if one.role_id in titles:
            yield StepSuggestion(role=titles[one.role_id], view=one)
