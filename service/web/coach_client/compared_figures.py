"""Two dates side by side: every figure as it is printed at each, and by how much it changed."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct

from domain.journey.events.roles import RoleStanding
from domain.messages import capitalize_first
from projections.difference.view import CriterionChange, Difference, RoleChange, RoleFigures
from projections.learning_model.potential_order import (
    PlaceInOrder,
    place_in_words,
    places_in_order,
    printed_change,
)
from projections.learning_model.wording import round_half_up
from service.localization.code_labels import QUADRANTS
from service.localization.gettext_noop import gettext_noop
from service.localization.message_translation import translate_message
from service.localization.translator import Translator
from service.web.rendering import signed_number

Places = Mapping[UUID, PlaceInOrder]
STANDINGS: Mapping[RoleStanding, str] = MappingProxyType(
    {
        "in_play": gettext_noop("active"),
        "parked": gettext_noop("parked"),
        "blocked": gettext_noop("ruled out"),
    }
)
"""In the place of a place."""


class ComparedFigure(Struct, frozen=True, kw_only=True):
    """A figure at two dates, as printed; None where there is none."""

    name: str
    before: str | None
    now: str | None
    points: str = ""
    """By how many whole points it changed, if it has points."""

    @property
    def changed(self) -> bool:
        """Whether what is printed differs."""
        return self.before != self.now


class ComparedRole(Struct, frozen=True, kw_only=True):
    """The figures of one role: potential, appeal, chances and place."""

    role_id: UUID
    title: str
    figures: tuple[ComparedFigure, ...]


class ComparedFigures(Struct, frozen=True, kw_only=True):
    """Every figure at two dates."""

    roles: tuple[ComparedRole, ...]
    """Those that were active at either date."""
    priorities: tuple[ComparedFigure, ...]
    breadth: tuple[ComparedFigure, ...]
    """Focus and range."""


def compared_figures(difference: Difference, translator: Translator) -> ComparedFigures:
    """The roles that were active at either date, the priorities, and the focus and range."""
    return ComparedFigures(
        roles=tuple(_roles(difference, translator)),
        priorities=tuple(_weight(one, translator) for one in difference.criteria),
        breadth=_breadth(difference, translator),
    )


def _roles(difference: Difference, translator: Translator) -> Iterator[ComparedRole]:
    roles = [one for one in difference.roles.changes if _is_active(one.before) or _is_active(one.after)]
    was = places_in_order(
        {one.role_id: one.before.promise for one in roles if one.before and _is_active(one.before)}
    )
    now = places_in_order({one.role_id: one.after.promise for one in roles if _is_active(one.after)})
    titles = {one.role_id: one.title for one in roles}
    for role in roles:
        places = _place(role.role_id, was, titles, translator), _place(role.role_id, now, titles, translator)
        yield ComparedRole(
            role_id=role.role_id,
            title=capitalize_first(role.title),
            figures=_role_figures(role, places, translator),
        )


def _is_active(figures: RoleFigures | None) -> bool:
    return figures is not None and figures.place is not None


def _place(role_id: UUID, places: Places, titles: Mapping[UUID, str], translator: Translator) -> str | None:
    """The place by the printed potential; those whose potential is printed the same are level."""
    place = places.get(role_id)
    if place is None:
        return None
    words = translate_message(translator, place_in_words(place.number))
    if not place.level_with:
        return words
    others = translator.list_of(titles[one] for one in place.level_with)
    return translator.gettext("%(place)s, level with %(others)s") % {"place": words, "others": others}


def _role_figures(
    role: RoleChange, places: tuple[str | None, str | None], translator: Translator
) -> tuple[ComparedFigure, ...]:
    before, after = role.before, role.after
    now = places[1] or translator.gettext(STANDINGS[role.standing])

    def figure(
        name: str, printed: Callable[[RoleFigures], str], of_100: Callable[[RoleFigures], float]
    ) -> ComparedFigure:
        if before is None:
            return ComparedFigure(name=name, before=None, now=printed(after))
        points = printed_change(of_100(before), of_100(after))
        return _figure(name, printed(before), printed(after), points)

    return (
        figure(
            translator.gettext("Potential"),
            lambda one: _points(one.promise, translator),
            lambda one: one.promise,
        ),
        figure(translator.gettext("Appeal"), lambda one: _appeal(one, translator), lambda one: one.appeal),
        figure(
            translator.gettext("Chances in five tries"),
            lambda one: translator.percent(one.reach),
            lambda one: 100 * one.reach,
        ),
        ComparedFigure(name=translator.gettext("Place"), before=places[0], now=now),
    )


def _figure(name: str, before: str, now: str, points: int) -> ComparedFigure:
    return ComparedFigure(name=name, before=before, now=now, points=signed_number(points) if points else "")


def _points(figure: float, translator: Translator) -> str:
    return translator.number(round_half_up(figure))


def _appeal(figures: RoleFigures, translator: Translator) -> str:
    return f"{_points(figures.appeal, translator)}\u00a0±\u00a0{_points(figures.spread, translator)}"


def _weight(one: CriterionChange, translator: Translator) -> ComparedFigure:
    name, now = capitalize_first(one.wording), translator.percent(one.after)
    if one.before is None:
        return ComparedFigure(name=name, before=None, now=now)
    return _figure(
        name, translator.percent(one.before), now, printed_change(100 * one.before, 100 * one.after)
    )


def _breadth(difference: Difference, translator: Translator) -> tuple[ComparedFigure, ...]:
    focus, scope = difference.focus, difference.scope
    counts = (
        (translator.gettext("Active roles"), scope.in_play_before, scope.in_play),
        (translator.gettext("Roles tried"), scope.tried_before, scope.tried),
        (translator.gettext("Roles met in person"), scope.met_before, scope.met),
        (translator.gettext("Of these, new ones"), scope.new_met_before, scope.new_met),
    )
    return (
        ComparedFigure(
            name=translator.gettext("In effect choosing between"),
            before=translator.number(focus.effective_before, 1),
            now=translator.number(focus.effective, 1),
        ),
        *(
            _figure(name, translator.number(before), translator.number(now), now - before)
            for name, before, now in counts
        ),
        ComparedFigure(
            name=translator.gettext("In words"),
            before=translator.gettext(QUADRANTS[focus.quadrant_before]) if focus.quadrant_before else None,
            now=translator.gettext(QUADRANTS[focus.quadrant]) if focus.quadrant else None,
        ),
    )
