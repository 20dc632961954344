"""The view model of a programme: its totals, silent coaches, and the journeys in it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from domain.programme.aggregate import Programme
from projections.programmes import ProgrammeSummary
from projections.totals.totals import LARGEST_HIDDEN_GROUP, Totals
from service.localization.translator import Translator

SilentJourneyCounts = Mapping[UUID | None, int]
"""With how many clients each coach has not spoken for long; None stands for those without a coach."""


class SilentCoachLine(Struct, frozen=True, kw_only=True):
    """A coach who went silent; no name when the clients have no coach, or one who has left."""

    name: str | None
    without_coach: bool
    journeys: int


class ProgrammePage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    programme: Programme
    totals: Totals | None
    """None for who does not lead programmes."""
    silent: tuple[SilentCoachLine, ...]

    @property
    def fewest(self) -> int:
        """The smallest group that is shown."""
        return LARGEST_HIDDEN_GROUP + 1


def build_programme_page(
    programme: Programme,
    totals: Totals | None,
    silences: SilentJourneyCounts,
    names: Mapping[UUID, str],
    *,
    translator: Translator,
) -> ProgrammePage:
    """The page of one programme."""
    known = {**{one.coach_id: one.name for one in programme.coaches.values()}, **names}
    by_most = sorted(silences.items(), key=lambda one: (-one[1], str(one[0])))
    return ProgrammePage(
        finding=programme_headline(programme, totals, translator),
        programme=programme,
        totals=totals,
        silent=tuple(
            SilentCoachLine(
                name=known.get(coach_id) if coach_id else None, without_coach=coach_id is None, journeys=count
            )
            for coach_id, count in by_most
        ),
    )


def programme_headline(programme: Programme, totals: Totals | None, translator: Translator) -> str:
    """The case in a sentence: how soon people set out, else how many there are."""
    count = len(programme.since)
    if not count:
        return translator.gettext("Nobody is part of it yet.")
    start = totals.start if totals else None
    if start and start.within_a_week is not None:
        text = translator.gettext("%(share)s took a first step within a week.")
        return text % {"share": translator.percent(start.within_a_week)}
    text = translator.ngettext(
        "One journey is or was part of it.", "%(count)s journeys are or were part of it.", count
    )
    return text % {"count": translator.number(count)}


def programme_list_headline(lines: Sequence[ProgrammeSummary], translator: Translator) -> str:
    """How many programmes there are, and how many people in them."""
    if not lines:
        return translator.gettext("No programme is open yet.")
    people = sum(one.enrolled for one in lines)
    programmes = translator.ngettext("One programme,", "%(count)s programmes,", len(lines)) % {
        "count": translator.number(len(lines))
    }
    journeys = translator.ngettext("one journey under way.", "%(count)s journeys under way.", people) % {
        "count": translator.number(people)
    }
    return f"{programmes} {journeys}"
