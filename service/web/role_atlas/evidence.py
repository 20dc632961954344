"""What is known of a client that may say something of a skill, with where it is from: strengths, gaps, feedback, stories, her work."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.feedback import FeedbackReceived
from domain.journey.events.skills import SkillEvidenceKind
from domain.redacted import is_readable
from domain.vocabulary import PointHeard, SkillStanding
from projections.gaps.view import GapView
from projections.strengths.view import StrengthObservation, StrengthView
from service.atlas.skill_matching import OwnWording
from service.localization.code_labels import WITNESSES
from service.web.near_roles.linked_roles import chosen_roles

EvidenceKey = tuple[SkillEvidenceKind, UUID]


class OwnEvidence(Struct, frozen=True, kw_only=True):
    """Something that is known of the client."""

    wording: OwnWording
    """In whose words, and what it would say of a skill."""
    who: tuple[str, ...] = ()
    """People who saw it, or the organisation whose feedback it is."""
    witnesses: tuple[str, ...] = ()
    """Of those without a name, as messages."""
    confirmed: bool = False
    gap: GapView | None = None
    address: str | None = None
    """Where it stands, from the journey's own address; None where the reader does not go."""

    @property
    def key(self) -> EvidenceKey:
        """What a judgement of a skill names it by."""
        return self.wording.kind, self.wording.id

    @property
    def value(self) -> str:
        """What a form names it by."""
        return f"{self.wording.kind}:{self.wording.id}"


def own_evidence(
    journey: Journey, strengths: Sequence[StrengthView], gaps: Sequence[GapView], *, sees_entries: bool
) -> tuple[OwnEvidence, ...]:
    """All of it that its reader sees: below level everything no feedback, no stories, and no way to any of it."""
    found = [*map(_strength, strengths), *map(_gap, gaps)]
    if sees_entries:
        found += [*_feedback(journey), *_stories(journey)]
    else:
        found = [_without_address(one) for one in found]
    return tuple(one for one in found if is_readable(one.wording.wording))


def work_evidence(journey: Journey, here: UUID, *, sees_entries: bool) -> tuple[OwnEvidence, ...]:
    """The work she did, which may show a skill; its title says nothing of one. There is no way to the role that is read."""
    return tuple(
        OwnEvidence(
            wording=OwnWording(kind="own_work", id=role_id, wording=role.title, standing="has"),
            address=f"profile/roles/{role_id}" if sees_entries and role_id != here else None,
        )
        for role_id, role in chosen_roles(journey).items()
        if role.distance == "same" and is_readable(role.title)
    )


def _strength(strength: StrengthView) -> OwnEvidence:
    seen = strength.observations
    step = next((one.source_id for one in seen if one.source == "experiment"), None)
    return OwnEvidence(
        wording=OwnWording(
            kind="strength",
            id=strength.strength_id,
            wording=strength.wording,
            standing="has" if strength.confirmed else "partly",
        ),
        who=tuple(dict.fromkeys(one.contact for one in seen if one.contact and is_readable(one.contact))),
        witnesses=tuple(dict.fromkeys(WITNESSES[one.witness] for one in seen if not _has_name(one))),
        confirmed=strength.confirmed,
        address=f"experiments/{step}" if step else None,
    )


def _has_name(seen: StrengthObservation) -> bool:
    return seen.contact is not None and is_readable(seen.contact)


def _gap(gap: GapView) -> OwnEvidence:
    is_closed = gap.closed_on is not None and not gap.missed_since
    return OwnEvidence(
        wording=OwnWording(
            kind="gap", id=gap.gap_id, wording=gap.wording, standing="has" if is_closed else "not_yet"
        ),
        gap=gap,
        address=f"profile/gaps/{gap.gap_id}",
    )


def _feedback(journey: Journey) -> Iterator[OwnEvidence]:
    for step_id, feedback in journey.feedback.received.items():
        if not feedback.usable:
            continue
        step = journey.experiments.get(step_id)
        employer_id = step.planned.employer_id if step else None
        employer = journey.network.employers.get(employer_id) if employer_id else None
        for wording, standing in _points(feedback):
            yield OwnEvidence(
                wording=OwnWording(kind="feedback", id=step_id, wording=wording, standing=standing),
                who=(employer,) if employer and is_readable(employer) else (),
                address=f"refusals/{step_id}",
            )


def _points(feedback: FeedbackReceived) -> Iterator[tuple[str, SkillStanding]]:
    """What was said of skills, requirements and how the client came across; not of others who were better."""
    points, heard = feedback.points, feedback.heard
    by_point: tuple[tuple[str | None, PointHeard | None], ...] = (
        (points.competence, heard.competence or "not_enough"),
        (points.requirements, heard.requirements or "not_enough"),
        (points.self_presentation, heard.self_presentation),
    )
    for wording, point in by_point:
        if wording and point in ("enough", "not_enough"):
            yield wording, "partly" if point == "enough" else "not_yet"


def _stories(journey: Journey) -> Iterator[OwnEvidence]:
    for story in journey.stories.recorded.values():
        yield OwnEvidence(
            wording=OwnWording(kind="story", id=story.story_id, wording=story.title, standing="partly"),
            address="about-you",
        )


def _without_address(one: OwnEvidence) -> OwnEvidence:
    return OwnEvidence(
        wording=one.wording, who=one.who, witnesses=one.witnesses, confirmed=one.confirmed, gap=one.gap
    )
