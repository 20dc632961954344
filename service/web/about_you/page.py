"""The view model of the about-you page, built from the client's own words and the agreements."""

from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct

from domain.redacted import is_readable
from projections.coaching.projection import COACHING
from projections.coaching.view import ChallengeView, CheckInView, CommitmentView, NoteView, client_coaching
from projections.course.projection import COURSE
from projections.course.view import Course
from projections.portrait.projection import PORTRAIT
from projections.portrait.view import GoalView, Portrait, QualityView
from projections.strengths.projection import STRENGTHS
from projections.strengths.view import StrengthView
from service.application.folded_journey import FoldedJourney
from service.localization.translator import Translator

PROJECTIONS = (PORTRAIT, COACHING, STRENGTHS, COURSE)


class QualityWithOpenRoles(Struct, frozen=True, kw_only=True):
    """A quality, and the roles in play that are not yet known to offer it."""

    view: QualityView
    roles: tuple[tuple[UUID, str], ...]


class AboutYouPage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    portrait: Portrait
    course: Course
    returns: int
    """How often the client came back to the phase in the foreground."""
    asked: tuple[ChallengeView, ...]
    """Challenges that wait for an answer."""
    accepted: tuple[ChallengeView, ...]
    """Those that were accepted and not met yet."""
    answered: tuple[ChallengeView, ...]
    """Those that were met or declined."""
    commitments: tuple[CommitmentView, ...]
    """Those that are open."""
    settled: tuple[CommitmentView, ...]
    notes: tuple[NoteView, ...]
    """What the coach shared, the latest first."""
    check_in: CheckInView | None
    """The last one with the coach."""
    goals: tuple[GoalView, ...]
    """Those not reached yet."""
    reached: tuple[GoalView, ...]
    qualities: tuple[QualityWithOpenRoles, ...]
    conditions: tuple[tuple[UUID, str], ...]
    strengths: tuple[StrengthView, ...]
    """With who saw each, and the moment they remember."""

    @property
    def strengths_shown(self) -> tuple[tuple[UUID, str], ...]:
        """The strengths to choose from, for a story."""
        return tuple((one.strength_id, one.wording) for one in self.strengths)


def build_about_you_page(folded: FoldedJourney, translator: Translator) -> AboutYouPage:
    """The page, with as much of the coaching as the client may read."""
    journey, portrait = folded.journey, folded.view(PORTRAIT)
    course = folded.view(COURSE)
    coaching, strengths = client_coaching(folded.view(COACHING)), folded.view(STRENGTHS)
    asked = tuple(one for one in coaching.challenges if one.answer is None)
    open_ = tuple(one for one in coaching.commitments if one.stands in ("open", "overdue"))
    in_play = {key: role.title for key, role in journey.roles.items() if role.standing == "in_play"}
    return AboutYouPage(
        finding=_finding(portrait, len(asked), len(open_), translator),
        portrait=portrait,
        course=course,
        returns=sum(one.again for one in course.phases if course.phase and one.phase == course.phase.phase),
        asked=asked,
        accepted=tuple(one for one in coaching.challenges if one.answer == "accepted"),
        answered=tuple(one for one in coaching.challenges if one.answer in ("met", "declined")),
        commitments=open_,
        settled=tuple(one for one in coaching.commitments if one.stands in ("kept", "let_go")),
        notes=tuple(reversed(coaching.notes)),
        check_in=coaching.check_ins[-1] if coaching.check_ins else None,
        goals=tuple(one for one in portrait.goals if one.reached_on is None),
        reached=tuple(one for one in portrait.goals if one.reached_on),
        qualities=tuple(_sought(one, in_play) for one in portrait.qualities),
        conditions=tuple(
            (key, wording) for key, wording in journey.started.conditions.items() if is_readable(wording)
        ),
        strengths=strengths.strengths,
    )


def _sought(quality: QualityView, in_play: Mapping[UUID, str]) -> QualityWithOpenRoles:
    known = {one.role_id for one in quality.roles}
    return QualityWithOpenRoles(
        view=quality, roles=tuple((key, title) for key, title in in_play.items() if key not in known)
    )


def _finding(portrait: Portrait, asked: int, open_: int, translator: Translator) -> str:
    if asked:
        text = translator.ngettext(
            "There is a challenge to answer.", "There are %(count)s challenges to answer.", asked
        )
        return text % {"count": translator.number(asked)}
    if open_:
        text = translator.ngettext(
            "One commitment is still open.",
            "%(count)s commitments are still open.",
            open_,
        )
        return text % {"count": translator.number(open_)}
    if portrait.agreement:
        return portrait.agreement.question
    return translator.gettext("A rough picture is enough to start.")
