"""What the views tell of a client: each figure as it is printed, with the question that it answers.

One question has one answer: whatever tells the same of a client on the same day tells it alike.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from domain.history import apply_corrections
from domain.journey.events.weeks import monday_of
from domain.messages import capitalize_first
from projections.caseload.projection import CASELOAD
from projections.course.projection import COURSE
from projections.difference.projection import DIFFERENCE, compute_difference, compute_week_difference
from projections.difference.view import Difference, RoleFigures
from projections.fold import Projection, fold
from projections.learning_model.attribution import experiment_move
from projections.learning_model.evidence_index import build_evidence_index
from projections.learning_model.evidence_sums import BelievedFigures
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.potential_order import places_in_order
from projections.learning_model.promise_attribution import PromiseAttribution, promise_attributions
from projections.learning_model.promise_series import promise_series
from projections.learning_model.reveal import reveal_step
from projections.learning_model.role_effects import effects_on_role
from projections.learning_model.state import LearningState
from projections.learning_model.wording import round_half_up
from projections.network.projection import NETWORK
from projections.news.projection import NEWS
from projections.profile.projection import PROFILE
from projections.profile.view import Profile, RoleView
from projections.refusals.projection import REFUSALS
from projections.role_story.projection import ROLE_STORY
from projections.role_story.view import RoleStory
from projections.timeline.projection import TIMELINE
from projections.weeks.projection import WEEKS
from service.research.simulation.history import LAST_DAY, SimulatedHistory
from service.web.coach_client.evolution import build_evolution
from service.web.coach_client.period import ComparedPeriod

A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)
STEPS = 3
"""So many steps, the latest, are looked at one by one."""
LEARNED_IN_WEEK = "moved by what was learned in the week of"

PROJECTIONS: tuple[Projection[Any, Any], ...] = (
    CASELOAD,
    COURSE,
    DIFFERENCE,
    NETWORK,
    NEWS,
    PROFILE,
    REFUSALS,
    ROLE_STORY,
    TIMELINE,
    WEEKS,
)

Question = tuple[object, ...]
"""What is asked: of whom or what, which measure, as of which day, and without what."""


class Told(Struct, frozen=True):
    """An answer to a question, and who gives it."""

    question: Question
    where: str
    figure: object
    """As printed."""


def told_otherwise(answers: Iterable[Told]) -> dict[Question, dict[object, list[str]]]:
    """The questions with more than one answer, and who gives which."""
    found = defaultdict[Question, defaultdict[object, set[str]]](lambda: defaultdict(set))
    for one in answers:
        found[one.question][one.figure].add(one.where)
    return {
        question: {figure: sorted(who) for figure, who in told.items()}
        for question, told in found.items()
        if len(told) > 1
    }


class Life(Struct, frozen=True):
    """A client's history, folded, on its last day."""

    states: dict[str, Any]
    started_on: date
    today: date = LAST_DAY

    @property
    def learning(self) -> LearningState:
        """What everything is computed of."""
        state: LearningState = self.states[PROFILE.name]
        return state

    @property
    def earlier(self) -> date:
        """A Sunday some weeks ago, on which the journey had begun."""
        return max(monday_of(self.today) - timedelta(days=22), self.started_on)

    def view(self, projection: Projection[Any, Any], on: date | None = None) -> Any:
        """What a projection says on a day."""
        return projection.view(self.states[projection.name], on or self.today, DEFAULT_PARAMETERS)

    def difference(self, since: date, until: date) -> Difference:
        """What changed between two days."""
        return compute_difference(self.states[DIFFERENCE.name], since, until)


def life_of(history: SimulatedHistory) -> Life:
    """A simulated history, folded."""
    entries = apply_corrections(history.entries)
    return Life({one.name: fold(one, entries) for one in PROJECTIONS}, history.entries[0].event.happened_on)


