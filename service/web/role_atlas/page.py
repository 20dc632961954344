"""What a role's page shows of the atlas: out of the journey as it was read and two questions to the atlas at most."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.vocabulary import Language
from projections.gaps.projection import GAPS
from projections.profile.view import RoleView
from projections.skills.projection import SKILLS
from projections.strengths.projection import STRENGTHS
from service.application.folded_journey import FoldedJourney
from service.atlas.atlas import Atlas
from service.atlas.distance import AskedWork, DistanceProposal, KnownWork, propose_distance
from service.atlas.role_sheet import RoleSheet, SheetQuestion
from service.localization.locales import parse_language
from service.web.near_roles.linked_roles import LinkedRole, chosen_roles, language_of, linked_roles
from service.web.role_atlas.evidence import OwnEvidence, own_evidence, work_evidence
from service.web.role_atlas.outlook import RoleOutlook, role_outlook
from service.web.role_atlas.skills import SkillRow, WhatItTakes, what_it_takes

ROLE_ATLAS_PROJECTIONS = (SKILLS, STRENGTHS)
"""Beside those of the role's story."""
COUNTRIES: Mapping[Language, str | None] = MappingProxyType({"en": None, "nl": "NL", "sv": "SE", "nb": "NO"})
"""Where people mostly live whose locale names no country."""


class RoleAtlasPage(Struct, frozen=True, kw_only=True):
    """What the atlas says of a role."""

    sheet: RoleSheet
    takes: WhatItTakes
    choices: tuple[tuple[str, str], ...]
    """What may be named as showing a skill: as a form names it, and in words."""
    judging: SkillRow | None
    """The skill of which the client says how it is."""
    proposal: DistanceProposal | None
    """How different it may be; None where it is her own work, or there is nothing to compare it with."""
    no_work_linked: bool
    """Whether none of her previous work is in the atlas, so that nothing can be proposed."""
    outlook: RoleOutlook | None


def country_of(journey: Journey) -> str | None:
    """The country of the client's locale, as two letters; None where it cannot be told."""
    plan = journey.course.plan
    locale = (plan.locale if plan else None) or journey.started.event.locale
    parts = locale.replace("_", "-").split("-")
    if len(parts) > 1 and len(parts[-1]) == len("NL") and parts[-1].isalpha():
        return parts[-1].upper()
    language = parse_language(locale)
    return COUNTRIES.get(language) if language else None


async def read_sheet(atlas: Atlas, journey: Journey, role_id: UUID, language: Language) -> RoleSheet | None:
    """What the atlas knows of a role; None if the role is not in it."""
    role = journey.roles.get(role_id)
    if role is None or role.link is None:
        return None
    return await atlas.role_sheet(
        SheetQuestion(
            occupation_id=role.link.occupation_id,
            isco_group=role.link.isco_group,
            others=tuple(one.occupation_id for one in _others(journey, role_id) if one.occupation_id),
            country=country_of(journey),
        ),
        language,
    )


def build_role_atlas(
    folded: FoldedJourney,
    role: RoleView,
    sheet: RoleSheet,
    *,
    sees_entries: bool,
    language: Language,
    region: str = "",
    skill_id: str = "",
) -> RoleAtlasPage:
    """The parts of the page. `ROLE_ATLAS_PROJECTIONS` and the gaps must have been loaded."""
    gaps = folded.view(GAPS).gaps
    evidence = own_evidence(folded.journey, folded.view(STRENGTHS).strengths, gaps, sees_entries=sees_entries)
    works = work_evidence(folded.journey, role.role_id, sees_entries=sees_entries)
    others = _others(folded.journey, role.role_id)
    takes = what_it_takes(
        sheet.skills,
        folded.view(SKILLS).skills,
        evidence,
        role_id=role.role_id,
        gaps=gaps,
        other_occupations=[
            one.occupation_id
            for one in linked_roles(chosen_roles(folded.journey))
            if one.occupation_id and one.role_id != role.role_id
        ],
        language=language,
        own_language=language_of(folded.journey),
        works=works,
    )
    return RoleAtlasPage(
        sheet=sheet,
        takes=takes,
        choices=_choices((*evidence, *works)),
        judging=next((one for one in takes.rows if one.skill_id == skill_id), None),
        proposal=_proposal(folded.journey, role, sheet, others),
        no_work_linked=role.distance != "same" and not any(one.distance == "same" for one in others),
        outlook=role_outlook(sheet.outlook, role.market if sees_entries else (), region, folded.today),
    )


def _choices(evidence: Sequence[OwnEvidence]) -> tuple[tuple[str, str], ...]:
    """Each once; of feedback in several points the first."""
    offered: dict[str, str] = {}
    for one in evidence:
        offered.setdefault(one.value, one.wording.wording)
    return tuple(offered.items())


def _others(journey: Journey, role_id: UUID) -> tuple[LinkedRole, ...]:
    """Her other roles that are in the atlas, also those she put aside: work that is ruled out is work she knows."""
    return tuple(one for one in linked_roles(chosen_roles(journey), aside=True) if one.role_id != role_id)


def _proposal(
    journey: Journey, role: RoleView, sheet: RoleSheet, others: tuple[LinkedRole, ...]
) -> DistanceProposal | None:
    link = journey.roles[role.role_id].link
    if link is None or role.distance == "same":
        return None
    asked = AskedWork(
        isco_group=link.isco_group,
        occupation_id=link.occupation_id,
        needs_licence=sheet.occupation.needs_licence if sheet.occupation else False,
        asked=len(sheet.skills),
    )
    known = [
        KnownWork(
            title=one.title,
            isco_group=one.isco_group,
            occupation_id=one.occupation_id,
            similarity=sheet.similarity.get(one.occupation_id, 0.0) if one.occupation_id else 0.0,
            shared=sheet.shared_with(one.occupation_id) if one.occupation_id else 0,
            needs_licence=one.occupation_id in sheet.licensed,
        )
        for one in others
        if one.distance == "same"
    ]
    return propose_distance(asked, known)
