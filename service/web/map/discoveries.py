"""A coach's own map: the kinds of work she came across, by field of work, and what each client said to them."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from domain.messages import capitalize_first
from service.application.coach_discoveries import CoachDiscovery, TipAnswer
from service.atlas.views import LocalText
from service.localization.gettext_noop import gettext_noop
from service.localization.translator import Translator
from service.web.map.chart_item import MOST_LINES, ChartItem
from service.web.map.layout import NARROW, WIDE, ChartSection, SeaChart, placed_in_rows
from service.web.map.shapes import coast_path, coast_points
from service.web.map.surroundings import MAJOR_GROUPS

NOT_LOOKED_UP = gettext_noop("Not looked up in the atlas yet")
DEPTH_OF_ONE, DEPTH_OF_EACH_MORE = 25.0, 15.0
"""How deep a kind of work lies that was given once, and how much deeper with every further client."""
ABREAST_WIDE, ABREAST_NARROW = 6, 2
TOP = 14.0
ORDER: tuple[TipAnswer, ...] = ("kept", "waiting", "let_go")
"""Of the lines on the chart."""


class DiscoveryField(Struct, frozen=True, kw_only=True):
    """A field of work, and what the coach came across in it."""

    title: LocalText
    discoveries: tuple[CoachDiscovery, ...]


class DiscoveryMap(Struct, frozen=True, kw_only=True):
    """The page; none of it is of clients whose lists the coach may not see."""

    finding: str
    fields: tuple[DiscoveryField, ...]
    charts: tuple[SeaChart, ...]
    answers: Mapping[str, tuple[TipAnswer, ...]]
    """What each line on the chart stands for, by the seed of its item."""
    given: int
    """All tips, each counted for each client."""
    counts: Mapping[TipAnswer, int]


def build_discovery_map(
    discoveries: Sequence[CoachDiscovery], titles: Mapping[str, LocalText], translator: Translator
) -> DiscoveryMap:
    """The map of these discoveries, by the major groups of ISCO-08; what is in no group comes last."""
    fields = tuple(_fields(discoveries, titles, translator))
    tips = [tip for one in discoveries for tip in one.tips]
    sections = [
        ChartSection(
            name=capitalize_first(field.title.text), items=tuple(_item(one) for one in field.discoveries)
        )
        for field in fields
    ]
    return DiscoveryMap(
        finding=_finding(len(discoveries), translator),
        fields=fields,
        charts=tuple(_chart(sections, wide=wide) for wide in (False, True)) if sections else (),
        answers={_seed(one): _answers(one) for one in discoveries},
        given=len(tips),
        counts={answer: sum(tip.answer == answer for tip in tips) for answer in ORDER},
    )


def _fields(
    discoveries: Sequence[CoachDiscovery], titles: Mapping[str, LocalText], translator: Translator
) -> list[DiscoveryField]:
    of_field: dict[str, list[CoachDiscovery]] = {}
    for one in discoveries:
        code = (one.isco_group or "")[:1]
        of_field.setdefault(code if code in titles else "", []).append(one)
    unnamed = LocalText(text=translator.gettext(NOT_LOOKED_UP), language=translator.language)
    return [
        DiscoveryField(
            title=titles.get(code, unnamed),
            discoveries=tuple(sorted(of_field[code], key=lambda one: (one.isco_group or "", _seed(one)))),
        )
        for code in (*MAJOR_GROUPS, "")
        if code in of_field
    ]


def _item(one: CoachDiscovery) -> ChartItem:
    count = len(one.tips)
    return ChartItem(
        group="met",
        seed=_seed(one),
        title=capitalize_first(one.title),
        depth=min(100.0, DEPTH_OF_ONE + DEPTH_OF_EACH_MORE * (count - 1)),
        figure=str(count),
        fog="sure",
        lines=count,
    )


def _seed(one: CoachDiscovery) -> str:
    """The first tip tells it from all others, in every language."""
    return str(one.tips[0].role_id)


def _answers(one: CoachDiscovery) -> tuple[TipAnswer, ...]:
    """In the order of the lines; of very many those that are drawn."""
    in_order = sorted(one.tips, key=lambda tip: ORDER.index(tip.answer))
    answers: list[TipAnswer] = [tip.answer for tip in in_order]
    return tuple(answers[:MOST_LINES])


def _chart(sections: Sequence[ChartSection], *, wide: bool) -> SeaChart:
    ground, abreast = (WIDE, ABREAST_WIDE) if wide else (NARROW, ABREAST_NARROW)
    placed = placed_in_rows(sections, width=ground.width, top=TOP, abreast=abreast)
    return SeaChart(
        name=ground.name,
        width=ground.width,
        height=placed.height,
        land="",
        coast="",
        shallows=(),
        land_names=(),
        captions=placed.captions,
        bounds=tuple(
            coast_path(coast_points(ground.width, at, 4.0, f"bound {at}"), upright=False, closed=False)
            for at in placed.bounds
        ),
        items=placed.items,
        fog_from=1.0,
    )


def _finding(count: int, translator: Translator) -> str:
    if not count:
        return translator.gettext("You have not given any tips yet.")
    text = translator.ngettext(
        "You brought one kind of work to your clients.",
        "You brought %(count)s kinds of work to your clients.",
        count,
    )
    return text % {"count": translator.number(count)}