def told_by_views(life: Life) -> Iterator[Told]:
    """Everything that the views tell of a client."""
    for day in (life.today, life.earlier):
        yield from _profile(life.view(PROFILE, day), day)
        yield from _stories(life.view(ROLE_STORY, day).roles, day)
    yield from told_of_difference(life.difference(life.earlier, life.today), "difference")
    yield from told_of_difference(
        compute_week_difference(life.states[DIFFERENCE.name], monday_of(life.today), life.today), "week's end"
    )
    yield from _charts(life)
    yield from _evolution(life)
    yield from _steps(life)
    yield from _weeks(life)
    yield from _counts(life)
    for item in life.view(NEWS).items:
        if item.kind == "big_move" and item.after is not None:
            yield Told((item.role_id, "potential", item.on), "news", item.after)


def of_role(
    where: str, role_id: object, figures: BelievedFigures | RoleFigures | RoleView, *at: object
) -> Iterator[Told]:
    """The figures of a role on a day, perhaps without something."""
    measures = {
        "potential": round_half_up(figures.promise),
        "appeal": round_half_up(figures.appeal),
        "spread": round_half_up(figures.spread),
        "chances": round_half_up(100 * figures.reach),
        "appeal word": figures.appeal_word,
        "chances word": figures.reach_word,
    }
    for name, figure in measures.items():
        yield Told((role_id, name, *at), where, figure)


def _profile(profile: Profile, day: date) -> Iterator[Told]:
    active = [one for one in profile.roles if one.standing == "in_play"]
    places = places_in_order({one.role_id: one.promise for one in active})
    for role in profile.roles:
        yield from of_role("profile", role.role_id, role, day)
        yield Told((role.role_id, "title"), "profile", role.title)
        yield Told((role.role_id, "standing", day), "profile", role.standing)
        yield Told((role.role_id, "distance", day), "profile", role.distance)
        place = places.get(role.role_id)
        yield Told((role.role_id, "place", day), "profile", place.number if place else None)
    yield Told(("order", day), "profile", tuple(one.role_id for one in active))
    scope, focus = profile.scope, profile.focus
    yield Told(("known", day), "profile", scope.known)
    yield Told(("in play", day), "profile", scope.in_play)
    yield Told(("met", day), "profile", scope.met)
    yield Told(("tried", day), "profile", scope.tried)
    yield Told(("new met", day), "profile", scope.new_met)
    yield Told(("choosing between", day), "profile", _tenths(focus.effective_roles))
    yield Told(("quadrant", day), "profile", focus.quadrant)
    for one in profile.criteria:
        yield Told((capitalize_first(one.wording), "weight", day), "profile", round_half_up(100 * one.weight))


def _stories(stories: Sequence[RoleStory], day: date) -> Iterator[Told]:
    for story in stories:
        yield from of_role("story", story.role_id, story.figures, day)
        yield Told((story.role_id, "title"), "story", story.title)
        yield Told((story.role_id, "standing", day), "story", story.standing)
        yield Told((story.role_id, "place", day), "story", story.place)
        for week in story.weeks:
            if week.figures:
                yield from of_role("week of a story", story.role_id, week.figures, week.on)
        for entry in story.entries:
            yield from of_role("entry of a story", story.role_id, entry.now, entry.on)


def _charts(life: Life) -> Iterator[Told]:
    """The potentials on every day that a story tells of."""
    stories: Sequence[RoleStory] = life.view(ROLE_STORY).roles
    days = {one.on for story in stories for one in story.weeks}
    days |= {one.on for story in stories for one in story.entries}
    for one in promise_series(life.learning, sorted({*days, life.earlier, life.today})):
        yield Told(("order", one.on), "chart", tuple(role.role_id for role in one.roles))
        for role in one.roles:
            yield Told((role.role_id, "potential", one.on), "chart", round_half_up(role.promise))


