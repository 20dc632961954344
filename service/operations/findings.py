"""What a check found: how often, where, and what to do about it."""

from collections.abc import Iterator

from msgspec import Struct

EXAMPLES = 5
"""So many places of one kind are named; of more, the number says enough."""


class CheckFinding(Struct, frozen=True, kw_only=True):
    """One kind of fault, wherever it was found."""

    rule: str
    """The name of the check."""
    what: str
    """What is wrong, as a sentence without the places."""
    do: str
    """What to do about it."""
    count: int
    examples: tuple[str, ...]
    """Some of the places."""

    def describe(self) -> str:
        """One line for a person."""
        more = f" and {self.count - len(self.examples)} more" if self.count > len(self.examples) else ""
        places = f" ({'; '.join(self.examples)}{more})" if self.examples else ""
        return f"{self.rule}: {self.what}{places}. {self.do}"


class Findings:
    """Collects findings; of a kind that is found a million times it keeps the number and a few places."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[str, int, list[str]]] = {}

    def __iter__(self) -> Iterator[CheckFinding]:
        for (rule, what), (do, count, examples) in self._found.items():
            yield CheckFinding(rule=rule, what=what, do=do, count=count, examples=tuple(examples))

    def add(self, rule: str, what: str, do: str, place: str | None = None, count: int = 1) -> None:
        """Notes a fault, at one place or at `count` of them."""
        _, before, examples = self._found.get((rule, what), (do, 0, []))
        if place is not None and len(examples) < EXAMPLES:
            examples.append(place)
        self._found[rule, what] = (do, before + count, examples)
