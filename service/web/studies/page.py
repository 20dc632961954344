"""The view model of the studies page: consents to research as counts that reveal no single person."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from msgspec import Struct

from domain.journey.events.consents import ConsentsSlice
from projections.totals.disclosure import GROUP_SIZE, is_small, rounded
from service.localization.translator import Translator


class StudiesPage(Struct, frozen=True, kw_only=True):
    """What the studies page shows."""

    finding: str
    agreed: int | None
    """Journeys whose clients consent to research now; None where the group is too small to be shown."""
    withdrawn: int | None
    """Journeys whose clients consented once and withdrew."""
    journeys: int | None
    studies: tuple[tuple[UUID, int], ...]
    """Studies named in consents, with the number of journeys; small groups are left out."""
    position: int
    """The last position of the log, to compare with the position an export names."""

    @property
    def fewest(self) -> int:
        """The smallest group that is shown."""
        return GROUP_SIZE


def build_studies_page(
    consents: Iterable[ConsentsSlice], position: int, *, translator: Translator
) -> StudiesPage:
    """The page for the consents of all journeys that are not restricted."""
    every = list(consents)
    agreed = [one for one in every if _agrees(one)]
    withdrawn = sum(_agreed_once(one) and not _agrees(one) for one in every)
    named = Counter(study for one in agreed for study in _studies(one))
    counted = _counted(len(agreed), len(every))
    return StudiesPage(
        finding=_finding(counted, translator),
        agreed=counted,
        withdrawn=_counted(withdrawn, len(every)),
        journeys=_counted(len(every), len(every)),
        studies=tuple((study, rounded(count)) for study, count in named.most_common() if count >= GROUP_SIZE),
        position=position,
    )


def _counted(part: int, whole: int) -> int | None:
    """The part in fives, or None if it or the rest is too small a group to be shown."""
    return None if is_small(part) or is_small(whole - part) else rounded(part)


def _agrees(consents: ConsentsSlice) -> bool:
    return any(
        one.purpose == "research" and one.consent_id not in consents.ended for one in consents.given.values()
    )


def _agreed_once(consents: ConsentsSlice) -> bool:
    return any(one.purpose == "research" for one in consents.given.values())


def _studies(consents: ConsentsSlice) -> set[UUID]:
    return {
        one.study_id
        for one in consents.given.values()
        if one.study_id and one.purpose == "research" and one.consent_id not in consents.ended
    }


def _finding(agreed: int | None, translator: Translator) -> str:
    if agreed is None:
        return translator.gettext("Too few people to show how many have agreed to research.")
    if not agreed:
        return translator.gettext("Nobody has agreed to research yet.")
    text = translator.gettext("About %(count)s people have agreed to research.")
    return text % {"count": translator.number(agreed)}