def told_of_difference(difference: Difference, where: str) -> Iterator[Told]:
    """Both dates of a difference."""
    # A week is compared with the morning of its Monday, which is no day of its own.
    since = difference.since if where != "week's end" else f"the morning of {difference.since}"
    for change in difference.roles.changes:
        for day, figures in ((difference.until, change.after), (since, change.before)):
            if figures:
                yield from of_role(where, change.role_id, figures, day)
                yield Told((change.role_id, "place", day), where, figures.place)
                yield Told((change.role_id, "distance", day), where, figures.distance)
        yield Told((change.role_id, "title"), where, change.title)
        yield Told((change.role_id, "standing", difference.until), where, change.standing)
    order, scope, focus = difference.order, difference.scope, difference.focus
    for day, ids in ((difference.until, order.after), (since, order.before)):
        yield Told(("order", day), where, ids)
    yield Told(("known", difference.until), where, scope.known)
    yield Told(("in play", difference.until), where, scope.in_play)
    yield Told(("in play", since), where, scope.in_play_before)
    yield Told(("met", difference.until), where, scope.met)
    yield Told(("tried", difference.until), where, scope.tried)
    yield Told(("tried", since), where, scope.tried_before)
    yield Told(("new met", difference.until), where, scope.new_met)
    yield Told(("choosing between", difference.until), where, _tenths(focus.effective))
    yield Told(("choosing between", since), where, _tenths(focus.effective_before))
    yield Told(("quadrant", difference.until), where, focus.quadrant)
    for one in difference.criteria:
        yield Told(
            (capitalize_first(one.wording), "weight", difference.until), where, round_half_up(100 * one.after)
        )
    yield Told(("dread", difference.until), where, _tenths(difference.dread.after))


def _evolution(life: Life) -> Iterator[Told]:
    period = ComparedPeriod(since=life.earlier, until=life.today, label="")
    picture = build_evolution(life.learning, (), (), today=life.today, period=period, most=None)
    assert picture
    sundays = [min(one.monday + A_WEEK - A_DAY, life.today) for one in life.view(WEEKS).weeks]
    for row in picture.roles:
        for measure, values in (("potential", row.values), ("appeal", row.beside)):
            for sunday, value in zip(sundays, values, strict=True):
                if value is not None:
                    yield Told((row.role_id, measure, sunday), "evolution", round_half_up(value))
    for row in picture.criteria:
        if row.now is not None:
            yield Told(
                (capitalize_first(row.name), "weight", life.today), "evolution", round_half_up(100 * row.now)
            )
    dread = picture.dread.now if picture.dread else None
    yield Told(("dread", life.today), "evolution", _tenths(dread))


def _tenths(figure: float | None) -> float | None:
    return None if figure is None else round_half_up(10 * figure) / 10


def _steps(life: Life) -> Iterator[Told]:
    """What each step moved, as of today: what would be without it."""
    state, today = life.learning, life.today
    index = build_evidence_index(state, DEFAULT_PARAMETERS)
    for role_id in state.roles:
        for effect in effects_on_role(state, role_id, today):
            if effect.without:
                without = {
                    "potential": effect.without.promise,
                    "appeal": effect.without.appeal,
                    "chances": 100 * effect.without.reach,
                }
                for name, figure in without.items():
                    question = (role_id, name, today, "without", effect.experiment_id)
                    yield Told(question, "moves of a role", round_half_up(figure))
    for step_id in list(state.steps)[-STEPS:]:
        reveal = reveal_step(state, step_id, today)
        for role in (*reveal.moved, *reveal.places, *((reveal.about,) if reveal.about else ())):
            yield from of_role("reveal", role.role_id, role.now, today)
            if role.before:
                yield from of_role("reveal", role.role_id, role.before, today, "without", step_id)
        moved = {one.role_id: one.promise_change for one in reveal.moved if one.before and one.promise_change}
        yield Told(("moved by", step_id), "reveal", tuple(sorted(moved.items(), key=str)))
        for where, roles in (
            ("moves", experiment_move(state, step_id, today).roles),
            (
                "movers",
                [r for one in promise_attributions(state, index, [step_id], today) for r in one.roles],
            ),
        ):
            changes = dict[Any, int]()
            for role in roles:
                yield Told((role.role_id, "potential", today), where, round_half_up(role.promise))
                if role.promise_before is not None:
                    before = round_half_up(role.promise_before)
                    yield Told((role.role_id, "potential", today, "without", step_id), where, before)
                    if change := round_half_up(role.promise) - before:
                        changes[role.role_id] = change
            yield Told(("moved by", step_id), where, tuple(sorted(changes.items(), key=str)))
        if reveal.rating is not None:
            yield Told((step_id, "rating"), "reveal", reveal.rating)


