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
from service.localization.code_labels import APPEAL, QUADRANTS, REACH
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
    change: str
    """In whole points where it has points, else in a word."""

    @property
    def changed(self) -> bool:
        """Whether what is printed differs."""
        return self.before != self.now


class FigureGroup(Struct, frozen=True, kw_only=True):
    """The figures of one thing."""

    title: str
    figures: tuple[ComparedFigure, ...]


def compared_figures(difference: Difference, translator: Translator) -> tuple[FigureGroup, ...]:
    """The roles that were active at either date, the priorities, and the focus and range."""
    return tuple(_groups(difference, translator))


def _groups(difference: Difference, translator: Translator) -> Iterator[FigureGroup]:
    roles = [one for one in difference.roles.changes if _is_active(one.before) or _is_active(one.after)]
    was = places_in_order(
        {one.role_id: one.before.promise for one in roles if one.before and _is_active(one.before)}
    )
    now = places_in_order({one.role_id: one.after.promise for one in roles if _is_active(one.after)})
    titles = {one.role_id: one.title for one in roles}
    for role in roles:
        places = _place(role.role_id, was, titles, translator), _place(role.role_id, now, titles, translator)
        yield FigureGroup(title=capitalize_first(role.title), figures=_role_figures(role, places, translator))
    if difference.criteria:
        yield FigureGroup(
            title=translator.gettext("Priorities"),
            figures=tuple(_weight(one, translator) for one in difference.criteria),
        )
    yield FigureGroup(title=translator.gettext("Focus and range"), figures=_breadth(difference, translator))


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
            return ComparedFigure(
                name=name, before=None, now=printed(after), change=translator.gettext("new")
            )
        points = printed_change(of_100(before), of_100(after))
        return _figure(name, printed(before), printed(after), translator, points)

    return (
        figure(
            translator.gettext("Potential"),
            lambda one: _points(one.promise, translator),
            lambda one: one.promise,
        ),
        figure(translator.gettext("Appeal"), lambda one: _appeal(one, translator), lambda one: one.appeal),
        figure(
            translator.gettext("Chances in five tries"),
            lambda one: _chances(one, translator),
            lambda one: 100 * one.reach,
        ),
        _figure(translator.gettext("Place"), places[0], now, translator),
    )


def _figure(
    name: str, before: str | None, now: str | None, translator: Translator, points: int = 0
) -> ComparedFigure:
    """A figure whose change is told in points, if there are any; else whether it is printed otherwise."""
    same = translator.gettext("the same") if before == now else translator.gettext("changed")
    return ComparedFigure(name=name, before=before, now=now, change=signed_number(points) if points else same)


def _points(figure: float, translator: Translator) -> str:
    return translator.number(round_half_up(figure))


def _appeal(figures: RoleFigures, translator: Translator) -> str:
    word = translator.gettext(APPEAL[figures.appeal_word])
    return f"{word}, {_points(figures.appeal, translator)}\u00a0±\u00a0{_points(figures.spread, translator)}"


def _chances(figures: RoleFigures, translator: Translator) -> str:
    return f"{translator.gettext(REACH[figures.reach_word])}, {translator.percent(figures.reach)}"


def _weight(one: CriterionChange, translator: Translator) -> ComparedFigure:
    name, now = capitalize_first(one.wording), translator.percent(one.after)
    if one.before is None:
        return ComparedFigure(name=name, before=None, now=now, change=translator.gettext("new"))
    points = printed_change(100 * one.before, 100 * one.after)
    return _figure(name, translator.percent(one.before), now, translator, points)


def _breadth(difference: Difference, translator: Translator) -> tuple[ComparedFigure, ...]:
    focus, scope = difference.focus, difference.scope
    counts = (
        (translator.gettext("Active roles"), scope.in_play_before, scope.in_play),
        (translator.gettext("Roles tried"), scope.tried_before, scope.tried),
        (translator.gettext("Roles met in person"), scope.met_before, scope.met),
        (translator.gettext("Of these, new ones"), scope.new_met_before, scope.new_met),
    )
    return (
        _figure(
            translator.gettext("In effect choosing between"),
            translator.number(focus.effective_before, 1),
            translator.number(focus.effective, 1),
            translator,
        ),
        *(
            _figure(name, translator.number(before), translator.number(now), translator, now - before)
            for name, before, now in counts
        ),
        _figure(
            translator.gettext("In words"),
            translator.gettext(QUADRANTS[focus.quadrant_before]) if focus.quadrant_before else None,
            translator.gettext(QUADRANTS[focus.quadrant]) if focus.quadrant else None,
            translator,
        ),
    )
