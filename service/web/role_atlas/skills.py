"""What a role takes: its skills beside what is known of the client, settled by her or proposed by its words."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.redacted import is_readable
from domain.text import name_key
from domain.vocabulary import Language, SkillStanding
from projections.gaps.view import GapView
from projections.skills.view import SkillView
from service.atlas.likely_skills import likely_skills
from service.atlas.role_sheet import AskedSkill
from service.atlas.same_skills import same_skills
from service.atlas.skill_matching import OwnWording, SkillTitle, match_skills
from service.atlas.views import LocalText
from service.localization.locales import DEFAULT_LANGUAGE
from service.web.role_atlas.evidence import EvidenceKey, OwnEvidence

SHOWN = 10
"""Skills that stand open; the rest unfolds."""
MOST_ASKED = 40
"""Skills of her own work that are asked about at once."""


class SkillRow(Struct, frozen=True, kw_only=True):
    """A skill that the role asks."""

    skill_id: str
    title: LocalText
    essential: bool
    standing: SkillStanding
    settled_on: date | None
    """When the client said so; None while it is proposed, or nothing is known."""
    shown_by: OwnEvidence | None
    """What shows it; None where nothing was named, or where its reader does not see it."""
    perhaps: OwnEvidence | None = None
    """What may speak of it, for the client to say; it claims nothing."""
    also_asked: int
    """By how many of the client's other roles."""

    not_asked: bool = False
    """Whether the client was not asked yet: a skill that work of hers needs, of which nothing is known."""

    @property
    def is_proposed(self) -> bool:
        """Whether it is so by the words of what is known, and nobody said so."""
        return self.settled_on is None and self.shown_by is not None


class WhatItTakes(Struct, frozen=True, kw_only=True):
    """The skills of a role: first those of which something is known or may be, and of these the essential."""

    rows: tuple[SkillRow, ...]
    counts: Mapping[SkillStanding, int]
    """How many stand so, as far as the client said."""
    proposed: int
    """Of how many something is proposed by its words."""
    said_before: tuple[SkillRow, ...]
    """What the client said for this role of skills that it is not asked any more, such as by another edition of the atlas."""
    to_ask: tuple[SkillRow, ...]
    """What work of hers needs and she said nothing of, until she was asked once: which of these she has."""
    gaps: tuple[GapView, ...]
    """What was heard to be missing for this role and stands at none of its skills."""

    @property
    def open_rows(self) -> tuple[SkillRow, ...]:
        """Those that stand open."""
        return self.rows[:SHOWN]

    @property
    def folded_rows(self) -> tuple[SkillRow, ...]:
        """The rest."""
        return self.rows[SHOWN:]


def what_it_takes(
    skills: Sequence[AskedSkill],
    judged: Sequence[SkillView],
    evidence: Sequence[OwnEvidence],
    *,
    role_id: UUID,
    gaps: Collection[GapView],
    other_occupations: Sequence[str],
    language: Language,
    own_language: Language = DEFAULT_LANGUAGE,
    works: Sequence[OwnEvidence] = (),
) -> WhatItTakes:
    """The skills of a role beside what is known. What the client said of a skill counts before any proposal.

    `works` is the work she did.
    """
    settled = _settled(skills, judged)
    by_key: Mapping[EvidenceKey, OwnEvidence] = {one.key: one for one in reversed((*works, *evidence))}
    asks = _is_to_ask(settled, works, role_id)
    titles = [
        SkillTitle(skill_id=one.skill_id, titles=one.titles) for one in skills if one.skill_id not in settled
    ]
    wordings = [one.wording for one in evidence]
    found = match_skills(titles, wordings, own_language, language)
    open_titles = [one for one in titles if one.skill_id not in found]
    likely = likely_skills(open_titles, wordings, (own_language, language, "en"))
    rows = [
        _row(
            one,
            settled.get(one.skill_id),
            _evidence_of(evidence, found.get(one.skill_id)),
            by_key,
            other_occupations,
            perhaps=_evidence_of(evidence, likely.get(one.skill_id)),
            asks=asks,
        )
        for one in skills
    ]
    said_before = _said_before(skills, judged, by_key, role_id=role_id, language=language)
    shown = {one.shown_by.gap.gap_id for one in (*rows, *said_before) if one.shown_by and one.shown_by.gap}
    return WhatItTakes(
        rows=tuple(sorted(rows, key=_place)),
        counts=Counter(one.standing for one in rows if one.settled_on),
        proposed=sum(one.is_proposed for one in rows),
        said_before=said_before,
        to_ask=tuple(one for one in rows if asks and one.essential and one.settled_on is None)[:MOST_ASKED],
        gaps=tuple(
            gap
            for gap in gaps
            if gap.gap_id not in shown and any(one.role_id == role_id for one in gap.roles)
        ),
    )


