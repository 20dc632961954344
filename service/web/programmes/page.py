"""The view model of a programme: its totals, silent coaches, and the journeys in it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from domain.programme.aggregate import Programme
from projections.programmes import ProgrammeSummary
from projections.totals.disclosure import GROUP_SIZE
from projections.totals.totals import Totals
from projections.totals.workload import CoachWorkload
from service.authorization.authorized_programmes import ProgrammeFigures
from service.localization.translator import Translator


class SilentCoachLine(Struct, frozen=True, kw_only=True):
    """A coach who went silent; no name when the clients have no coach, or one who has left."""

    name: str | None
    without_coach: bool
    journeys: int


class WorkloadLine(Struct, frozen=True, kw_only=True):
    """What a coach has to do; no name when the clients have no coach, or one who is not in the programme."""

    name: str | None
    counts: CoachWorkload


class ProgrammePage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    programme: Programme
    totals: Totals | None
    """None for who does not lead programmes."""
    silent: tuple[SilentCoachLine, ...]

    workload: tuple[WorkloadLine, ...]
    """What each coach has to do now, the most clients first."""
    with_room: tuple[str, ...]
    """Coaches who take clients and have fewer than half as many as the one with the most."""

    @property
    def fewest(self) -> int:
        """The smallest group that is shown."""
        return GROUP_SIZE


def build_programme_page(
    programme: Programme,
    figures: ProgrammeFigures | None,
    names: Mapping[UUID, str],
    *,
    translator: Translator,
) -> ProgrammePage:
    """The page of one programme."""
    known = {**{one.coach_id: one.name for one in programme.coaches.values()}, **names}
    totals = figures.totals if figures else None
    workload = figures.workload if figures else ()
    return ProgrammePage(
        finding=programme_headline(programme, totals, translator),
        programme=programme,
        totals=totals,
        silent=tuple(
            SilentCoachLine(
                name=known.get(coach_id) if coach_id else None, without_coach=coach_id is None, journeys=count
            )
            for coach_id, count in (figures.silences.items() if figures else ())
        ),
        workload=tuple(
            WorkloadLine(name=known.get(one.coach_id) if one.coach_id else None, counts=one)
            for one in workload
        ),
        with_room=_with_room(workload, names),
    )


def _with_room(workload: Sequence[CoachWorkload], names: Mapping[UUID, str]) -> tuple[str, ...]:
    """Whom clients of a busy coach could go to. Who is left out of the numbers may have few clients or none."""
    clients = {one.coach_id: one.clients for one in workload if one.coach_id}
    most = max(clients.values(), default=0)
    return tuple(name for coach_id, name in names.items() if most and clients.get(coach_id, 0) * 2 <= most)


def programme_headline(programme: Programme, totals: Totals | None, translator: Translator) -> str:
    """The case in a sentence: how soon people set out, else how many there are."""
    count = len(programme.since)
    if not count:
        return translator.gettext("Nobody has joined yet.")
    start = totals.start if totals else None
    if start and start.within_a_week is not None:
        text = translator.gettext("%(share)s took a first step within a week.")
        return text % {"share": translator.percent(start.within_a_week)}
    text = translator.ngettext(
        "One journey has been part of it.", "%(count)s journeys have been part of it.", count
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
    journeys = translator.ngettext("one active journey.", "%(count)s active journeys.", people) % {
        "count": translator.number(people)
    }
    return f"{programmes} {journeys}"
