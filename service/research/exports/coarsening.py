"""Occupation codes, shown with as many digits as enough participants share: a rare role would point at a person."""

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

FEWEST_PARTICIPANTS = 5
"""How many participants share a code that is shown."""
DIGITS = 4
UNSEEN = ""
"""Stands for a code of which not even the first digit is shared by enough."""


class Coarsening(Struct, frozen=True, kw_only=True):
    """How often each beginning of an ISCO code occurs among the participants of an export."""

    participants: Mapping[str, int]
    """By the first one to four digits, with how many participants they occur."""

    def shown(self, code: str) -> str:
        """The code with the most digits that enough participants share; `UNSEEN` if there are none."""
        for digits in range(min(len(code), DIGITS), 0, -1):
            if self.participants.get(code[:digits], 0) >= FEWEST_PARTICIPANTS:
                return code[:digits]
        return UNSEEN


def count_codes(codes: Iterable[Iterable[str]]) -> Coarsening:
    """Counts the codes of a whole export: those of one participant after another."""
    found: Counter[str] = Counter()
    for own in codes:
        found.update({code[:digits] for code in own for digits in range(1, min(len(code), DIGITS) + 1)})
    return Coarsening(participants=dict(sorted(found.items())))
