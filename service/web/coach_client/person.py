"""What the client said about themselves, for their coach: as far as it is shared."""

from msgspec import Struct

from domain.redacted import is_readable
from projections.course.projection import COURSE
from projections.course.view import Course
from projections.portrait.projection import PORTRAIT
from projections.portrait.view import Portrait
from projections.profile.projection import PROFILE
from projections.profile.view import ProfileAnswersView
from service.authorization import field_filters
from service.localization.translator import Translator
from service.web.coach_client.client_context import ClientContext

PERSON_PROJECTIONS = (PORTRAIT, PROFILE, COURSE)


class AboutClientPage(Struct, frozen=True, kw_only=True):
    """The page; what its reader may not see is None or empty."""

    finding: str
    course: Course
    answers: ProfileAnswersView | None
    """To the three questions, for who sees the profile."""
    portrait: Portrait | None
    limits: tuple[str, ...]


def build_about_client_page(client: ClientContext, translator: Translator) -> AboutClientPage:
    """The page on a day."""
    folded = client.folded
    portrait = folded.view(PORTRAIT) if client.sees("read_portrait") else None
    limits = client.journey.started.conditions.values() if client.sees("read_special") else ()
    return AboutClientPage(
        finding=_finding(portrait, translator),
        course=field_filters.filter_course(folded.view(COURSE), client.level),
        answers=folded.view(PROFILE).questions if client.sees("read_profile") else None,
        portrait=portrait,
        limits=tuple(one for one in limits if is_readable(one)),
    )


def _finding(portrait: Portrait | None, translator: Translator) -> str:
    if portrait is None:
        return translator.gettext("What they shared about themselves")
    if portrait.agreement is None:
        return translator.gettext("Start with the question they bring.")
    return portrait.agreement.question
