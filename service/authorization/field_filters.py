"""Filters for views: each removes what its reader may not see, and changes nothing else."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, get_args
from uuid import UUID

from msgspec.structs import replace

from domain.journey.aggregate import Journey
from domain.journey.deputies import cover_by, written_as_deputy
from domain.journey.events.notes import NoteWritten
from domain.journey.events.skills import SkillEvidenceKind
from domain.vocabulary import StuckRule
from projections.claims.view import Claims, RoleClaims
from projections.coaching.view import Coaching, client_coaching
from projections.course.view import Course
from projections.difference.view import Difference, RoleEntered, RoleLeft
from projections.learning_model.promise_attribution import PromiseAttribution
from projections.news.view import NewsItem, NewsKind
from projections.profile.view import Profile, RoleView
from projections.role_story.view import RoleStories, RoleStory, StoryEntry
from projections.skills.view import Skills, SkillView
from projections.weeks.view import WeekLearning, WeekPlan, Weeks, WeekView
from service.authorization.access_rules import AccessLevel
from service.authorization.policy import level_covers

WITHHELD_REASON = "the reason is not for you to read"
"""Replaces the reason why a role is blocked, within a sentence."""

PROGRESS_RULES: frozenset[StuckRule] = frozenset({"silence", "no_session", "programme_ending"})
"""Alerts that tell nothing but whether and until when the journey continues."""

ALL_RULES: frozenset[StuckRule] = frozenset(get_args(StuckRule))


def visible_rules(level: AccessLevel) -> frozenset[StuckRule]:
    """The rules whose alerts a coach may see, and answer."""
    return ALL_RULES if level_covers(level, "read_alerts") else PROGRESS_RULES


NEWS_OF_PROGRESS: frozenset[NewsKind] = frozenset({"week_reviewed"})
"""News that tells nothing but that there is progress."""

NEWS_OF_PROFILE: frozenset[NewsKind] = frozenset({"week_reviewed", "big_move", "new_role"})
"""News of the search profile."""


def filter_profile(view: Profile, level: AccessLevel) -> Profile:
    """Removes the reason and the condition that block a role: either may concern health."""
    if level_covers(level, "read_special"):
        return view
    return replace(view, roles=tuple(_role(one) for one in view.roles))


def _role(role: RoleView) -> RoleView:
    return replace(role, reason=None, condition=None) if role.standing == "blocked" else role


def filter_difference(view: Difference, level: AccessLevel, *, instead: str | None = None) -> Difference:
    """Removes the reasons why roles are blocked, or replaces them by `instead`; and when a reply came, as refusals are."""
    if level_covers(level, "read_special"):
        return view
    roles = replace(
        view.roles,
        entered=tuple(_change(one, instead) for one in view.roles.entered),
        left=tuple(_change(one, instead) for one in view.roles.left),
    )
    return replace(view, roles=roles, movers=_without_replies(view.movers))


def _without_replies(moved: Sequence[PromiseAttribution]) -> tuple[PromiseAttribution, ...]:
    return tuple(replace(one, replied_on=None) for one in moved)


def _change(role: Any, instead: str | None) -> Any:
    blocked = isinstance(role, RoleEntered | RoleLeft) and role.standing == "blocked"
    return replace(role, reason=instead) if blocked else role


def filter_weeks(view: Weeks, level: AccessLevel) -> Weeks:
    """At level progress, reduces weeks to numbers: steps planned and taken, and lessons; without their texts.

    Below level everything, removes what was heard about the chances, which tells replies, and when a reply came.
    """
    if level_covers(level, "read_refusals"):
        return view
    if level_covers(level, "read_profile"):
        return replace(view, weeks=tuple(map(_without_answers, view.weeks)))
    return replace(view, weeks=tuple(_counted(one) for one in view.weeks))


def _without_answers(week: WeekView) -> WeekView:
    return replace(week, learned=replace(week.learned, signals=()), moved=_without_replies(week.moved))


def _counted(week: WeekView) -> WeekView:
    nothing = WeekLearning(
        counts=week.learned.counts, ratings=(), signals=(), tradeoffs=(), strengths=(), gaps=(), roles=()
    )
    return replace(
        week,
        plan=WeekPlan(made=week.plan.made, intention=None, steps=()),
        steps=(),
        learned=nothing,
        moved=(),
        insights=(),
        suggestions=(),
        review=None,
    )


def filter_claims(view: Claims, level: AccessLevel) -> Claims:
    """Below level everything, removes who said it and where; how many agree and contradict stays."""
    if level_covers(level, "read_doors"):
        return view
    return replace(view, roles=tuple(_without_sources(one) for one in view.roles))


def _without_sources(role: RoleClaims) -> RoleClaims:
    return replace(role, claims=tuple(replace(one, sources=()) for one in role.claims))


EVIDENCE_OF_PROFILE: frozenset[SkillEvidenceKind] = frozenset({"strength", "gap", "own_work"})
"""What shows how it is with a skill and is part of the search profile."""


def filter_skills(view: Skills, level: AccessLevel) -> Skills:
    """Below level everything, removes that a story or feedback on an application shows how it is with a skill."""
    if level_covers(level, "read_portrait"):
        return view
    return replace(view, skills=tuple(map(_without_entries, view.skills)))


def _without_entries(skill: SkillView) -> SkillView:
    shown = skill.shown_by is None or skill.shown_by.kind in EVIDENCE_OF_PROFILE
    return skill if shown else replace(skill, shown_by=None)


def filter_role_stories(view: RoleStories, level: AccessLevel) -> RoleStories:
    """Below level everything, leaves the figures and the moves of each role."""
    return replace(view, roles=tuple(filter_role_story(one, level) for one in view.roles))


def filter_role_story(story: RoleStory, level: AccessLevel) -> RoleStory:
    """Below level everything, removes which entries moved a role, with whom, and what was heard, answered or published."""
    if level_covers(level, "read_doors"):
        return story
    return replace(
        story,
        turns=tuple(one for one in story.turns if one.kind != "rejected"),
        entries=tuple(map(_figures_only, story.entries)),
    )


def _figures_only(entry: StoryEntry) -> StoryEntry:
    return StoryEntry(
        kind=entry.kind,
        on=entry.on,
        since=entry.since,
        before=entry.before,
        now=entry.now,
        effect=entry.effect,
        step=entry.step,
    )


def filter_course(view: Course, level: AccessLevel) -> Course:
    """Removes the texts about the ending and the follow-up care."""
    if level_covers(level, "read_portrait"):
        return view
    ending = view.ending and replace(view.ending, note=None)
    return replace(view, ending=ending, after_care=(), after_care_past=())


def filter_news(items: Sequence[NewsItem], level: AccessLevel) -> tuple[NewsItem, ...]:
    """At level progress, only that weeks were reviewed; at level profile also new roles and moves, without their steps."""
    if level_covers(level, "read_page"):
        return tuple(items)
    shown = NEWS_OF_PROFILE if level_covers(level, "read_profile") else NEWS_OF_PROGRESS
    return tuple(replace(one, experiment_id=None) for one in items if one.kind in shown)


def filter_coaching(view: Coaching, level: AccessLevel) -> Coaching:
    """Removes the coach's private notes and the alerts, for the client."""
    return view if level_covers(level, "read_notes_private") else client_coaching(view)


