"""The desk as a page: the finding, the groups with their rows, and what can be asked of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.vocabulary import StuckRule
from service.application.desk import DeskRow, is_current
from service.application.desk_groups import GROUPS, NEEDING, TODAY, DeskGroup
from service.application.desk_order import sort_rows
from service.authorization.access_rules import AccessLevel
from service.localization.translator import Translator
from service.web.desk.filters import DeskFilters, DeskSelection, filter_rows
from service.web.desk.labels import ENDED_LABEL, GROUP_LABELS
from service.web.desk.lead import DeskLead, build_lead
from service.web.desk.panel import DeskPanel
from service.web.desk.receipt import DeskReceipt
from service.web.desk.row_texts import DeskLine, build_line

FIRST_ROWS = 20
NO_LEVELS: Mapping[UUID, AccessLevel] = MappingProxyType({})


class DeskChip(Struct, frozen=True, kw_only=True):
    """A way to see some of the clients, with how many they are."""

    show: DeskSelection
    label: str
    count: int


class DeskSection(Struct, frozen=True, kw_only=True):
    """The rows of a group, or all of them where they are in another order."""

    group: DeskGroup | None
    count: int
    """How many there are of the group, shown or not."""
    lines: tuple[DeskLine, ...]


class DeskPage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    lead: DeskLead | None
    asked: DeskFilters
    chips: tuple[DeskChip, ...]
    rules: tuple[tuple[StuckRule, int], ...]
    """The reasons there are, with how many clients each holds for."""
    sections: tuple[DeskSection, ...]
    shown: int
    """Rows on the page."""
    next_row: UUID | None
    """The first that is not on it."""
    found: int
    """Rows that were asked for."""
    counted: int
    """How many there are before a name or a reason narrows them."""
    receipt: DeskReceipt | None
    panel: DeskPanel | None
    any: bool
    """Whether there is anybody at all."""
    most: int | None
    """So many journeys are looked at, and there may be more."""

    @property
    def more(self) -> int:
        """Rows that are not shown yet."""
        return self.found - self.shown


def build_desk_page(
    rows: Sequence[DeskRow],
    asked: DeskFilters,
    *,
    translator: Translator,
    ended: int = 0,
    most: int | None = None,
    panel: DeskPanel | None = None,
    receipt: DeskReceipt | None = None,
    levels: Mapping[UUID, AccessLevel] = NO_LEVELS,
    panel_only: bool = False,
) -> DeskPage:
    """The page over the rows, with the receipt of what was just recorded.

    `ended` of the coach's journeys have ended, whether they are among the rows or not. `levels` says how much each shares, if it is not everything. The row of the panel is shown whatever else is asked for;
    with `panel_only` no other is.
    """
    opened = panel.row.journey_id if panel else None
    fitting = filter_rows(rows, asked)
    if panel and all(one.journey_id != opened for one in fitting):
        fitting.append(panel.row)
    found = sort_rows(fitting, asked.sort)
    counted = filter_rows(rows, replace(asked, rule=None, news=None, name=""))
    first = 0 if panel_only else len(found) if asked.every else FIRST_ROWS
    lines = [
        build_line(one, place, translator, level=levels.get(one.journey_id, "everything"))
        for place, one in enumerate(found)
        if place < first or one.journey_id == opened
    ]
    return DeskPage(
        finding=desk_headline(rows, asked, translator, ended=ended),
        lead=build_lead([row for row in rows if is_current(row)], asked.since, translator),
        asked=asked,
        chips=tuple(_chips(rows, ended, translator)),
        rules=tuple(_rules(counted)),
        sections=tuple(_sections(lines, found, asked)),
        shown=len(lines),
        next_row=next((one.journey_id for one in found[first:] if one.journey_id != opened), None),
        found=len(found),
        counted=len(counted),
        receipt=receipt,
        panel=panel,
        any=bool(rows or ended),
        most=most,
    )


def _rules(rows: Sequence[DeskRow]) -> list[tuple[StuckRule, int]]:
    counts: Counter[StuckRule] = Counter(one for row in rows for one in row.reasons if one != "after_care")
    return counts.most_common()


def desk_headline(
    rows: Sequence[DeskRow], asked: DeskFilters, translator: Translator, *, ended: int = 0
) -> str:
    """What is the case, in a sentence. What is asked for does not change it, but for journeys that ended."""
    if asked.show == "ended":
        return _ended(ended, translator)
    current = [row for row in rows if is_current(row)]
    if not current:
        return translator.gettext("Nobody needs you today." if ended else "You have no clients yet.")
    needing = sum(row.group in NEEDING for row in current)
    today = sum(row.group in TODAY for row in current)
    if not needing:
        return translator.gettext("Nobody needs you today.")
    text = _who_needs(needing, today, translator) if len(current) > 1 else _only_client(today, translator)
    counts = {"count": needing, "today": today, "total": len(current)}
    return text % {name: translator.number(count) for name, count in counts.items()}


def _only_client(today: int, translator: Translator) -> str:
    if today:
        return translator.gettext("Your client needs you today.")
    return translator.gettext("Your client needs you.")


def _who_needs(needing: int, today: int, translator: Translator) -> str:
    if not today:
        return translator.ngettext(
            "One of your %(total)s clients needs you.",
            "%(count)s of your %(total)s clients need you.",
            needing,
        )
    if today == needing:
        return translator.ngettext(
            "One of your %(total)s clients needs you today.",
            "%(count)s of your %(total)s clients need you today.",
            needing,
        )
    return translator.ngettext(
        "%(count)s of your %(total)s clients need you, one of them today.",
        "%(count)s of your %(total)s clients need you, %(today)s of them today.",
        today,
    )


def _ended(ended: int, translator: Translator) -> str:
    if not ended:
        return translator.gettext("No journey has ended yet.")
    text = translator.ngettext("One journey has ended.", "%(count)s journeys have ended.", ended)
    return text % {"count": translator.number(ended)}


def _chips(rows: Sequence[DeskRow], ended: int, translator: Translator) -> list[DeskChip]:
    current = [row for row in rows if is_current(row)]
    counts = Counter(row.group for row in current)
    return [
        DeskChip(show="all", label=translator.gettext("All"), count=len(current)),
        DeskChip(
            show="needs", label=translator.gettext("Need you"), count=sum(row.needs_me for row in current)
        ),
        *(
            DeskChip(show=one, label=translator.gettext(GROUP_LABELS[one]), count=counts[one])
            for one in GROUPS
        ),
        DeskChip(show="ended", label=translator.gettext(ENDED_LABEL), count=ended),
    ]


def _sections(lines: Sequence[DeskLine], found: Sequence[DeskRow], asked: DeskFilters) -> list[DeskSection]:
    """The rows by group; in one piece where they are in an order of their own, or ended."""
    if asked.sort != "pressing" or asked.show == "ended":
        return [DeskSection(group=None, count=len(found), lines=tuple(lines))] if lines else []
    counts = Counter(row.group for row in found)
    lines_of: dict[DeskGroup, list[DeskLine]] = {}
    for one in lines:
        lines_of.setdefault(one.row.group, []).append(one)
    return [
        DeskSection(group=group, count=counts[group], lines=tuple(some)) for group, some in lines_of.items()
    ]
