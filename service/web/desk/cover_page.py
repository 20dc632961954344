"""Who stands in for the coach, and for whom the coach stands in: client by client, as plain values."""

from collections.abc import Iterable
from uuid import UUID

from msgspec import Struct

from service.authorization.desk_entries import DeskJourney
from service.localization.collation import reader_key
from service.localization.translator import Translator
from service.web.standing_in import DeputyLine, deputy_lines


class CoverLine(Struct, frozen=True, kw_only=True):
    """A client, and one deputy who was proposed for them."""

    journey_id: UUID
    called: str
    deputy: DeputyLine


class CoverPage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    clients: tuple[tuple[UUID, str], ...]
    """The coach's own, by name, to choose from."""
    lines: tuple[CoverLine, ...]
    """Who was proposed for them."""
    standing_in: tuple[CoverLine, ...]
    """The clients of others for whom this coach stands in now."""


def build_cover_page(journeys: Iterable[DeskJourney], me: UUID, translator: Translator) -> CoverPage:
    """The page over the journeys on a coach's desk."""
    own: list[tuple[UUID, str]] = []
    lines: list[CoverLine] = []
    standing_in: list[CoverLine] = []
    for one in sorted(journeys, key=lambda one: (reader_key(one.case.called), one.case.journey_id)):
        mine = one.case.coach_id == me
        if mine:
            own.append((one.case.journey_id, one.case.called))
        for deputy in deputy_lines(one.folded.journey, one.folded.today):
            line = CoverLine(journey_id=one.case.journey_id, called=one.case.called, deputy=deputy)
            if mine:
                lines.append(line)
            elif deputy.deputy_id == me and deputy.agreed:
                standing_in.append(line)
    return CoverPage(
        finding=_finding(lines, translator),
        clients=tuple(own),
        lines=tuple(lines),
        standing_in=tuple(standing_in),
    )


def _finding(lines: list[CoverLine], translator: Translator) -> str:
    agreed = len({one.journey_id for one in lines if one.deputy.agreed})
    if agreed:
        text = translator.ngettext(
            "One client agreed to a deputy.", "%(count)s clients agreed to a deputy.", agreed
        )
        return text % {"count": translator.number(agreed)}
    if lines:
        return translator.gettext("No client has agreed to a deputy yet.")
    return translator.gettext("Nobody stands in for you.")
