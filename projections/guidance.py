"""Words to hold on to: what to say after a refusal, what rather not, what to ask in a talk and on the telephone.

The same for everybody, under codes that stay; in English here, in the reader's language on the pages.
"""

from typing import Literal

from msgspec import Struct


class Saying(Struct, frozen=True, kw_only=True):
    """A sentence under a code."""

    code: str
    says: str


class Phrase(Struct, frozen=True, kw_only=True):
    """What is well meant and backfires, why, and what to say instead."""

    code: str
    rather_not: str
    why: str
    rather: str


class Question(Struct, frozen=True, kw_only=True):
    """One of the four points that useful feedback covers."""

    point: Literal["competence", "requirements", "well_qualified", "self_presentation"]
    asks: str


class Guidance(Struct, frozen=True, kw_only=True):
    """Everything there is to say."""

    after_a_refusal: tuple[Saying, ...]
    """Care first: two kind sentences, and that it holds for this post only."""
    phrases: tuple[Phrase, ...]
    """For coaches and allies."""
    leave_to_ring: Saying
    """Asked at the interview itself."""
    call: tuple[Saying, ...]
    """The script of the call after a refusal."""
    four_questions: tuple[Question, ...]
    in_every_talk: Saying
    """The standard question about the odds."""
    ally: tuple[Saying, ...]
    """What an ally can do, for the card."""


GUIDANCE = Guidance(
    after_a_refusal=(
        Saying(
            code="it_hurts",
            says="A no hurts, also when you saw it coming. You need do nothing with it today.",
        ),
        Saying(
            code="you_went",
            says="You put yourself forward, which most people who would like this work never do.",
        ),
        Saying(
            code="this_post_only",
            says="This answer holds for this post, on that day, beside those candidates. It is no verdict on you or on the work.",
        ),
    ),
    phrases=(
        Phrase(
            code="i_know_how_you_feel",
            rather_not="I know how you feel.",
            why="Nobody does, and it moves the talk to the one who says it.",
            rather="How is this for you?",
        ),
        Phrase(
            code="plenty_of_others",
            rather_not="There are plenty of other jobs.",
            why="It passes over this one.",
            rather="What would you have liked about this one?",
        ),
        Phrase(
            code="their_loss",
            rather_not="It is their loss.",
            why="It closes the question what could be learned.",
            rather="Shall we find out what decided it?",
        ),
        Phrase(
            code="think_positive",
            rather_not="Stay positive.",
            why="It tells somebody that what they feel is wrong.",
            rather="Take the time you need. I will ring on Thursday.",
        ),
        Phrase(
            code="many_candidates",
            rather_not="There were many strong candidates.",
            why="An empty phrase lowers trust and teaches nothing.",
            rather="You were the second of four; the other had done audits before.",
        ),
    ),
    leave_to_ring=Saying(
        code="may_i_ring",
        says="Whatever you decide: may I ring you afterwards and ask what decided it? It helps me on.",
    ),
    call=(
        Saying(code="thanks", says="Thank you for seeing me. I am not ringing about the decision."),
        Saying(code="why", says="I would like to learn from it. Do you have two minutes for four questions?"),
        Saying(
            code="keep", says="May my papers stay on file, and until when? May I ring again in three weeks?"
        ),
    ),
    four_questions=(
        Question(point="competence", asks="Was there something in depth or experience that you missed?"),
        Question(
            point="requirements", asks="Were there requirements, skills or languages that I did not meet?"
        ),
        Question(
            point="well_qualified",
            asks="Would I have been right for it, and did another happen to fit even better?",
        ),
        Question(
            point="self_presentation",
            asks="Was there something in how I came across that I could do otherwise?",
        ),
    ),
    in_every_talk=Saying(
        code="fresh_or_one_of_many",
        says="Would somebody with my background come to you as fresh blood, or as one of many?",
    ),
    ally=(
        Saying(code="ask_whom", says="Ask whom I met this week, not whether I have found something."),
        Saying(code="introduce", says="Introduce me to one person who does work I know nothing of."),
        Saying(code="no_advice", says="Listen for ten minutes before you advise."),
    ),
)
