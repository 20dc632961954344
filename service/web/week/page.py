"""The running week as a page: what is true now, what is planned, what to try next and why, and how to close it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.consents import ConsentEvent
from domain.journey.events.sight import SightEvent
from domain.journey.events.weeks import RestDeclared, WeekReviewed, monday_of
from domain.vocabulary import KINDS_ALONE, Phase
from projections.agenda.projection import AGENDA
from projections.agenda.view import AgendaItem
from projections.coaching.projection import COACHING
from projections.game.momentum import MomentumWord
from projections.game.projection import GAME
from projections.game.view import Game
from projections.learning_model.first_place import new_first
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.role_beliefs import RoleBelief, role_beliefs, roles_in_play
from projections.learning_model.state import LearningState
from projections.learning_model.week_start import week_start_beliefs
from projections.profile.projection import PROFILE
from projections.refusals.projection import REFUSALS
from projections.weeks.projection import WEEKS
from projections.weeks.view import WeekView
from service.authorization.authorized_journeys import AuthorizedJourney
from service.localization.translator import Translator
from service.web import trust
from service.web.experiments.offers import OpenOffer, open_offers
from service.web.people.introduced import IntroducedContact, introduced_contacts
from service.web.refusals.page import ApproachLine, open_invitations, waiting_approaches
from service.web.reveal.acts import rejection_of
from service.web.reveal.after_no import AfterNo, build_after_no
from service.web.standing_in import DeputyLine, deputy_lines
from service.web.week.finding import FirstRole, WeekFacts, WeekFinding, week_finding
from service.web.week.planned import UpcomingStep, upcoming_steps
from service.web.week.quest_line import DaringLine, daring_line
from service.web.week.small_acts import SmallAct, has_little_energy, small_acts
from service.web.week.standfirst import next_due, week_standfirst
from service.web.week.suggestions import SuggestionsBlock, suggestions_block

PROJECTIONS = (WEEKS, PROFILE, AGENDA, GAME, COACHING, REFUSALS)

FRIDAY = 4
RESERVE_UNTIL = 2
"""The last day of a week, from Monday as 0, on which a reserve week can be used for the week before."""
ONE_WEEK = timedelta(weeks=1)
MAX_INTRODUCED = 2


class WeekFolds(Struct, frozen=True, kw_only=True):
    """What can be unfolded at the end of the page."""

    may_close: bool
    """From Friday on, or when the goal is reached."""
    may_rest: bool
    reserve: int
    """Reserve weeks that can be used for last week; 0 when it needs none."""
    last_monday: date
    goal: int
    appointments: tuple[UpcomingStep, ...]
    """The steps of this week that others wait for."""


class WeekPage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: WeekFinding
    standfirst: str
    ahead: AgendaItem | None
    """The next thing with a date, which the standfirst names."""
    week: WeekView
    plans: tuple[UpcomingStep, ...]
    offers: tuple[OpenOffer, ...]
    """The offers that wait for an answer."""
    invitations: tuple[ApproachLine, ...]
    """The approaches whose invitation waits for a plan."""
    waiting: tuple[ApproachLine, ...]
    """The approaches that wait for a reply, the latest first."""
    passed: tuple[AgendaItem, ...]
    """Dates that passed while the client was away."""
    away: bool
    """Two weeks passed without a step or a rest: one step of ten minutes comes first."""
    small_step_about: str | None
    """The role that this step could be about."""
    momentum: MomentumWord | None
    quest: DaringLine | None
    phase: Phase | None
    """What the client chose to look through now."""
    next: SuggestionsBlock
    introduced: Sequence[IntroducedContact]
    """Whom a contact named, to plan a conversation with."""
    after_care: tuple[AgendaItem, ...]
    """The dates for aftercare whose question waits now."""
    trust_seen_by: str | None
    """Who sees how much the client trusts the coaching, where that is asked today."""
    acts: tuple[SmallAct, ...]
    acts_first: bool
    folds: WeekFolds
    open_weeks: tuple[WeekView, ...]
    """Earlier weeks that wait for a conclusion, the latest first."""
    care: UUID | None
    """The step that a no came to, while care comes first."""
    after_no: AfterNo | None
    """What it means, and whom to tell."""
    deputies: tuple[DeputyLine, ...]
    """Who would stand in for the coach and waits for an answer."""
    begun: bool
    """Whether any step was ever planned or taken."""


def build_week_page(folded: AuthorizedJourney, *, translator: Translator) -> WeekPage:
    """The page of today; so many kinds of work wait out of the atlas."""
    journey, today = folded.journey, folded.today
    weeks, profile, game = folded.view(WEEKS), folded.view(PROFILE), folded.view(GAME)
    agenda, coaching, refusals = folded.view(AGENDA), folded.view(COACHING), folded.view(REFUSALS)
    monday, plays = monday_of(today), game.switch.on and folded.shows("read_game")
    week = weeks.weeks[-1]
    last = next((one for one in weeks.weeks if one.monday == monday - ONE_WEEK), None)
    plans, offers = upcoming_steps(journey, today), open_offers(journey)
    away = game.momentum.return_quest
    conclusion = last.review.conclusion if last and last.review else None
    known = WeekFacts(
        today=today,
        goal=week.goal,
        done=week.done,
        planned=tuple(one.planned_for for one in plans if not one.overdue),
        overdue=sum(one.overdue for one in plans),
        first=_first_since(folded.state(PROFILE), monday, today),
        conclusion=conclusion,
        acted=bool(conclusion or away) and has_acted_since(journey, monday),
        away=away,
        care=refusals.care is not None,
        offer=bool(offers),
        rest=week.rest,
        ending=journey.endings.recorded.ending if journey.endings.recorded else None,
    )
    finding = week_finding(known, translator)
    rest = next((one for one in folded.state(WEEKS).learning.rests if one.monday == monday), None)
    listed = {one.experiment_id for one in agenda.items if one.kind == "planned"}
    due = [one for one in agenda.items if not (away and one.days < 0)]
    return WeekPage(
        finding=finding,
        standfirst=week_standfirst(finding, known, due, plans, translator),
        ahead=next_due(finding, due),
        week=week,
        plans=tuple(
            one
            for one in plans
            if _stands(one, rest, away=away) and (not known.ending or one.experiment_id in listed)
        ),
        offers=offers,
        invitations=tuple(open_invitations(journey, today)),
        waiting=tuple(sorted(waiting_approaches(journey), key=lambda one: one.on, reverse=True)),
        passed=_passed(one for one in agenda.items if one.kind != "close_week") if away else (),
        away=away,
        small_step_about=next((one.title for one in profile.roles if one.standing == "in_play"), None),
        momentum=game.momentum_word if plays else None,
        quest=daring_line(coaching, game, today, plays=plays),
        introduced=introduced_contacts(journey)[:MAX_INTRODUCED],
        phase=journey.course.phase.phase if journey.course.phase else None,
        next=suggestions_block(folded, profile, quiet={one.role_id for one in offers if one.role_id}),
        after_care=tuple(one for one in agenda.items if one.kind == "after_care" and one.days <= 0),
        trust_seen_by=_trust_asked(journey, today, finding, translator),
        acts=small_acts(journey, today, translator, care=refusals.care is not None),
        acts_first=has_little_energy(journey, today),
        folds=_folds(week, plans, today, reserve=_reserve(game, last, today)),
        open_weeks=tuple(
            one for one in reversed(weeks.weeks) if one.open and one.done and one.monday < monday
        ),
        care=refusals.care,
        after_no=_after_no(folded, refusals.care, translator) if finding.kind == "care" else None,
        deputies=tuple(one for one in deputy_lines(journey, today) if one.agreed is None and one.offered),
        begun=bool(journey.experiments),
    )


def _trust_asked(journey: Journey, today: date, finding: WeekFinding, translator: Translator) -> str | None:
    """Who sees the number; None where it is not asked: not due, after an ending, in a week off, or while care comes first."""
    if finding.kind in ("ended", "rest", "care") or not trust.is_due(journey, today):
        return None
    return trust.who_sees_it(journey, today, translator)


def _stands(plan: UpcomingStep, rest: RestDeclared | None, *, away: bool) -> bool:
    """Whether a plan stands on the page: in a week off only what the client wanted to be reminded of."""
    if rest:
        return plan.experiment_id in rest.remind_of
    return not (away and plan.overdue)


def _passed(due: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
    """The dates that have passed, each once: of what hangs on one step, the first."""
    first = dict[tuple[str, object], AgendaItem]()
    for one in due:
        if one.days < 0:
            about = ("step", one.experiment_id) if one.experiment_id else (one.kind, one.item_id)
            first.setdefault(about, one)
    return tuple(first.values())


def _first_since(state: LearningState, monday: date, today: date) -> FirstRole | None:
    """The role that came first by what was heard or decided since Monday morning, and not by time alone."""
    then, now = week_start_beliefs(state, monday), role_beliefs(state, today, DEFAULT_PARAMETERS)
    if _grounds(then) == _grounds(now):
        return None
    before, after = ({one.role_id: one.promise for one in roles_in_play(each)} for each in (then, now))
    first = new_first(before, after)
    if first is None:
        return None
    titles = {key: one.events.discovered.title for key, one in now.items()}
    level = titles[first.level_with] if first.level_with else None
    return FirstRole(title=titles[first.role_id], level_with=level)


def _grounds(believed: Mapping[UUID, RoleBelief]) -> object:
    return {key: (one.evidence, one.standing, one.distance) for key, one in believed.items()}


def has_acted_since(journey: Journey, monday: date) -> bool:
    """Whether the client recorded anything in this week that was not withdrawn: no conclusion of another one, and not who may know of it."""
    client, counting = journey.authored_events[0].by, journey.effective_events()
    return any(
        number in counting
        and one.by == client
        and one.event.happened_on >= monday
        and not isinstance(one.event, ConsentEvent | SightEvent)
        and not (isinstance(one.event, WeekReviewed) and one.event.monday < monday)
        for number, one in reversed(list(enumerate(journey.authored_events, 1)))
    )


def _after_no(folded: AuthorizedJourney, experiment_id: UUID | None, translator: Translator) -> AfterNo:
    no = rejection_of(folded, experiment_id) if experiment_id else None
    return build_after_no(folded, no, translator, care=True)


def _reserve(game: Game, last: WeekView | None, today: date) -> int:
    """The reserve weeks that can be used now: until Wednesday, for a last week without a step."""
    if last is None or last.done or last.rest or today.weekday() > RESERVE_UNTIL:
        return 0
    return game.reserve_weeks_left


def _folds(week: WeekView, plans: Sequence[UpcomingStep], today: date, *, reserve: int) -> WeekFolds:
    sunday = week.monday + timedelta(days=6)
    return WeekFolds(
        may_close=week.open and (today.weekday() >= FRIDAY or week.done >= week.goal),
        may_rest=week.open,
        reserve=reserve,
        last_monday=week.monday - ONE_WEEK,
        goal=week.goal,
        appointments=tuple(
            one
            for one in plans
            if one.planned_for and today <= one.planned_for <= sunday and one.kind not in KINDS_ALONE
        ),
    )
