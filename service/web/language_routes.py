"""Choosing a language, for as long as this browser remembers."""

from litestar import post

from service.http.cookies import set_language_cookie
from service.http.dependencies import AnyRequest
from service.http.redirect_paths import safe_redirect_path
from service.localization.locales import LANGUAGES
from service.web.form_data import read_form
from service.web.rendering import HtmlResponse, redirect_to


@post("/language", name="language")
async def choose_language(request: AnyRequest) -> HtmlResponse:
    """Answer from now on in the language chosen, and go back to the page it was chosen on."""
    form = await read_form(request)
    answer = redirect_to(safe_redirect_path(form.first("back")))
    if language := form.choice("locale", LANGUAGES):
        answer.headers["set-cookie"] = set_language_cookie(request.scope, language)
    return answer


HANDLERS = (choose_language,)
