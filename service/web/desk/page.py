"""The desk as a page: the finding, those who need the coach with why and what could be done, and all others."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from domain.vocabulary import StuckRule
from service.application.desk import DeskRow
from service.application.desk_alerts import DeskAlert
from service.localization.translator import Translator
from service.web.desk.filters import DeskFilters, filter_rows, needs_coach


class DeskLine(Struct, frozen=True, kw_only=True):
    """One client on the desk."""

    row: DeskRow
    asking: tuple[DeskAlert, ...]
    """The alerts that ask for attention."""
    aside: tuple[DeskAlert, ...]
    """Those that were acknowledged or laid aside."""

    @property
    def needs_me(self) -> bool:
        """Whether it stands among those who need the coach."""
        return needs_coach(self.row)


class DeskPage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    asked: DeskFilters
    needing: tuple[DeskLine, ...]
    others: tuple[DeskLine, ...]
    counted: int
    """How many there are of what is asked for, before a name or a reason narrows them."""
    rules: tuple[tuple[StuckRule, int], ...]
    """The reasons there are, with how many clients each holds for."""
    any: bool
    """Whether there is anybody at all."""


def build_desk_page(rows: Sequence[DeskRow], asked: DeskFilters, *, translator: Translator) -> DeskPage:
    """The page over the rows, in the order of the desk."""
    lines = [_line(row) for row in filter_rows(rows, asked)]
    counted = filter_rows(rows, DeskFilters(show=asked.show))
    return DeskPage(
        finding=desk_headline(rows, asked, translator),
        asked=asked,
        needing=tuple(one for one in lines if one.needs_me),
        others=tuple(one for one in lines if not one.needs_me),
        counted=len(counted),
        rules=tuple(_rules(counted)),
        any=bool(rows),
    )


def desk_headline(rows: Sequence[DeskRow], asked: DeskFilters, translator: Translator) -> str:
    """What is the case, in a sentence. A name that is searched for does not change it."""
    if asked.show == "ended":
        ended = len(filter_rows(rows, DeskFilters(show="ended")))
        if not ended:
            return translator.gettext("No journey has ended yet.")
        text = translator.ngettext("One journey has ended.", "%(count)s journeys have ended.", ended)
        return text % {"count": translator.number(ended)}
    if not (going_on := filter_rows(rows, DeskFilters())):
        return translator.gettext("You have no clients yet.")
    needing = sum(_line(row).needs_me for row in going_on)
    if not needing:
        return translator.gettext("Nobody needs you today.")
    text = translator.ngettext("One person needs you.", "%(count)s people need you.", needing)
    return text % {"count": translator.number(needing)}


def _rules(rows: Sequence[DeskRow]) -> list[tuple[StuckRule, int]]:
    counts: Counter[StuckRule] = Counter(one.rule for row in rows for one in row.alerts)
    return counts.most_common()


def _line(row: DeskRow) -> DeskLine:
    asking = tuple(one for one in row.alerts if one.needs_attention(row.today))
    return DeskLine(row=row, asking=asking, aside=tuple(one for one in row.alerts if one not in asking))
