"""Codes of the ids and dates of one history, each computed once."""

from datetime import date
from uuid import UUID, uuid5

from service.research.tables.history import ResearchHistory

_ATLAS = UUID("3d1f2f5e-53a4-5c0e-8a3b-6a3a1e0f7c55")
"""Namespace of the ids of skills and occupations, which are texts in the atlas."""


class DayTable(dict[date, int]):
    """The study day of each date."""

    def __init__(self, history: ResearchHistory) -> None:
        super().__init__()
        self._day = history.day

    def __missing__(self, on: date) -> int:
        day = self[on] = self._day(on)
        return day


class WeekTable(dict[date, int]):
    """The participant's own week of each date."""

    def __init__(self, history: ResearchHistory) -> None:
        super().__init__()
        self._week = history.week

    def __missing__(self, on: date) -> int:
        week = self[on] = self._week(on)
        return week


class CodeTable(dict[UUID, str]):
    """The code of each id of one kind."""

    def __init__(self, history: ResearchHistory, kind: str) -> None:
        super().__init__()
        self._coded, self._kind = history.coded, kind

    def __missing__(self, id_: UUID) -> str:
        code = self[id_] = self._coded(self._kind, id_)
        return code


class KindTable(dict[str, CodeTable]):
    """The codes of ids by what they are ids of."""

    def __init__(self, history: ResearchHistory) -> None:
        super().__init__()
        self._history = history

    def __missing__(self, kind: str) -> CodeTable:
        codes = self[kind] = CodeTable(self._history, kind)
        return codes


class Coder:
    """The codes of one history."""

    def __init__(self, history: ResearchHistory) -> None:
        self.days = DayTable(history)
        self.weeks = WeekTable(history)
        self.codes = KindTable(history)
        self.isco = history.isco

    def code(self, kind: str, id_: UUID | None) -> str | None:
        """The code of an id; None without one."""
        return self.codes[kind][id_] if id_ is not None else None

    def day(self, on: date | None) -> int | None:
        """The study day of a date; None without one."""
        return self.days[on] if on is not None else None

    def atlas_code(self, kind: str, text: str) -> str:
        """The code of a skill or an occupation of the atlas, whose id is a text."""
        return self.codes[kind][uuid5(_ATLAS, text)]
