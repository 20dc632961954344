"""How many agree to something, and withdrew: in numbers from which no single person's answer can be seen, now or over time."""

from msgspec import Struct

from projections.totals.disclosure import GROUP_SIZE, rounded


class ConsentCounts(Struct, frozen=True):
    """How many journeys agreed, and of how many every consent had ended, when what is shown of them last moved."""

    agreed: int = 0
    withdrawn: int = 0

    @property
    def shown_agreed(self) -> int | None:
        """How many agree, in fives; None for too few to be shown, and for none."""
        return shown(self.agreed)

    @property
    def shown_withdrawn(self) -> int | None:
        """How many withdrew, in fives; None for too few to be shown, and for none."""
        return shown(self.withdrawn)

    def shown_asked(self, asked: int) -> int | None:
        """How many are asked, in fives: no fewer than those of whom an answer is shown."""
        return shown(max(asked, (self.shown_agreed or 0) + (self.shown_withdrawn or 0)))


def moved(before: int, count: int) -> int:
    """The count that is shown from now on: the one shown before, until the count is five people away from it.

    So two different answers tell of five people at least, and whoever comes, goes and comes again changes nothing.
    """
    return count if abs(count - before) >= GROUP_SIZE else before


def shown(count: int) -> int | None:
    """A count in fives. Too few to be shown look like none: else the first who answers would show."""
    return None if count < GROUP_SIZE else rounded(count)


def as_if_of_shown(count: int, people: int, shown_people: int | None) -> int | None:
    """How many rows or events there would be if there were as many people as are shown, in fives; None for too few people.

    Of a table with a row for each person this is the number that is shown of them, and never how many they are.
    """
    return rounded(count * shown_people // people) if people and shown_people else None
