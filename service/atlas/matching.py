"""How well a label fits what was typed: word by word, and then as a whole. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

TypedWords = tuple[str, ...]
WordScores = Mapping[str, Mapping[str, float]]
"""For each typed word, the words of labels that it may stand for, and how surely: 1 is the word itself."""

EXACT, INFLECTED, BEGUN, HEAD, PART, ELEMENT = 1.0, 0.95, 0.92, 0.84, 0.7, 0.45
"""What a word is to the one that was typed: itself, with another ending, begun by it, a compound with it at its end, one with
it elsewhere; and what is an element of the typed compound."""
FEW_LETTERS = 4
"""Of words that short no other word counts as mistyped."""
MOST_JOINED = 3
"""TypedWords of a query; in a longer one none are read as one."""
TWO_SLIPS_FROM = 7
"""Letters from which a word may hold two slips."""
ONE_SLIP, TWO_SLIPS = 0.9, 0.82
ENDINGS = (
    ("woman", "man"),
    ("women", "man"),
    ("men", "man"),
    ("ster", "er"),
    ("sters", "er"),
    ("vrouw", "man"),
    ("lieden", "man"),
    ("euse", "eur"),
    ("trice", "teur"),
    ("trice", "tor"),
    ("ares", "aar"),
    ("aressen", "aar"),
    ("erska", "are"),
    ("erskor", "are"),
    ("kvinna", "man"),
    ("erske", "er"),
    ("dame", "mann"),
    ("kvinne", "mann"),
)
"""How the names of who does a work end in English, Dutch, Swedish and Norwegian, where no dictionary joins them."""
FEWEST_BEFORE_ENDING = 3
ALIKE = 0.25
"""TypedWords that are less alike are not searched for slips."""
LEAST_SHARE = 0.3
"""Of the letters of a compound; a shorter element says little of it."""
LOOSE = 0.5
"""What a word counts at most that shares letters or its beginning with the typed one, and no more."""
WHOLE, PREFERRED, OTHER_LANGUAGE, ENGLISH = 1.15, 1.03, 0.72, 0.8
"""What a label counts more or less for being just what was typed, the title, or in another language."""
SURE_IN_OTHERS = 0.75
"""A label in another language that fits less does not fit by its meaning."""
SURE_SHARE, SUPPORT, MOST_SUPPORT = 0.75, 0.015, 6
"""An occupation that has several names which fit nearly as well as the best is a little more likely the one."""
MISTAKEN = 0.85
"""What a word that is only a slip away counts less where the typed word is one of labels itself."""
LEAST, LEAST_OF_BEST = 0.2, 0.5
"""What fits less than this, or than this share of the best, is not shown."""


class Label(Struct, frozen=True, kw_only=True):
    """A name of an occupation or a group, as search reads it."""

    occupation_id: str | None
    group_code: str | None
    language: str
    label: str
    folded: str
    preferred: bool


def word_score(typed: str, word: str, *, same_stem: bool, alike: float) -> float:
    """How surely a word of a label is the one that was typed; `alike` is the share of their groups of three letters."""
    if typed == word:
        return EXACT
    found = INFLECTED if same_stem or word in kindred(typed) else 0.0
    if word.startswith(typed):
        found = max(found, BEGUN * (0.8 + 0.2 * len(typed) / len(word)))
    stem = typed[:-1] if len(typed) > FEW_LETTERS + 1 else typed
    if len(stem) >= FEW_LETTERS and stem in word[1:]:
        is_head = len(word) - (word.rindex(stem) + len(stem)) <= 2
        found = max(found, HEAD if is_head else PART)
    return max(found, _slips_score(typed, word, alike))


def is_other_word(typed: str, word: str, *, same_stem: bool) -> bool:
    """Whether a word is neither the typed one in another form nor made with it: only a slip would make it so."""
    return not (same_stem or typed[:-1] in word or word in typed or word in kindred(typed))


def element_score(typed: str, word: str) -> float:
    """How surely a word of a label is what a typed compound is about: its end counts more than its beginning."""
    share = len(word) / len(typed)
    if len(word) < FEW_LETTERS or share < LEAST_SHARE:
        return 0.0
    return ELEMENT + 0.1 * share + (0.2 if typed.endswith(word) else 0.0)


def _slips_score(typed: str, word: str, alike: float) -> float:
    if len(typed) >= FEW_LETTERS and (
        alike >= ALIKE or len(typed) < TWO_SLIPS_FROM or len(typed) == len(word)
    ):
        slips = count_slips(typed, word, most=2)
        if slips <= 1:
            return ONE_SLIP
        if slips == 2 and len(typed) >= TWO_SLIPS_FROM:
            return TWO_SLIPS
        if len(word) > len(typed) and count_slips(typed, word[: len(typed)], most=1) == 1:
            return ONE_SLIP * BEGUN * (0.8 + 0.2 * len(typed) / len(word))
    begun = sum(1 for _ in _common_prefix(typed, word)) / max(len(typed), len(word))
    return LOOSE * max(alike, begun) + 0.3 * alike


def _common_prefix(one: str, other: str) -> Iterator[str]:
    for left, right in zip(one, other, strict=False):
        if left != right:
            return
        yield left


def count_slips(one: str, other: str, *, most: int) -> int:
    """Letters left out, added, mistaken or swapped with their neighbour; `most` + 1 if they are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and right == one[i - 2]:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def kindred(typed: str) -> set[str]:
    """The same work under the name of who does it, a woman, a man or several, in any of the languages."""
    return {
        typed.removesuffix(one) + other
        for pair in ENDINGS
        for one, other in (pair, pair[::-1])
        if typed.endswith(one) and len(typed) - len(one) >= FEWEST_BEFORE_ENDING
    }


