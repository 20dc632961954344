"""The archive's page: one self-contained HTML file in the client's language."""

from functools import cache
from typing import Any, cast

from jinja2 import Environment, PackageLoader, StrictUndefined

from domain.vocabulary import Language
from projections.coaching.projection import COACHING
from projections.network.projection import NETWORK
from projections.profile.projection import PROFILE
from projections.sight.projection import SIGHT
from projections.weeks.projection import WEEKS
from service.localization import code_labels as codes
from service.localization.jinja_translation import install_translator
from service.localization.translator import Translator, translator_for
from service.personal_data.archive import labels
from service.personal_data.archive.archive_material import ArchiveMaterial
from service.personal_data.archive.views import ArchiveViews


def render_archive_page(material: ArchiveMaterial, views: ArchiveViews, words: Translator) -> str:
    """Renders the page."""
    template = _speaking(words).get_template("index.html")
    return template.render(
        on=views.on,
        profile=views.view_of(PROFILE),
        weeks=views.view_of(WEEKS).weeks,
        coaching=views.view_of(COACHING),
        network=views.view_of(NETWORK),
        sight=views.view_of(SIGHT),
        looks=material.looks,
        held=material.held,
    )


def _speaking(words: Translator) -> Environment:
    return (
        _environment(words.language) if words is translator_for(words.language) else _make_environment(words)
    )


@cache
def _environment(language: Language) -> Environment:
    return _make_environment(translator_for(language))


def _make_environment(words: Translator) -> Environment:
    environment = Environment(
        loader=PackageLoader("service.personal_data.archive"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(cast("Any", {"codes": codes, "naming": labels}))
    return install_translator(environment, words)
