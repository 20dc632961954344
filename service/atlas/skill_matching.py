"""What a client's own words say of the skills that an occupation asks. Pure, and careful: rather nothing than a false "has it"."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct

from domain.journey.events.skills import SkillEvidenceKind
from domain.vocabulary import Language, SkillStanding
from service.atlas.folding import fold_label


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


def _in_order(line: str) -> tuple[str, ...]:
    return tuple(line.split())


SHORTEST_STEM = 4
"""Letters that are left of a word without its ending."""
MOST_BESIDE = 3
"""A wording that says more than this besides a skill of one word speaks of something else."""

_EMPTY: Mapping[Language, frozenset[str]] = MappingProxyType(
    {
        "en": _words(
            "a an the of to in on at by for and or is it its as be i my me you your we our he she his her they them their with "
            "from that this very well good great able about into when where what which how other others so too also up out "
            "people person work works working do does doing done make makes making take takes keep keeps keeping stay stays "
            "staying give gives giving show shows have has had can could will use uses using used things thing something"
        ),
        "nl": _words(
            "de het een van te tot in op aan bij om en of is zijn als ik mijn je jouw u uw hij zij ze hun ons onze met voor over "
            "naar door uit die dat deze dit wat hoe waar er ook heel zeer goed zo kan kunnen ander andere anderen mensen iemand "
            "werk werkt werken doet doen maakt maken geeft geven houdt houden blijft blijven toont tonen heeft hebben gebruikt "
            "gebruiken dingen iets"
        ),
        "sv": _words(
            "en ett att i pa av for och eller ar som den det de min mitt din ditt han hon vi ni sig med fran till over genom om "
            "denna detta hur vad nar var sa ocksa bra mycket kan kunna andra annan folk manniskor nagon nagot arbetar arbete "
            "arbeta jobbar jobba gor gora ger ge haller halla visar visa anvander anvanda ha har saker"
        ),
        "nb": _words(
            "en et ei a i pa av for og eller er som den det de min mitt din ditt han hun vi dere seg med fra til over gjennom om "
            "denne dette hvordan hva nar hvor sa ogsa bra godt veldig kan kunne andre annen folk mennesker noen noe arbeider "
            "arbeid arbeide jobber jobbe gjor gjore gir gi holder holde viser vise bruker bruke ha har ting"
        ),
    }
)
"""Words that say nothing of a skill, as they are compared."""
_NOT = _words(
    "not no never cannot don doesn without lacks lack hardly less niet geen nooit zonder minder inte ingen aldrig utan saknar ikke "
    "ingen aldri uten mangler"
)
"""What turns a wording round."""
_ENDINGS: Mapping[Language, tuple[str, ...]] = MappingProxyType(
    {
        "en": _in_order("ations ation ings ing ers er ies ied ed es ly s e y"),
        "nl": _in_order("heden heid ingen ing ende eren ers en er es t s e"),
        "sv": _in_order("ningarna ningar ningen ning andet ande arna erna are ade ar er en et or na a e s t"),
        "nb": _in_order("ningene ninger ningen ning ingene inger ingen ende ene ere er en et a e s t"),
    }
)
_LAST = str.maketrans({"v": "f", "z": "s"})
"""Dutch writes the last letter of a stem by what follows it: schrijven, schrijft."""
_ALIKE_FROM = 5
"""Stems of so many letters are the same when one has a letter more at its end."""
_LETTERS = re.compile(r"[^\W\d_]+")


_MOST_TELLING: Sequence[SkillStanding] = ("not_yet", "partly", "has")
"""Where several wordings speak of a skill, the most careful one is proposed."""


class OwnWording(Struct, frozen=True, kw_only=True):
    """Something that was said of a client, and what it would say of a skill that it speaks of."""

    kind: SkillEvidenceKind
    id: UUID
    wording: str
    standing: SkillStanding


class SkillTitle(Struct, frozen=True, kw_only=True):
    """A skill in one or more languages."""

    skill_id: str
    titles: Mapping[str, str]


def match_skills(
    skills: Iterable[SkillTitle], wordings: Collection[OwnWording], *languages: Language
) -> dict[str, OwnWording]:
    """By skill the wording that speaks of it, in one of these languages or in English; the most careful of several."""
    read_in: tuple[Language, ...] = (*languages, "en")
    read: dict[Language, list[tuple[frozenset[str], OwnWording]]] = {
        each: [(stems, one) for one in wordings if (stems := _wording_stems(one.wording, each))]
        for each in read_in
    }
    found: dict[str, OwnWording] = {}
    for skill in skills:
        fitting = [
            one
            for each in read
            if (asked := content_stems(skill.titles.get(each, ""), each))
            for stems, one in read[each]
            if _speaks_of(asked, stems)
        ]
        if fitting:
            found[skill.skill_id] = most_careful(fitting)
    return found


def most_careful(wordings: Collection[OwnWording]) -> OwnWording:
    """Of several the one that claims the least."""
    return min(wordings, key=lambda one: _MOST_TELLING.index(one.standing))


def _speaks_of(asked: frozenset[str], words: frozenset[str]) -> bool:
    """Whether all that makes the skill is said; one word alone must be most of what is said."""
    whole = all(any(_is_same(one, other) for other in words) for one in asked)
    return whole and (len(asked) > 1 or len(words) <= 1 + MOST_BESIDE)


def _is_same(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    alike = len(shorter) >= _ALIKE_FROM and len(longer) == len(shorter) + 1 and longer.startswith(shorter)
    return one == other or alike


def _wording_stems(wording: str, language: Language) -> frozenset[str]:
    """What a wording says; nothing if it says that something is not so."""
    return frozenset() if is_turned_round(wording) else content_stems(wording, language)


def is_turned_round(wording: str) -> bool:
    """Whether a wording says that something is not so."""
    return bool(_NOT.intersection(fold_label(wording).split()))


def content_stems(text: str, language: Language) -> frozenset[str]:
    """The words that say something, without their endings."""
    words = (word for word in _LETTERS.findall(fold_label(text)) if word not in _EMPTY[language])
    return frozenset(_stem(word, language) for word in words)


def _stem(word: str, language: Language) -> str:
    """A word without its ending, if enough is left of it."""
    for ending in _ENDINGS[language]:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    return word[:-1] + word[-1].translate(_LAST) if language == "nl" else word
