"""What was new about a client when the coach came: it stands on top of the first page until another day."""

from projections.news.projection import NEWS
from projections.news.view import news_since
from service.authorization.field_filters import filter_news
from service.localization.translator import Translator
from service.web.coach_client.client_context import ClientContext
from service.web.desk.row_texts import NewsLine, news_lines


def new_today(client: ClientContext, translator: Translator) -> tuple[NewsLine, ...]:
    """What the reader had not seen before this day, the most weighty first. `NEWS` must have been loaded for a page that is opened."""
    if client.seen_before is None:
        return ()
    news = client.folded.view(NEWS)
    coach = news.coach
    became = coach.number if coach and coach.coach_id == client.folded.reader_id else 0
    items = news_since(news, max(client.seen_before, became))
    return tuple(news_lines(filter_news(items, client.level), client.journey_id, translator))
