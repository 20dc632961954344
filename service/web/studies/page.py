"""The view model of the studies page: consents to research as counts that reveal no single person."""

from collections.abc import Iterable

from msgspec import Struct

from domain.journey.events.consents import ConsentsSlice
from projections.totals.disclosure import GROUP_SIZE, is_small, rounded
from service.application.studies import ListedStudy
from service.localization.translator import Translator


class StudiesPage(Struct, frozen=True, kw_only=True):
    """What the studies page shows."""

    finding: str
    agreed: int | None
    """Journeys whose clients consent to research now; None where the group is too small to be shown."""
    withdrawn: int | None
    """Journeys whose clients consented once and withdrew."""
    journeys: int | None
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
    counted = _counted(len(agreed), len(every))
    return StudiesPage(
        finding=_finding(counted, translator),
        agreed=counted,
        withdrawn=_counted(withdrawn, len(every)),
        journeys=_counted(len(every), len(every)),
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


def _finding(agreed: int | None, translator: Translator) -> str:
    if agreed is None:
        return translator.gettext("Too few people to show how many have agreed to research.")
    if not agreed:
        return translator.gettext("Nobody has agreed to research yet.")
    text = translator.gettext("About %(count)s people have agreed to research.")
    return text % {"count": translator.number(agreed)}


def waiting_finding(studies: Iterable[ListedStudy], translator: Translator) -> str:
    """What an administrator is told first: how many studies wait for approval."""
    count = sum(one.state == "submitted" for one in studies)
    if not count:
        return translator.gettext("No study waits for approval.")
    text = translator.ngettext("One study waits for approval.", "%(count)s studies wait for approval.", count)
    return text % {"count": translator.number(count)}