def likely_slips(typed: str) -> Iterator[str]:
    """What may have been meant by a word with two letters swapped or, if it is short, with one too many."""
    for at in range(len(typed) - 1):
        yield typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]
    if FEW_LETTERS <= len(typed) < TWO_SLIPS_FROM:
        yield from (typed[:at] + typed[at + 1 :] for at in range(len(typed)))


def readings(words: TypedWords, known: frozenset[str] = frozenset()) -> tuple[TypedWords, ...]:
    """The ways to read what was typed: as it is, with two neighbours written as one, or one word as two that are known."""
    pairs = pairwise(words) if len(words) <= MOST_JOINED else ()
    joined = [(*words[:at], left + right, *words[at + 2 :]) for at, (left, right) in enumerate(pairs)]
    split = [
        (*words[:at], word[:cut], word[cut:], *words[at + 1 :])
        for at, word in enumerate(words)
        for cut in range(3, len(word) - 2)
        if word[:cut] in known and word[cut:] in known
    ]
    return (words, *joined, *split)


def label_score(label: Label, typed: Sequence[TypedWords], scores: WordScores, language: str) -> float:
    """How well a label fits the best of the readings, in the language of who reads."""
    parts = label.folded.split()
    found = max((_reading_score(one, parts, scores) for one in typed), default=0.0)
    if label.language != language and found < SURE_IN_OTHERS:
        return 0.0
    if label.folded == " ".join(typed[0]):
        found *= WHOLE
    if label.preferred:
        found *= PREFERRED
    if label.language != language:
        found *= ENGLISH if label.language == "en" else OTHER_LANGUAGE
    return found


def _reading_score(words: TypedWords, parts: Sequence[str], scores: WordScores) -> float:
    found = [max((scores.get(word, {}).get(part, 0.0) for part in parts), default=0.0) for word in words]
    letters = sum(len(word) for word in words)
    heard = sum(score * len(word) for score, word in zip(found, words, strict=True)) / letters
    covered = sum(score > LOOSE for score in found) / len(parts)
    return heard * (0.75 + 0.25 * min(covered, 1.0))


def each_once(labels: Iterable[Label]) -> list[Label]:
    """The first label of each occupation and of each group; groups that go by one name count as one."""
    best: list[Label] = []
    seen: set[str] = set()
    for one in labels:
        names = {f"occupation {one.occupation_id}"} if one.occupation_id else _names_of_group(one)
        if not names & seen:
            best.append(one)
        seen |= names
    return best


def _names_of_group(label: Label) -> set[str]:
    return {f"group {label.group_code}", f"group named {label.folded}"}


def best_first(
    labels: Iterable[Label], typed: Sequence[TypedWords], scores: WordScores, language: str
) -> list[Label]:
    """Of each occupation the label that fits best, the best first; what fits far less than the best is left out.

    Languages that she does not read count only where nothing in hers or in English fits as well.
    """
    fits = {one: label_score(one, typed, scores, language) for one in labels}
    most = max(fits.values(), default=0.0)
    read = {language, "en"}
    if any(one.language in read and score >= SURE_SHARE * most for one, score in fits.items()):
        fits = {one: score for one, score in fits.items() if one.language in read}
    sure = Counter(one.occupation_id for one, score in fits.items() if score >= SURE_SHARE * most)

    def order(label: Label) -> tuple[float, int, str, str]:
        support = min(sure[label.occupation_id], MOST_SUPPORT) if label.occupation_id else 0
        found = fits[label] * (1 + SUPPORT * support)
        return (-found, len(label.folded), label.folded, label.occupation_id or "")

    fitting = [one for one, score in fits.items() if score >= max(LEAST, LEAST_OF_BEST * most)]
    return each_once(sorted(fitting, key=order))
