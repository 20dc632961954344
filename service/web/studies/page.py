"""Consents to research as a page: counts that say nothing of one person."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from msgspec import Struct

from domain.journey.consents import Consents
from projections.totals import MOST_HIDDEN
from service.localization.translator import Words


class Studies(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    agreed: int | None
    """Journeys whose clients agree to research now; None where it would tell of too few."""
    withdrawn: int | None
    """Journeys whose clients agreed, and do no longer."""
    journeys: int | None
    studies: tuple[tuple[UUID, int], ...]
    """Those consents were given to by name, with how many; the small ones are left out."""
    position: int
    """How far the log is: an export says up to where it goes."""

    @property
    def fewest(self) -> int:
        """The smallest group that is told of."""
        return MOST_HIDDEN + 1


def studies_page(consents: Iterable[Consents], position: int, *, words: Words) -> Studies:
    """The page over the consents of the journeys that may be used."""
    every = list(consents)
    agreed = [one for one in every if _agrees(one)]
    withdrawn = sum(_agreed_once(one) and not _agrees(one) for one in every)
    named = Counter(study for one in agreed for study in _studies(one))
    told = _told(len(agreed), len(every))
    return Studies(
        finding=_finding(told, words),
        agreed=told,
        withdrawn=_told(withdrawn, len(every)),
        journeys=_told(len(every), len(every)),
        studies=tuple((study, count) for study, count in named.most_common() if count > MOST_HIDDEN),
        position=position,
    )


def _told(part: int, whole: int) -> int | None:
    """A part that can be told: neither it nor the rest is a small group."""
    small = any(0 < one <= MOST_HIDDEN for one in (part, whole - part))
    return None if small else part


def _agrees(consents: Consents) -> bool:
    return any(
        one.purpose == "research" and one.consent_id not in consents.ended for one in consents.given.values()
    )


def _agreed_once(consents: Consents) -> bool:
    return any(one.purpose == "research" for one in consents.given.values())


def _studies(consents: Consents) -> set[UUID]:
    return {
        one.study_id
        for one in consents.given.values()
        if one.study_id and one.purpose == "research" and one.consent_id not in consents.ended
    }


def _finding(agreed: int | None, words: Words) -> str:
    if agreed is None:
        return words.gettext("Too few people to tell how many agree to research.")
    if not agreed:
        return words.gettext("Nobody has agreed to research yet.")
    text = words.ngettext("One person agrees to research.", "%(count)s people agree to research.", agreed)
    return text % {"count": words.number(agreed)}
