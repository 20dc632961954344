"""E-mails as plain text and HTML, from one small template per language."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Literal, get_args

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from msgspec import Struct
from msgspec.structs import replace

from domain.text import displayed
from domain.vocabulary import Language
from service.email.weekly_question import WeeklyQuestion

EmailKind = Literal[
    "invitation",
    "sign_in",
    "sign_in_changed",
    "password_changed",
    "role_changed",
    "confirmation_asked",
    "token_made",
    "account_suspended",
    "other_suspended",
    "erasure_asked",
    "weekly",
]
"""Come in for the first time; come in again; how you come in has changed; your password has; what you may do has; a change
waits for your word; a program may act for you now; your account is shut for some days; somebody else's is; what is kept about you is to be erased; the question you asked for once a week."""

DEFAULT_LANGUAGE: Language = "en"

_Unit = tuple[str, str]
_UNITS: Mapping[Language, tuple[_Unit, _Unit, _Unit]] = MappingProxyType(
    {
        "en": (("day", "days"), ("hour", "hours"), ("minute", "minutes")),
        "nl": (("dag", "dagen"), ("uur", "uur"), ("minuut", "minuten")),
        "sv": (("dag", "dagar"), ("timme", "timmar"), ("minut", "minuter")),
        "nb": (("dag", "dager"), ("time", "timer"), ("minutt", "minutter")),
    }
)
_SECONDS = (86_400, 3_600, 60)


class Email(Struct, frozen=True, kw_only=True):
    """An e-mail to one person."""

    to: str
    language: Language
    subject: str
    plain: str
    html: str
    unsubscribe: str | None = None
    """Where a repeated e-mail is switched off by one request, without signing in (RFC 8058)."""


def email_language(locale: str) -> Language:
    """The language of a locale such as `nb-NO`; English if it is not supported."""
    languages: dict[str, Language] = {one: one for one in get_args(Language)}
    code = locale.replace("_", "-").split("-")[0].lower()
    return languages.get("nb" if code in ("no", "nn") else code, DEFAULT_LANGUAGE)


def invitation_email(to: str, locale: str, link: str, lasts: timedelta) -> Email:
    """The invitation link. It says neither to what nor who invited."""
    return _render_email("invitation", to, locale, link=link, lasts=lasts)


def sign_in_email(to: str, locale: str, link: str, lasts: timedelta) -> Email:
    """The sign-in link."""
    return _render_email("sign_in", to, locale, link=link, lasts=lasts)


def sign_in_changed_email(to: str, locale: str, link: str) -> Email:
    """Says that a way to sign in was added or removed, with a link to the list of them."""
    return _render_email("sign_in_changed", to, locale, link=link)


def password_changed_email(to: str, locale: str, link: str) -> Email:
    """Says that the password was changed, with a link to the ways to sign in."""
    return _render_email("password_changed", to, locale, link=link)


def role_changed_email(to: str, locale: str, link: str) -> Email:
    """Says that a right was granted or revoked, but not which."""
    return _render_email("role_changed", to, locale, link=link)


def confirmation_asked_email(to: str, locale: str, link: str) -> Email:
    """Tells an administrator that a change needs a second administrator's confirmation."""
    return _render_email("confirmation_asked", to, locale, link=link)


def token_made_email(to: str, locale: str, link: str) -> Email:
    """Says that an API token was made, with a link to the list of them."""
    return _render_email("token_made", to, locale, link=link)


def account_suspended_email(to: str, locale: str, link: str, lasts: timedelta) -> Email:
    """Tells a person that their account is suspended, and for how long."""
    return _render_email("account_suspended", to, locale, link=link, lasts=lasts)


def other_suspended_email(to: str, locale: str, link: str, lasts: timedelta) -> Email:
    """Tells an administrator that another suspended an account, and for how long."""
    return _render_email("other_suspended", to, locale, link=link, lasts=lasts)


def erasure_asked_email(to: str, locale: str, link: str, lasts: timedelta) -> Email:
    """Says that everything will be erased, and how long that can be withdrawn."""
    return _render_email("erasure_asked", to, locale, link=link, lasts=lasts)


def weekly_email(
    to: str, locale: str, question: WeeklyQuestion, link: str, *, settings: str, unsubscribe: str
) -> Email:
    """The question of the week, with links to the week, to its settings and to what stops it at once."""
    email = _render_email("weekly", to, locale, link=link, question=question, settings=settings)
    return replace(email, unsubscribe=unsubscribe)


def format_duration(language: Language, lasts: timedelta) -> str:
    """A duration in its largest whole unit, such as "7 days"; at least a minute."""
    seconds = int(lasts.total_seconds())
    for size, (one, many) in zip(_SECONDS, _UNITS[language], strict=True):
        if count := seconds // size:
            return f"{count} {one if count == 1 else many}"
    return f"1 {_UNITS[language][-1][0]}"


def _render_email(
    kind: EmailKind,
    to: str,
    locale: str,
    *,
    link: str,
    lasts: timedelta | None = None,
    question: WeeklyQuestion | None = None,
    settings: str | None = None,
) -> Email:
    language = email_language(locale)
    words = {
        "link": link,
        "lasts": format_duration(language, lasts) if lasts else "",
        "question": question,
        "settings": settings,
    }
    text = _ENVIRONMENT.get_template(f"{kind}.{language}.txt").render(words)
    subject, _, plain = text.partition("\n\n")
    paragraphs = [paragraph.strip() for paragraph in plain.strip().split("\n\n")]
    html = _ENVIRONMENT.get_template("email.html").render(
        language=language, subject=subject, paragraphs=paragraphs, links=(link, settings)
    )
    plain = "\n\n".join(paragraphs) + "\n"
    return Email(to=to, language=language, subject=subject, plain=plain, html=html)


def _finalize(value: object) -> object:
    """A text so that it leaves those around it as they are."""
    return displayed(value) if type(value) is str else value


_ENVIRONMENT = Environment(
    loader=PackageLoader("service.email"),
    autoescape=select_autoescape(["html"]),
    auto_reload=False,
    finalize=_finalize,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
