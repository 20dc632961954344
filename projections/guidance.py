"""Fixed guidance: what to say after a refusal, what to avoid, and what to ask in a talk and on the telephone.

The same for everybody, under codes that stay.
"""

from typing import Literal

from msgspec import Struct

from domain.messages import Message, translatable


class GuidanceLine(Struct, frozen=True, kw_only=True):
    """A sentence under a stable code."""

    code: str
    says: Message


class PhraseAdvice(Struct, frozen=True, kw_only=True):
    """A well-meant phrase that backfires, why it does, and what to say instead."""

    code: str
    rather_not: Message
    why: Message
    rather: Message


class FeedbackQuestion(Struct, frozen=True, kw_only=True):
    """One of the four points that useful feedback covers."""

    point: Literal["competence", "requirements", "well_qualified", "self_presentation"]
    asks: Message


class Guidance(Struct, frozen=True, kw_only=True):
    """All guidance."""

    after_a_refusal: tuple[GuidanceLine, ...]
    """Care first: two kind sentences, and that it holds for this post only."""
    phrases: tuple[PhraseAdvice, ...]
    """For coaches and allies."""
    leave_to_ring: GuidanceLine
    """Asked at the interview itself."""
    call: tuple[GuidanceLine, ...]
    """The script of the call after a refusal."""
    four_questions: tuple[FeedbackQuestion, ...]
    in_every_talk: GuidanceLine
    """The standard question about the odds."""
    ally: tuple[GuidanceLine, ...]
    """What an ally can do, for the card."""


GUIDANCE = Guidance(
    after_a_refusal=(
        GuidanceLine(
            code="it_hurts",
            says=translatable("A no hurts, also when you saw it coming. You need do nothing with it today."),
        ),
        GuidanceLine(
            code="you_went",
            says=translatable(
                "You put yourself forward, which most people who would like this work never do."
            ),
        ),
        GuidanceLine(
            code="this_post_only",
            says=translatable(
                "This answer holds for this post, on that day, beside those candidates. It is no verdict on you or on the work."
            ),
        ),
    ),
    phrases=(
        PhraseAdvice(
            code="i_know_how_you_feel",
            rather_not=translatable("I know how you feel."),
            why=translatable("Nobody does, and it moves the talk to the one who says it."),
            rather=translatable("How is this for you?"),
        ),
        PhraseAdvice(
            code="plenty_of_others",
            rather_not=translatable("There are plenty of other jobs."),
            why=translatable("It passes over this one."),
            rather=translatable("What would you have liked about this one?"),
        ),
        PhraseAdvice(
            code="their_loss",
            rather_not=translatable("It is their loss."),
            why=translatable("It closes the question what could be learned."),
            rather=translatable("Shall we find out what decided it?"),
        ),
        PhraseAdvice(
            code="think_positive",
            rather_not=translatable("Stay positive."),
            why=translatable("It tells somebody that what they feel is wrong."),
            rather=translatable("Take the time you need. I will ring on Thursday."),
        ),
        PhraseAdvice(
            code="many_candidates",
            rather_not=translatable("There were many strong candidates."),
            why=translatable("An empty phrase lowers trust and teaches nothing."),
            rather=translatable("You were the second of four; the other had done audits before."),
        ),
    ),
    leave_to_ring=GuidanceLine(
        code="may_i_ring",
        says=translatable(
            "Whatever you decide: may I ring you afterwards and ask what decided it? It helps me on."
        ),
    ),
    call=(
        GuidanceLine(
            code="thanks", says=translatable("Thank you for seeing me. I am not ringing about the decision.")
        ),
        GuidanceLine(
            code="why",
            says=translatable("I would like to learn from it. Do you have two minutes for four questions?"),
        ),
        GuidanceLine(
            code="keep",
            says=translatable("May my papers stay on file, and until when? May I ring again in three weeks?"),
        ),
    ),
    four_questions=(
        FeedbackQuestion(
            point="competence",
            asks=translatable("Was there something in depth or experience that you missed?"),
        ),
        FeedbackQuestion(
            point="requirements",
            asks=translatable("Were there requirements, skills or languages that I did not meet?"),
        ),
        FeedbackQuestion(
            point="well_qualified",
            asks=translatable("Would I have been right for it, and did another happen to fit even better?"),
        ),
        FeedbackQuestion(
            point="self_presentation",
            asks=translatable("Was there something in how I came across that I could do otherwise?"),
        ),
    ),
    in_every_talk=GuidanceLine(
        code="fresh_or_one_of_many",
        says=translatable("Would somebody with my background come to you as fresh blood, or as one of many?"),
    ),
    ally=(
        GuidanceLine(
            code="ask_whom",
            says=translatable("Ask whom I met this week, not whether I have found something."),
        ),
        GuidanceLine(
            code="introduce", says=translatable("Introduce me to one person who does work I know nothing of.")
        ),
        GuidanceLine(code="no_advice", says=translatable("Listen for ten minutes before you advise.")),
    ),
)
