"""The page on which a week is closed: Monday and Sunday, what moved, what surprised, and what follows from it."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.weeks import WeekReviewed, monday_of
from domain.messages import capitalize_first
from projections.difference.most_moved import most_moved_role, was_aside
from projections.difference.projection import DIFFERENCE, compute_week_difference
from projections.difference.view import Difference
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.potential_order import order_move, place_in_words
from projections.learning_model.surprises import Surprises, surprises
from projections.learning_model.wording import round_half_up
from projections.profile.evidence_views import forecasts_view
from projections.profile.projection import PROFILE
from projections.profile.view import ForecastsView, RoleView
from projections.refusals.projection import REFUSALS
from projections.weeks.projection import WEEKS
from projections.weeks.view import WeekStep, WeekView
from service.application.folded_journey import FoldedJourney
from service.localization.code_labels import KINDS
from service.localization.message_translation import translate_message
from service.localization.translator import Translator
from service.web.role_and_contact_forms import contact_names
from service.web.week.let_go import LetGo, let_go_candidates, let_go_with
from service.web.week.week_moves import StepMove, step_moves

PROJECTIONS = (WEEKS, DIFFERENCE, PROFILE, REFUSALS)

MAX_MOVES = 2
TO_SUNDAY = timedelta(days=6)


class RoleThenAndNow(Struct, frozen=True, kw_only=True):
    """The potential of an active role on the first and the last day, as it is printed."""

    role_id: UUID
    title: str
    before: int | None
    """Of a role that came up in the week: where it came from. None of one that was not active then."""
    now: int
    new: bool
    """Whether it came up in the week."""
    most: bool
    """Whether it moved most."""

    @property
    def moved(self) -> int:
        """The change, in points."""
        return 0 if self.before is None else self.now - self.before


class SurerRole(Struct, frozen=True, kw_only=True):
    """A role whose spread fell, as it is printed."""

    title: str
    before: int
    now: int


class WeekClosePage(Struct, frozen=True, kw_only=True):
    """The page."""

    week: WeekView
    sunday: date
    until: date
    running: bool
    """Whether the week is not over: then its last day is today."""
    roles: tuple[RoleThenAndNow, ...]
    order: str
    """How a role moved in the order, in a sentence; empty if none did."""
    newly_tried: int
    """Kinds of work that were tried for the first time."""
    moves: tuple[StepMove, ...]
    """The two steps that moved most, by a point or more."""
    surer: SurerRole | None
    surprises: Surprises
    steps_called: Mapping[UUID, str]
    """The steps that surprised, in a few words."""
    forecasts: ForecastsView
    missing: tuple[WeekStep, ...]
    """The steps that were run and have no conclusion yet."""
    let_go: tuple[LetGo, ...]
    leader: RoleView | None
    closed: WeekReviewed | None
    dropped: str
    """What was let go of with the conclusion, in a sentence; empty for nothing."""
    entry: int | None
    """The entry with the conclusion, which can be corrected."""
    first_role: str | None
    """The role that the conclusion puts first, if it is one."""
    care: bool
    asks_energy: bool

    @property
    def eventful(self) -> bool:
        """Whether there is something to look back on: a step, or what came this week of an earlier one."""
        return bool(self.week.done or self.moves or self.surprises.found)


def build_close_page(folded: FoldedJourney, monday: date, *, translator: Translator) -> WeekClosePage:
    """The page of a week that has begun."""
    journey, today = folded.journey, folded.today
    until = min(monday + TO_SUNDAY, today)
    week = next(one for one in folded.view(WEEKS).weeks if one.monday == monday)
    profile = folded.view(PROFILE)
    changed = compute_week_difference(folded.state(DIFFERENCE), monday, until)
    roles = _roles(changed)
    found = surprises(folded.state(PROFILE), monday, until)
    closed = journey.weeks.reviewed.get(monday)
    order, surer = _order(changed, translator), _surer(changed)
    titles = {one.role_id: one.title for one in profile.roles}
    entry = _entry_of(journey, closed) if closed else None
    care = folded.view(REFUSALS).care is not None
    asked = closed is None and today not in journey.pulses.energy
    return WeekClosePage(
        week=week,
        sunday=monday + TO_SUNDAY,
        until=until,
        running=monday == monday_of(today),
        roles=roles,
        order=order,
        newly_tried=changed.scope.tried - changed.scope.tried_before,
        moves=step_moves(folded.state(PROFILE), journey, week.moved, (monday, until), most=MAX_MOVES),
        surer=surer,
        surprises=found,
        steps_called={
            one.experiment_id: _called(journey, one.experiment_id, translator) for one in found.found
        },
        forecasts=forecasts_view(folded.state(PROFILE), until, DEFAULT_PARAMETERS),
        missing=tuple(one for one in week.steps if journey.experiments[one.experiment_id].lacks_conclusion),
        let_go=let_go_candidates(profile, found, translator),
        leader=next((one for one in profile.roles if one.standing == "in_play"), None),
        closed=closed,
        dropped=let_go_with(journey, entry, translator) if entry else "",
        entry=entry,
        first_role=titles.get(closed.first_role_id) if closed and closed.first_role_id else None,
        care=care,
        asks_energy=asked,
    )


def _roles(changed: Difference) -> tuple[RoleThenAndNow, ...]:
    """The active roles, by potential. The one that moved most is marked only if it moved by a point, as printed."""
    active = [one for one in changed.roles.changes if one.standing == "in_play"]
    most = most_moved_role(changed)
    return tuple(
        RoleThenAndNow(
            role_id=one.role_id,
            title=one.title,
            before=None if was_aside(one) else round_half_up(one.promise_before),
            now=round_half_up(one.after.promise),
            new=one.before is None,
            most=one is most,
        )
        for one in active
    )


def _order(changed: Difference, translator: Translator) -> str:
    """How the role that moved most in the order of the active roles did so."""
    active = [one for one in changed.roles.changes if one.standing == "in_play"]
    titles = {one.role_id: one.title for one in active}
    was = {one.role_id: one.before.promise for one in active if one.before and one.before.place}
    moved = order_move(was, {one.role_id: one.after.promise for one in active})
    if moved is None:
        return ""
    role = {"role": capitalize_first(titles[moved.role_id])}
    level = next((titles[one] for one in moved.now.level_with), None)
    if moved.before.number == moved.now.number:
        if level:
            text = translator.gettext("%(role)s came level with %(other)s.")
        else:
            text = translator.gettext("%(role)s moved ahead of %(other)s.")
        return text % {**role, "other": level or titles[moved.passed[0]]}
    places = {
        "before": translate_message(translator, place_in_words(moved.before.number)),
        "place": translate_message(translator, place_in_words(moved.now.number)),
    }
    if level:
        text = translator.gettext("%(role)s went from %(before)s to %(place)s, level with %(other)s.")
        return text % {**role, **places, "other": level}
    return translator.gettext("%(role)s went from %(before)s to %(place)s.") % {**role, **places}


def _surer(changed: Difference) -> SurerRole | None:
    """The active role whose spread fell most, by a point or more, as printed."""
    fallen = [
        SurerRole(
            title=one.title,
            before=round_half_up(one.before.spread),
            now=round_half_up(one.after.spread),
        )
        for one in changed.roles.changes
        if one.before and one.standing == "in_play"
    ]
    surest = max(fallen, key=lambda one: one.before - one.now, default=None)
    return surest if surest and surest.now < surest.before else None


def _called(journey: Journey, experiment_id: UUID, translator: Translator) -> str:
    """A step in a few words: conversation with whom, or else about which role."""
    planned = journey.experiments[experiment_id].planned
    role = journey.roles.get(planned.role_id) if planned.role_id else None
    who = contact_names(journey).get(planned.meeting.contact_id) if planned.meeting else None
    named = who or (role.title if role else None)
    kind = translator.gettext(KINDS[planned.kind])
    return f"{kind} · {named}" if named else kind


def _entry_of(journey: Journey, closed: WeekReviewed) -> int | None:
    return next((number for number, one in journey.effective_events().items() if one == closed), None)


def close_finding(page: WeekClosePage, translator: Translator) -> str:
    """What the week came to, in a sentence; without figures while a no comes first."""
    most = next((one for one in page.roles if one.most), None)
    if page.closed:
        return translator.gettext("This week is closed.")
    if not page.eventful:
        return translator.gettext("A week without steps can be closed too.")
    if page.care:
        return translator.gettext("Close the week when you want to.")
    if page.order:
        return translator.gettext("Your order changed this week.")
    if most:
        return translator.gettext("%(role)s moved most this week.") % {"role": capitalize_first(most.title)}
    if page.surer:
        return translator.gettext("You are surer than on Monday.")
    return translator.gettext("Your order stayed as it was.")
