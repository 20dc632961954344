"""The search profile as a page: the finding, the three answers, the evidence and what was done, on one day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.weeks import monday_of
from projections.agenda.projection import AGENDA
from projections.agenda.view import Agenda, AgendaItem
from projections.gaps.projection import GAPS
from projections.gaps.view import GapView
from projections.learning_model.promise_series import promise_series
from projections.portrait.projection import PORTRAIT
from projections.portrait.view import Portrait
from projections.profile.explored import ExploredRoles, explored_roles
from projections.profile.projection import PROFILE
from projections.profile.summary import profile_headline, profile_sentences
from projections.profile.view import CriterionView, Profile, RoleView
from projections.refusals.projection import REFUSALS
from projections.strengths.projection import STRENGTHS
from projections.strengths.view import StrengthView
from projections.timeline.projection import TIMELINE
from projections.timeline.view import Timeline
from projections.timeline.week_log import WeekLog, build_week_logs
from service.authorization.authorized_journeys import AuthorizedJourney
from service.localization.translator import Translator
from service.web.journey_weeks import SelectedDay
from service.web.page_context import in_words_alone
from service.web.profile.guesses import GuessQuality, guess_qualities
from service.web.profile.unknown_roles import ASKED, are_asked, let_go_of, not_chosen_yet
from service.web.promise_chart import PromiseChart, build_promise_chart

PROJECTIONS = (PROFILE, TIMELINE, STRENGTHS, GAPS, PORTRAIT, AGENDA, REFUSALS)

MAX_STRENGTHS = 3
MAX_CRITERIA = 3
MAX_NEXT_STEPS = 2
NEXT_STEP_KINDS = frozenset({"planned", "next_step", "goal", "commitment"})
"""What is due and is a step that the client takes."""
BAR_WIDTH = 100.0
"""Of the heaviest criterion."""


class CriterionBar(Struct, frozen=True, kw_only=True):
    """A criterion as a bar; the heaviest fills the width."""

    criterion: CriterionView
    length: float


class ThreeAnswers(Struct, frozen=True, kw_only=True):
    """What can I, what do I want, what do I do to move: in the client's own words, and what the evidence adds."""

    on: date | None
    """When they were last answered; None while they are not."""
    can: str | None
    want: str | None
    move: str | None
    seen: tuple[StrengthView, ...]
    """Strengths: those that a second witness saw first."""
    wishes: tuple[CriterionView, ...]
    """What weighs most, of what was weighed against something."""
    values: tuple[str, ...]
    ahead: tuple[AgendaItem, ...]
    """The next steps."""


class ProfilePage(Struct, frozen=True, kw_only=True):
    """The search profile on a day."""

    looked: SelectedDay
    profile: Profile
    finding: str
    standing: str | None
    """How settled and how wide the search is, in a sentence; None without a role in play."""
    reading: tuple[str, ...]
    """The rest in sentences."""
    chart: PromiseChart
    answers: ThreeAnswers
    in_play: tuple[RoleView, ...]
    aside: tuple[RoleView, ...]
    """Parked or blocked."""
    bars: tuple[CriterionBar, ...]
    strengths: tuple[StrengthView, ...]
    gaps: tuple[GapView, ...]
    guesses: tuple[GuessQuality, ...]
    """How well the client guesses; none below four cases."""
    care: bool
    """Whether care holds after a no: then nothing is said of guesses."""
    in_words: bool
    """Whether it is read without the figures of roles."""
    explored: ExploredRoles
    log: tuple[WeekLog, ...]
    timeline: Timeline
    titles: Mapping[UUID, str]
    """What each role is called."""
    not_chosen: Mapping[UUID, str]
    """Who brought up each of the roles that were not chosen yet."""
    unknown: str
    """The link to the kinds of work that wait to be kept or let go today; empty if none does."""
    weeks_silent: int
    """Full weeks since the latest week in which anything was told, when the running week is looked at."""


def build_profile_page(folded: AuthorizedJourney, looked: SelectedDay, translator: Translator) -> ProfilePage:
    """The page on a day; so many kinds of work wait out of the atlas."""
    state, on = folded.state(PROFILE), looked.on
    profile, timeline = folded.view(PROFILE, on=on), folded.view(TIMELINE, on=on)
    strengths = folded.view(STRENGTHS, on=on).strengths
    in_words = in_words_alone(folded)
    sentences = profile_sentences(profile, in_words=in_words)
    return ProfilePage(
        looked=looked,
        profile=profile,
        finding=profile_headline(profile),
        standing=sentences[0] if profile.scope.in_play else None,
        reading=sentences[1:] if profile.scope.in_play else sentences,
        chart=build_promise_chart(looked.axis, promise_series(state, looked.days), timeline.steps.values()),
        answers=_answers(profile, strengths, folded.view(PORTRAIT, on=on), folded.view(AGENDA, on=on)),
        in_play=tuple(role for role in profile.roles if role.standing == "in_play"),
        aside=tuple(role for role in profile.roles if role.standing != "in_play"),
        bars=_bars(profile.criteria),
        strengths=strengths,
        gaps=folded.view(GAPS, on=on).gaps,
        guesses=guess_qualities(profile.forecasts, translator),
        care=folded.view(REFUSALS, on=on).care is not None,
        in_words=in_words,
        explored=explored_roles(profile, state, let_go_of(folded.journey, profile.roles)),
        log=build_week_logs(timeline, profile.started_on, looked.here.number),
        timeline=timeline,
        titles={role.role_id: role.title for role in profile.roles},
        not_chosen=not_chosen_yet(folded.journey, on, translator),
        unknown=_unknown(folded, looked, translator),
        weeks_silent=_silent(folded.state(TIMELINE).last_on, looked),
    )


def _unknown(folded: AuthorizedJourney, looked: SelectedDay, translator: Translator) -> str:
    care = folded.view(REFUSALS).care is not None
    asked = looked.here == looked.latest and are_asked(folded.journey, folded.today, care=care)
    return translator.gettext(ASKED) if asked else ""


def _silent(last_on: date, looked: SelectedDay) -> int:
    if looked.here != looked.latest:
        return 0
    return max(0, (looked.here.monday - monday_of(last_on)).days // 7 - 1)


def _bars(criteria: Sequence[CriterionView]) -> tuple[CriterionBar, ...]:
    heaviest = max((one.weight for one in criteria), default=1.0)
    return tuple(CriterionBar(criterion=one, length=BAR_WIDTH * one.weight / heaviest) for one in criteria)


def _answers(
    profile: Profile, strengths: Sequence[StrengthView], portrait: Portrait, agenda: Agenda
) -> ThreeAnswers:
    own = portrait.answers
    seen = sorted(strengths, key=lambda one: not one.confirmed)
    return ThreeAnswers(
        on=own.on if own else None,
        can=own.can if own else None,
        want=own.want if own else None,
        move=own.move if own else None,
        seen=tuple(seen[:MAX_STRENGTHS]),
        wishes=tuple(one for one in profile.criteria if one.traded)[:MAX_CRITERIA],
        values=tuple(one.wording for one in portrait.values),
        ahead=tuple(_ahead(agenda))[:MAX_NEXT_STEPS],
    )


def _ahead(agenda: Agenda) -> Iterator[AgendaItem]:
    for item in agenda.items:
        if item.kind in NEXT_STEP_KINDS:
            yield item
