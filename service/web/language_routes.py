"""Choosing a language, for as long as this browser remembers."""

from typing import Any

from litestar import Request, post

from service.http.cookies import keep_language
from service.http.redirect_paths import local_path
from service.localization.locales import LOCALES
from service.web.form_data import answers_of
from service.web.sign_in.routes import Page, to


@post("/language", name="language")
async def choose_language(request: Request[Any, Any, Any]) -> Page:
    """Answer from now on in the language chosen, and go back to the page it was chosen on."""
    answers = await answers_of(request)
    answer = to(local_path(answers.raw("back")))
    if language := answers.one_of("locale", LOCALES):
        answer.headers["set-cookie"] = keep_language(request.scope, language)
    return answer


HANDLERS = (choose_language,)
