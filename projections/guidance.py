"""Fixed guidance: what to say after a refusal, what to avoid, and what to ask in a talk and on the telephone.

The same for everybody, under codes that stay.
"""

from typing import Literal

from msgspec import Struct

from domain.messages import Message, translatable


class GuidanceLine(Struct, frozen=True, kw_only=True):
    """A sentence, with a stable code."""

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
    unknown_jobs: GuidanceLine
    """Asked in every conversation, too: it leads to people and to work that nobody thinks of."""
    ally: tuple[GuidanceLine, ...]
    """What an ally can do, for the card."""


GUIDANCE = Guidance(
    after_a_refusal=(
        GuidanceLine(
            code="it_hurts",
            says=translatable(
                "A no hurts, even when you saw it coming. You do not need to do anything with it today."
            ),
        ),
        GuidanceLine(
            code="you_went",
            says=translatable("You put yourself forward. Most people who would like this work never do."),
        ),
        GuidanceLine(
            code="this_post_only",
            says=translatable(
                "This no is about this job, on that day, with those candidates. It is not a verdict "
                "on you or on this kind of work."
            ),
        ),
    ),
    phrases=(
        PhraseAdvice(
            code="i_know_how_you_feel",
            rather_not=translatable("I know how you feel."),
            why=translatable("Nobody does, and it makes the conversation about you."),
            rather=translatable("How is this for you?"),
        ),
        PhraseAdvice(
            code="plenty_of_others",
            rather_not=translatable("There are plenty of other jobs."),
            why=translatable("It ignores this one."),
            rather=translatable("What would you have liked about this one?"),
        ),
        PhraseAdvice(
            code="their_loss",
            rather_not=translatable("It is their loss."),
            why=translatable("It closes the door on what could be learned."),
            rather=translatable("Shall we find out what decided it?"),
        ),
        PhraseAdvice(
            code="think_positive",
            rather_not=translatable("Stay positive."),
            why=translatable("It tells them that what they feel is wrong."),
            rather=translatable("Take the time you need. I will call on Thursday."),
        ),
        PhraseAdvice(
            code="many_candidates",
            rather_not=translatable("There were many strong candidates."),
            why=translatable("Empty phrases lower trust and teach nothing."),
            rather=translatable("You came second out of four. The other candidate had done audits before."),
        ),
    ),
    leave_to_ring=GuidanceLine(
        code="may_i_ring",
        says=translatable("Whatever you decide, may I call you afterwards to ask why? It would help me."),
    ),
    call=(
        GuidanceLine(
            code="thanks",
            says=translatable("Thank you for taking my call. I am not calling about the decision."),
        ),
        GuidanceLine(
            code="why",
            says=translatable("I would like to learn from it. Do you have two minutes for four questions?"),
        ),
        GuidanceLine(
            code="keep",
            says=translatable(
                "Could you keep my details on file, and until when? May I call again in three weeks?"
            ),
        ),
    ),
    four_questions=(
        FeedbackQuestion(
            point="competence",
            asks=translatable("Was there any knowledge or experience you felt was missing?"),
        ),
        FeedbackQuestion(
            point="requirements",
            asks=translatable("Were there any requirements, skills or languages I did not meet?"),
        ),
        FeedbackQuestion(
            point="well_qualified",
            asks=translatable("Was I right for the job, and did someone else happen to fit even better?"),
        ),
        FeedbackQuestion(
            point="self_presentation",
            asks=translatable("Is there anything about how I came across that I could do differently?"),
        ),
    ),
    in_every_talk=GuidanceLine(
        code="fresh_or_one_of_many",
        says=translatable("Would someone with my background be a welcome outsider, or one of many?"),
    ),
    unknown_jobs=GuidanceLine(
        code="who_works_near_you",
        says=translatable("Who works near you whose job I would not know?"),
    ),
    ally=(
        GuidanceLine(
            code="ask_whom",
            says=translatable("Ask who I met this week, not whether I have found something."),
        ),
        GuidanceLine(
            code="introduce", says=translatable("Introduce me to someone whose work I know nothing about.")
        ),
        GuidanceLine(code="no_advice", says=translatable("Listen for ten minutes before you give advice.")),
    ),
)