def _is_to_ask(settled: Mapping[str, SkillView], works: Sequence[OwnEvidence], role_id: UUID) -> bool:
    """Whether it is work she did and she was not asked which of its skills she has."""
    proofs = [one.shown_by for one in settled.values() if one.shown_by]
    return any(one.wording.id == role_id for one in works) and not any(
        proof.kind == "own_work" and proof.id == role_id for proof in proofs
    )


def _settled(skills: Sequence[AskedSkill], judged: Sequence[SkillView]) -> Mapping[str, SkillView]:
    """What was said of each skill that is asked: under its id, or that of the same skill in another edition, else under its title."""
    by_id = {one.skill_id: one for one in judged}
    by_title = {name_key(one.title): one for one in sorted(judged, key=lambda one: one.on)}
    found = {
        skill.skill_id: by_id.get(skill.skill_id)
        or next((by_id[one] for one in same_skills(skill.skill_id) if one in by_id), None)
        or next((by_title[name] for name in _names(skill) if name in by_title), None)
        for skill in skills
    }
    return {skill_id: one for skill_id, one in found.items() if one}


def _names(skill: AskedSkill) -> tuple[str, ...]:
    return tuple(name_key(title) for title in skill.titles.values())


def _said_before(
    skills: Sequence[AskedSkill],
    judged: Sequence[SkillView],
    by_key: Mapping[EvidenceKey, OwnEvidence],
    *,
    role_id: UUID,
    language: Language,
) -> tuple[SkillRow, ...]:
    asked = {each for one in skills for each in (one.skill_id, *same_skills(one.skill_id))}
    names = {name for one in skills for name in _names(one)}
    return tuple(
        SkillRow(
            skill_id=one.skill_id,
            title=LocalText(text=one.title, language=language),
            essential=True,
            standing=one.standing,
            settled_on=one.on,
            shown_by=by_key.get((one.shown_by.kind, one.shown_by.id)) if one.shown_by else None,
            also_asked=0,
        )
        for one in judged
        if role_id in one.role_ids
        and one.skill_id not in asked
        and is_readable(one.title)
        and name_key(one.title) not in names
    )


def _place(row: SkillRow) -> tuple[bool, bool]:
    is_open = row.settled_on is None and row.shown_by is None
    return is_open and row.perhaps is None, not row.essential


def _evidence_of(evidence: Sequence[OwnEvidence], wording: OwnWording | None) -> OwnEvidence | None:
    return next((one for one in evidence if one.wording == wording), None)


def _row(
    skill: AskedSkill,
    settled: SkillView | None,
    proposed: OwnEvidence | None,
    by_key: Mapping[EvidenceKey, OwnEvidence],
    other_occupations: Sequence[str],
    *,
    perhaps: OwnEvidence | None,
    asks: bool,
) -> SkillRow:
    if settled:
        proof = settled.shown_by
        standing, shown_by = settled.standing, by_key.get((proof.kind, proof.id)) if proof else None
    else:
        standing, shown_by = proposed.wording.standing if proposed else "not_known", proposed
    return SkillRow(
        skill_id=skill.skill_id,
        title=skill.title,
        essential=skill.essential,
        standing=standing,
        settled_on=settled.on if settled else None,
        shown_by=shown_by,
        perhaps=perhaps,
        not_asked=asks and skill.essential and settled is None and shown_by is None,
        also_asked=sum(one in skill.asked_by for one in other_occupations),
    )
