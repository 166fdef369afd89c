"""What the pages of the portal show."""

from datetime import timedelta
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import ReferenceIndex

from langnghe.core.language import fold
from langnghe.ground.paging import Page, page_of
from langnghe.people.rights import Action, Scope
from langnghe.portal.models import HOME_SLUG, Article, Feedback, Section

MOST_READ_DAYS = 14
MOST_READ = 5
RELATED = 3
NEWEST = 5
ON_A_PAGE = 20
IN_THE_FEED = 20


def page_at(path: str) -> Article | Section | None:
    """Return the published page below an address, in one statement for an article and two for a section."""
    where = {"live": True, "url_path": f"/{HOME_SLUG}/{path}"}
    article = Article.objects.filter(**where).with_pictures().first()
    return article or Section.objects.filter(**where).first()


def sections() -> QuerySet[Section]:
    """Return the sections in the order in which the editors put them."""
    return Section.objects.filter(live=True).order_by("path")


def newest(count: int = NEWEST) -> list[Article]:
    """Return the newest articles of all sections."""
    return list(Article.objects.all().readable().with_pictures()[:count])


def found(words: str, *, after: str, before: str) -> Page:
    """
    Return one page of the articles that hold all these words, typed with or without tone marks, newest first.

    Raises BadKey.
    """
    text = SearchVector("folded", config="simple")
    wanted = SearchQuery(fold(words), config="simple")
    articles = Article.objects.annotate(text=text).filter(text=wanted).readable().with_pictures()
    return page_of(articles, order=["-own_date", "-pk"], after=after, before=before, size=ON_A_PAGE)


def articles_of(section: Section, *, after: str, before: str) -> Page:
    """Return one page of the published articles of a section, newest first. Raises BadKey."""
    articles = Article.objects.filter(path__startswith=section.path).readable().with_pictures()
    return page_of(articles, order=["-own_date", "-pk"], after=after, before=before, size=ON_A_PAGE)


def is_published(document: Document) -> bool:
    """Return whether a document stands in an article that readers see."""
    standing = ReferenceIndex.get_references_to(document).values_list("object_id", flat=True)
    return Article.objects.filter(pk__in=[int(pk) for pk in standing], live=True).exists()


def feedback_for(scope: Scope) -> QuerySet[Feedback]:
    """Return what readers said about articles of the bodies this person works or writes for."""
    offices = scope.bodies(Action.EDIT_PORTAL) | scope.bodies(Action.HANDLE)
    seen = Q(office__in=offices)
    if scope.bodies(Action.EDIT_PORTAL):
        seen |= Q(office=None)
    return Feedback.objects.filter(seen)


def most_read() -> list[Article]:
    """Return the articles that were opened most in the last two weeks."""
    since = timezone.localdate() - timedelta(days=MOST_READ_DAYS)
    read = Article.objects.filter(live=True, reads__day__gt=since)
    return list(read.annotate(times=Sum("reads__times")).order_by("-times", "-own_date")[:MOST_READ])


def beside(article: Article) -> dict[str, Any]:
    """Return what stands beside an article: its section, related articles, what others read."""
    section = Section.objects.get(url_path=article.url_path.rsplit("/", 2)[0] + "/")
    return {"section": section, "related": related_to(article), "most_read": most_read()}


def related_to(article: Article) -> list[Article]:
    """Return the articles that the editors chose to stand beside one, else the newest of its section."""
    chosen = [block.value for block in article.related if block.value and block.value.live]
    if chosen:
        return chosen
    section = article.path[: -Article.steplen]
    others = Article.objects.filter(path__startswith=section).exclude(pk=article.pk)
    return list(others.readable()[:RELATED])