def _weeks(life: Life) -> Iterator[Told]:
    for week in life.view(WEEKS).weeks:
        until = min(week.monday + A_WEEK - A_DAY, life.today)
        movers = life.difference(week.monday - A_DAY, until).movers
        for where, moves in (("weeks", week.moved[: len(movers)]), ("difference", movers)):
            told = tuple((one.experiment_id, _printed_moves(one)) for one in moves)
            yield Told((LEARNED_IN_WEEK, week.monday), where, told)
            for move in moves:
                for role in move.roles:
                    yield Told((role.role_id, "potential", until), where, round_half_up(role.promise))
        for rating in week.learned.ratings:
            if rating.experiment_id:
                yield Told((rating.experiment_id, "rating"), "weeks", rating.rating)
    for key, step in life.view(TIMELINE).steps.items():
        if step.rating is not None:
            yield Told((key, "rating"), "timeline", step.rating)


def _printed_moves(move: PromiseAttribution) -> tuple[object, ...]:
    return tuple(
        (
            role.role_id,
            None if role.promise_before is None else round_half_up(role.promise_before),
            round_half_up(role.promise),
        )
        for role in move.roles
    )


def _counts(life: Life) -> Iterator[Told]:
    weeks = life.view(WEEKS).weeks
    stages = [step.stage for step in life.view(TIMELINE).steps.values()]
    entry = life.view(CASELOAD)
    steps = {
        "timeline": sum(one in {"run", "cancelled", "refused"} for one in stages),
        "profile": life.view(PROFILE).steps,
        "weeks": sum(week.done for week in weeks),
        "steps of weeks": sum(step.ended != "dropped" for week in weeks for step in week.steps),
        "difference": len(life.difference(life.started_on - A_DAY, life.today).steps),
        "course": life.view(COURSE).steps,
        "caseload": entry.steps if entry else 0,
    }
    for where, count in steps.items():
        yield Told(("steps",), where, count)
    yield Told(("approaches",), "network", life.view(NETWORK).approaches.made)
    yield Told(("approaches",), "refusals", life.view(REFUSALS).mix.made)


def left_out_of_stories(life: Life) -> Iterator[tuple[str, object, object]]:
    """What moved a role and does not stand in its story: steps, and big news with its figures on its day."""
    stories: Sequence[RoleStory] = life.view(ROLE_STORY).roles
    told = {
        story.role_id: {key for one in story.entries for key in (one.experiment_id, *one.other_steps)}
        for story in stories
    }
    for story in stories:
        for effect in effects_on_role(life.learning, story.role_id, life.today):
            if effect.experiment_id not in told[story.role_id]:
                yield story.title, "step", effect.experiment_id
    for item in life.view(NEWS).items:
        if item.kind == "big_move" and item.role_id and item.before is not None:
            story = next(one for one in stories if one.role_id == item.role_id)
            if (item.on, item.before, item.after) not in set(_moves_in(story, item.experiment_id)):
                yield item.role or "", "news", item.experiment_id


def _moves_in(story: RoleStory, experiment_id: object) -> Iterator[tuple[date, int, int]]:
    """The days of the entries by a step or, without one, by something else; with the potential without and with each."""
    for one in story.entries:
        if one.before and one.experiment_id == experiment_id:
            yield one.on, round_half_up(one.before.promise), round_half_up(one.now.promise)
