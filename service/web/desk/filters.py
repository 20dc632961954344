"""What a coach asked to see of her desk: all, those who need her, or those that ended; one reason; a name."""

from collections.abc import Mapping, Sequence
from typing import Literal, cast, get_args
from urllib.parse import urlencode

from msgspec import Struct

from domain.text import name_key, normalize_name
from domain.vocabulary import StuckRule
from service.application.desk import DeskRow

DeskSelection = Literal["all", "needs", "ended"]
MAX_NAME_LENGTH = 100


class DeskFilters(Struct, frozen=True, kw_only=True):
    """What is asked for; whatever is no answer to a question here is passed over."""

    show: DeskSelection = "all"
    rule: StuckRule | None = None
    name: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether only some of the rows are asked for."""
        return bool(self.rule or self.name)

    def query(self, **more: str) -> str:
        """The same as the end of an address, with more behind it."""
        show = "" if self.show == "all" else self.show
        asked = {"show": show, "rule": self.rule or "", "name": self.name, **more}
        given = {key: one for key, one in asked.items() if one}
        return f"?{urlencode(given)}" if given else ""


def parse_filters(asked: Mapping[str, str]) -> DeskFilters:
    """The filters an address names."""
    show, rule = asked.get("show", ""), asked.get("rule", "")
    return DeskFilters(
        show=cast("DeskSelection", show) if show in get_args(DeskSelection) else "all",
        rule=cast("StuckRule", rule) if rule in get_args(StuckRule) else None,
        name=normalize_name(asked.get("name", ""))[:MAX_NAME_LENGTH],
    )


def filter_rows(rows: Sequence[DeskRow], asked: DeskFilters) -> list[DeskRow]:
    """Those of the rows that are asked for, in their order."""
    return [row for row in rows if _fits(row, asked)]


def needs_coach(row: DeskRow) -> bool:
    """Whether somebody waits for the coach."""
    return row.needs_me


def _fits(row: DeskRow, asked: DeskFilters) -> bool:
    if asked.name and name_key(asked.name) not in name_key(row.called):
        return False
    if asked.rule and asked.rule not in {one.rule for one in row.alerts}:
        return False
    match asked.show:
        case "all":
            return row.ending is None or row.after_care is not None
        case "needs":
            return needs_coach(row)
        case "ended":
            return row.ending is not None
