"""The view model of the studies page: consents to research as counts that reveal no single person."""

from collections.abc import Iterable

from msgspec import Struct

from projections.totals.disclosure import GROUP_SIZE
from service.application.studies import ListedStudy, StudyAttrition
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


def build_studies_page(counted: StudyAttrition, position: int, *, translator: Translator) -> StudiesPage:
    """The page for the consents of all journeys that are not restricted."""
    return StudiesPage(
        finding=_finding(counted.agreed, translator),
        agreed=counted.agreed,
        withdrawn=counted.withdrawn,
        journeys=counted.asked,
        position=position,
    )


def _finding(agreed: int | None, translator: Translator) -> str:
    if agreed is None:
        return translator.gettext("Too few people to show how many have agreed to research.")
    text = translator.gettext("About %(count)s people have agreed to research.")
    return text % {"count": translator.number(agreed)}


def waiting_finding(studies: Iterable[ListedStudy], translator: Translator) -> str:
    """What an administrator is told first: how many studies wait for approval."""
    count = sum(one.state == "submitted" for one in studies)
    if not count:
        return translator.gettext("No study waits for approval.")
    text = translator.ngettext("One study waits for approval.", "%(count)s studies wait for approval.", count)
    return text % {"count": translator.number(count)}