DAILY_FILTERS: Mapping[str, Callable[[Any, AccessLevel], Any]] = MappingProxyType(
    {
        "weeks": filter_weeks,
        "claims": filter_claims,
        "skills": filter_skills,
        "role_stories": filter_role_stories,
        "course": filter_course,
        "coaching": filter_coaching,
    }
)
"""Filters by the name of the view; other views are shown whole or not at all."""


def filter_private_notes(
    view: Coaching, journey: Journey, level: AccessLevel, reader: UUID, today: date
) -> Coaching:
    """Removes the private notes of other coaches: their author reads them, and handover notes whoever stands in."""
    if level == "whole":
        return view
    written, shared = journey.notes.written, journey.notes.shared
    readable = {
        note.note_id
        for number, line in enumerate(journey.authored_events, 1)
        if isinstance(line.event, NoteWritten)
        and (note := written.get(line.event.note_id))
        and is_for(note, number, journey, reader, today)
    }
    return replace(view, notes=tuple(one for one in view.notes if one.note_id in shared | readable))


def is_for(note: NoteWritten, number: int, journey: Journey, reader: UUID, today: date) -> bool:
    """Whether a private note, with the number of its entry, is for this reader: their own, or handed over.

    The deputy reads the coach's on the days of standing in. The coach reads, afterwards too, what a deputy wrote who
    stood in for the coach at that time.
    """
    by = journey.authored_events[number - 1].by
    if by == reader:
        return True
    if not note.handover or by is None:
        return False
    cover = cover_by(journey, reader, today)
    if cover and cover.proposed.coach_id == by:
        return True
    coach = journey.coaches.assigned
    if coach is None or coach.coach_id != reader:
        return False
    of_then = written_as_deputy(journey, number)
    return of_then is not None and of_then.proposed.coach_id == reader
