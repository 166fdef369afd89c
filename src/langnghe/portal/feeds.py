"""The newest articles for programs that collect news (RSS 2.0)."""

from collections.abc import Iterable
from datetime import datetime, time

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.translation import gettext as _

from langnghe.portal import queries
from langnghe.portal.models import Article


class NewestArticles(Feed):
    """The newest articles of all sections, with their leads."""

    link = "/"

    def title(self) -> str:
        """Name the feed."""
        return _("News of %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}

    def description(self) -> str:
        """Say what comes in it."""
        return _("The newest articles of the portal")

    def items(self) -> Iterable[Article]:
        """Return the articles."""
        return queries.newest(queries.IN_THE_FEED)

    def item_title(self, item: Article) -> str:
        """Return the headline as it stands."""
        return item.title

    def item_description(self, item: Article) -> str:
        """Return the lead with the source."""
        return f"{item.lead} ({item.source})"

    def item_link(self, item: Article) -> str:
        """Return where the article is read."""
        return item.address

    def item_pubdate(self, item: Article) -> datetime:
        """Return the article's own date."""
        return timezone.make_aware(datetime.combine(item.own_date, time(0)))
