"""The page of sight and data: found out from what was granted and agreed to, as plain values."""

from datetime import date
from typing import get_args
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.time_zones import time_zone_names
from domain.vocabulary import ConsentPurpose, Language
from projections.sight.projection import SIGHT
from projections.sight.view import ConsentView, Sight, SightView
from service.application.folded_journey import FoldedJourney
from service.authorization.restrictions import RestrictionState
from service.clock import stored_time_zone
from service.localization.locales import parse_language
from service.localization.translator import Translator
from service.web.getting_started.time_zones import time_zone_choices
from service.web.privacy.access_log import AccessLogLine
from service.web.standing_in import DeputyLine, deputy_lines
from service.web.trust import is_asked, who_sees_it

PROJECTIONS = (SIGHT,)


class PurposeConsents(Struct, frozen=True, kw_only=True):
    """A purpose, and what was agreed to for it."""

    purpose: ConsentPurpose
    given: tuple[ConsentView, ...]

    @property
    def unrestricted(self) -> bool:
        """Whether it was agreed to as such, and not for one study."""
        return any(one.study_id is None for one in self.given)


class CurrentPlan(Struct, frozen=True, kw_only=True):
    """How the journey is fitted to its client."""

    weekly_goal: int | None
    programme_end: date | None
    language: Language | None
    time_zone: str

    @property
    def has_known_zone(self) -> bool:
        """Whether the days of the journey are those of its time zone."""
        return self.time_zone in time_zone_names()

    @property
    def time_zones(self) -> tuple[tuple[str, str], ...]:
        """The zones to choose from, and the present one if it is no usual one."""
        usual = time_zone_choices()
        known = any(name == self.time_zone for name, _ in usual)
        return usual if known else ((self.time_zone, self.time_zone), *usual)


class TrustBlock(Struct, frozen=True, kw_only=True):
    """How much the client trusts the coaching."""

    today: int | None
    """The rating of today."""
    asked: bool
    """Whether it is asked about every fourth week."""
    who: str
    """Who sees the number."""


class PrivacyPage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    sight: Sight
    coach: tuple[UUID, str] | None
    coach_sees: SightView | None
    deputies: tuple[DeputyLine, ...]
    """Who would stand in for the coach, or does."""
    agreed: tuple[PurposeConsents, ...]
    trust: TrustBlock
    plan: CurrentPlan
    looks: tuple[AccessLogLine, ...]
    """The last ones."""
    standing: RestrictionState | None
    """What keeps others from it; None where no accounts are kept."""
    erased_on: date | None

    @property
    def may_decide(self) -> bool:
        """Whether sight and consents can be given or changed now: not while the use of the journey is stopped."""
        return self.standing is None or not self.standing.is_restricted

    @property
    def use_is_restricted(self) -> bool:
        """Whether somebody stopped its use, apart from its being erased."""
        return self.standing is not None and bool(self.standing.restrictions)


def build_privacy_page(
    folded: FoldedJourney,
    standing: RestrictionState | None,
    looks: tuple[AccessLogLine, ...],
    translator: Translator,
) -> PrivacyPage:
    """The page about one journey."""
    journey, sight = folded.journey, folded.view(SIGHT)
    coach, erased_on = journey.coaches.assigned, _erased_on(journey, standing)
    return PrivacyPage(
        finding=_finding(sight, standing, erased_on, translator),
        sight=sight,
        coach=(coach.coach_id, coach.name) if coach else None,
        coach_sees=next((one for one in sight.readers if coach and one.reader_id == coach.coach_id), None),
        deputies=deputy_lines(journey, folded.today),
        agreed=tuple(_agreed(purpose, sight) for purpose in get_args(ConsentPurpose)),
        trust=TrustBlock(
            today=journey.pulses.trust.get(folded.today),
            asked=is_asked(journey),
            who=who_sees_it(journey, folded.today, translator),
        ),
        plan=current_plan(journey),
        looks=looks,
        standing=standing,
        erased_on=erased_on,
    )


def current_plan(journey: Journey) -> CurrentPlan:
    """The plan as it was set last, or as the journey began with it."""
    plan = journey.course.plan or journey.started.event
    return CurrentPlan(
        weekly_goal=plan.weekly_goal,
        programme_end=plan.programme_end,
        language=parse_language(plan.locale or ""),
        time_zone=journey.time_zone,
    )


def _agreed(purpose: ConsentPurpose, sight: Sight) -> PurposeConsents:
    return PurposeConsents(
        purpose=purpose, given=tuple(one for one in sight.consents if one.purpose == purpose)
    )


def _erased_on(journey: Journey, standing: RestrictionState | None) -> date | None:
    if standing is None or standing.erasure is None:
        return None
    return standing.erasure.due_at.astimezone(stored_time_zone(journey.time_zone)).date()


def _finding(
    sight: Sight, standing: RestrictionState | None, erased_on: date | None, translator: Translator
) -> str:
    if erased_on:
        return translator.gettext("This journey will be erased on %(day)s.") % {
            "day": translator.day(erased_on)
        }
    if standing and standing.is_restricted:
        return translator.gettext("Nobody but you can use this journey.")
    match sight.readers:
        case ():
            return translator.gettext("Nobody else can see this journey.")
        case (one,):
            return _of_one(one, translator) % {"name": one.name}
        case many:
            text = translator.ngettext(
                "%(count)s person can see part of this journey.",
                "%(count)s people can see part of this journey.",
                len(many),
            )
            return text % {"count": translator.number(len(many))}


def _of_one(reader: SightView, translator: Translator) -> str:
    match reader.scope:
        case "everything":
            return translator.gettext("%(name)s can see everything except private writing.")
        case "profile":
            return translator.gettext("%(name)s can see your search profile.")
        case "progress":
            return translator.gettext("%(name)s can see whether there is progress, and nothing more.")
