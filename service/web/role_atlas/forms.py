"""The forms about what the atlas says of a role: how it is with a skill, and an outlook that is counted."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import get_args
from uuid import UUID

import msgspec

from domain.journey.commands.corrections import RetractEntry
from domain.journey.commands.market import NoteMarketSignal, WebAddress
from domain.journey.commands.skills import JudgeSkill, SkillEvidenceInput
from domain.journey.decide import UserCommand
from domain.journey.events.market import MarketSignalNoted
from domain.journey.events.skills import SkillEvidenceKind
from domain.vocabulary import SkillStanding
from service.atlas.role_sheet import AskedSkill, GroupOutlook, RoleSheet
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form, FormContext
from service.web.role_atlas.outlook import outlook_key, outlook_source, signals_of

STANDING_REQUIRED = gettext_noop("Say how it is with this skill.")
TICK_ONE = gettext_noop("Tick at least one skill.")
NOT_ASKED_ANY_MORE = gettext_noop("The atlas does not ask this skill of this role any more.")
NO_SUCH_EVIDENCE = gettext_noop("Choose one of these, or none.")
NOT_COUNTED = gettext_noop("No outlook is counted for this role.")
NOT_PUBLISHED = gettext_noop("This outlook is not in the atlas any more.")
LONGEST_TITLE = 200


class RoleAtlasContext(FormContext, frozen=True, kw_only=True):
    """The journey, the role that the address names, and what the atlas knows of it."""

    sheet: RoleSheet = RoleSheet()


def parse_skill(form: FormData, context: RoleAtlasContext) -> Sequence[UserCommand]:
    """How it is with a skill that the role asks."""
    translator = current_translator()
    standings: tuple[SkillStanding, ...] = get_args(SkillStanding)
    standing = form.choice("standing", standings, needed=translator.gettext(STANDING_REQUIRED))
    skill = _asked_skill(form, context.sheet)
    if skill is None:
        form.add_error(FORM_ERROR, translator.gettext(NOT_ASKED_ANY_MORE))
    shown_by = _evidence(form)
    if standing is None or skill is None:
        return []
    return [
        JudgeSkill(
            happened_on=context.today,
            skill_id=skill.skill_id,
            title=skill.title.text[:LONGEST_TITLE],
            standing=standing,
            evidence=shown_by,
            role_id=context.item_id,
        )
    ]


def parse_skills_of_own_work(form: FormData, context: RoleAtlasContext) -> Sequence[UserCommand]:
    """The skills that she has from work she did, each said as by itself."""
    ticked = form.choices("skills", [one.skill_id for one in context.sheet.skills if one.essential])
    if not ticked:
        form.errors.setdefault("skills", current_translator().gettext(TICK_ONE))
    if context.item_id is None:
        return []
    return [
        JudgeSkill(
            happened_on=context.today,
            skill_id=skill.skill_id,
            title=skill.title.text[:LONGEST_TITLE],
            standing="has",
            evidence=SkillEvidenceInput(kind="own_work", id=context.item_id),
            role_id=context.item_id,
        )
        for skill in context.sheet.skills
        if skill.skill_id in ticked
    ]


def _asked_skill(form: FormData, sheet: RoleSheet) -> AskedSkill | None:
    return next((one for one in sheet.skills if one.skill_id == form.first("skill_id")), None)


def _evidence(form: FormData) -> SkillEvidenceInput | None:
    if not form.has("shown_by"):
        return None
    kinds: Mapping[str, SkillEvidenceKind] = {one: one for one in get_args(SkillEvidenceKind)}
    kind, _, its_id = form.first("shown_by").partition(":")
    try:
        return SkillEvidenceInput(kind=kinds[kind], id=UUID(its_id))
    except (KeyError, ValueError):
        form.add_error("shown_by", current_translator().gettext(NO_SUCH_EVIDENCE))
        return None


def parse_outlook(form: FormData, context: RoleAtlasContext) -> Sequence[UserCommand]:
    """An outlook is counted as weak signals: what it says of the openings, and what of the demand."""
    wanted = form.first("outlook")
    line = next(
        (one for one in context.sheet.outlook if outlook_key(one) == wanted and signals_of(one)), None
    )
    if line is None or context.item_id is None:
        form.add_error(FORM_ERROR, current_translator().gettext(NOT_PUBLISHED))
        return []
    return list(_signals(form, context, line, context.item_id))


def _signals(
    form: FormData, context: RoleAtlasContext, line: GroupOutlook, role_id: UUID
) -> Iterable[NoteMarketSignal]:
    for signal in signals_of(line):
        yield NoteMarketSignal(
            happened_on=context.today,
            signal_id=form.new_id(signal),
            role_id=role_id,
            signal=signal,
            published=min(line.published_on, context.today),
            source=outlook_source(line),
            address=_web_address(line.url),
            weak=True,
        )


def parse_uncounted(form: FormData, context: RoleAtlasContext) -> Sequence[UserCommand]:
    """All that was ever counted for the role is taken back, also what another replaced: else that would count again."""
    authored = {number: one.event for number, one in enumerate(context.journey.authored_events, 1)}
    counted = _weak_signals(context.journey.effective_events(), context.item_id)
    sent_again = [
        number
        for number, event in _weak_signals(authored, context.item_id).items()
        if event.published.isoformat() == form.first("edition_of")
    ]
    commands = [
        RetractEntry(happened_on=context.today, number=number) for number in list(counted) or sent_again
    ]
    if not commands:
        form.add_error(FORM_ERROR, current_translator().gettext(NOT_COUNTED))
    return commands


def _weak_signals(events: Mapping[int, object], role_id: UUID | None) -> dict[int, MarketSignalNoted]:
    return {
        number: event
        for number, event in events.items()
        if isinstance(event, MarketSignalNoted) and event.weak and event.role_id == role_id
    }


def _web_address(url: str) -> str | None:
    try:
        return msgspec.convert(url, WebAddress)
    except msgspec.ValidationError:
        return None


ROLE_ATLAS_FORMS: Mapping[str, Form[RoleAtlasContext]] = MappingProxyType(
    {
        "skill": Form(
            parse=parse_skill,
            confirmation=gettext_noop("Saved. It counts for every role that asks this skill."),
            fields={"evidence": "shown_by", "skill_id": FORM_ERROR, "title": FORM_ERROR},
        ),
        "skills": Form(
            parse=parse_skills_of_own_work,
            confirmation=gettext_noop("Saved. They count for every role that asks these skills."),
            fields=dict.fromkeys(("evidence", "skill_id", "title", "happened_on"), FORM_ERROR),
        ),
        "outlook": Form(
            parse=parse_outlook,
            confirmation=gettext_noop("Counted as a weak sign. What you hear yourself weighs twice as much."),
            fields={"published": FORM_ERROR, "source": FORM_ERROR, "address": FORM_ERROR},
        ),
        "uncounted": Form(
            parse=parse_uncounted,
            confirmation=gettext_noop("Withdrawn. It counts for nothing now."),
            fields={"number": FORM_ERROR},
        ),
    }
)
"""By the end of their address."""
