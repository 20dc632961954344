"""Words to hold on to: what to say after a refusal, what rather not, what to ask in a talk and on the telephone.

The same for everybody, under codes that stay.
"""

from typing import Literal

from msgspec import Struct

from domain.messages import Sentence, sentence


class Saying(Struct, frozen=True, kw_only=True):
    """A sentence under a code."""

    code: str
    says: Sentence


class Phrase(Struct, frozen=True, kw_only=True):
    """What is well meant and backfires, why, and what to say instead."""

    code: str
    rather_not: Sentence
    why: Sentence
    rather: Sentence


class Question(Struct, frozen=True, kw_only=True):
    """One of the four points that useful feedback covers."""

    point: Literal["competence", "requirements", "well_qualified", "self_presentation"]
    asks: Sentence


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
            says=sentence("A no hurts, also when you saw it coming. You need do nothing with it today."),
        ),
        Saying(
            code="you_went",
            says=sentence("You put yourself forward, which most people who would like this work never do."),
        ),
        Saying(
            code="this_post_only",
            says=sentence(
                "This answer holds for this post, on that day, beside those candidates. It is no verdict on you or on the work."
            ),
        ),
    ),
    phrases=(
        Phrase(
            code="i_know_how_you_feel",
            rather_not=sentence("I know how you feel."),
            why=sentence("Nobody does, and it moves the talk to the one who says it."),
            rather=sentence("How is this for you?"),
        ),
        Phrase(
            code="plenty_of_others",
            rather_not=sentence("There are plenty of other jobs."),
            why=sentence("It passes over this one."),
            rather=sentence("What would you have liked about this one?"),
        ),
        Phrase(
            code="their_loss",
            rather_not=sentence("It is their loss."),
            why=sentence("It closes the question what could be learned."),
            rather=sentence("Shall we find out what decided it?"),
        ),
        Phrase(
            code="think_positive",
            rather_not=sentence("Stay positive."),
            why=sentence("It tells somebody that what they feel is wrong."),
            rather=sentence("Take the time you need. I will ring on Thursday."),
        ),
        Phrase(
            code="many_candidates",
            rather_not=sentence("There were many strong candidates."),
            why=sentence("An empty phrase lowers trust and teaches nothing."),
            rather=sentence("You were the second of four; the other had done audits before."),
        ),
    ),
    leave_to_ring=Saying(
        code="may_i_ring",
        says=sentence(
            "Whatever you decide: may I ring you afterwards and ask what decided it? It helps me on."
        ),
    ),
    call=(
        Saying(code="thanks", says=sentence("Thank you for seeing me. I am not ringing about the decision.")),
        Saying(
            code="why",
            says=sentence("I would like to learn from it. Do you have two minutes for four questions?"),
        ),
        Saying(
            code="keep",
            says=sentence("May my papers stay on file, and until when? May I ring again in three weeks?"),
        ),
    ),
    four_questions=(
        Question(
            point="competence", asks=sentence("Was there something in depth or experience that you missed?")
        ),
        Question(
            point="requirements",
            asks=sentence("Were there requirements, skills or languages that I did not meet?"),
        ),
        Question(
            point="well_qualified",
            asks=sentence("Would I have been right for it, and did another happen to fit even better?"),
        ),
        Question(
            point="self_presentation",
            asks=sentence("Was there something in how I came across that I could do otherwise?"),
        ),
    ),
    in_every_talk=Saying(
        code="fresh_or_one_of_many",
        says=sentence("Would somebody with my background come to you as fresh blood, or as one of many?"),
    ),
    ally=(
        Saying(
            code="ask_whom", says=sentence("Ask whom I met this week, not whether I have found something.")
        ),
        Saying(
            code="introduce", says=sentence("Introduce me to one person who does work I know nothing of.")
        ),
        Saying(code="no_advice", says=sentence("Listen for ten minutes before you advise.")),
    ),
)
