"""The pages that people read: articles and sections."""

import re
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.documents.models import Document

from langnghe.ground.paging import BadKey
from langnghe.people.rights import Action, scope_of
from langnghe.portal import actions, queries
from langnghe.portal.models import Article

# Programs that read pages for other programs say so; a person more or less changes nothing here.
_NOBODY = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|headless", re.IGNORECASE)
_PUBLIC_FOLDERS = ("images", "original_images")
LONGEST_SEARCH = 200
_A_DAY = 86_400


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """Show the section or the article at this address."""
    found = queries.page_at(path)
    if found is None:
        raise Http404
    if isinstance(found, Article) and _is_somebody(request):
        actions.count_reader(found, on=timezone.localdate())
    return found.serve(request)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Look for articles by words."""
    words = request.GET.get("tu", "").replace("\x00", " ").strip()[:LONGEST_SEARCH]
    context: dict[str, object] = {"words": words}
    if words:
        try:
            keys = {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}
            context["articles"] = queries.found(words, **keys)
        except BadKey:
            raise Http404 from None
    return render(request, "portal/search.html", context)


@require_safe
def print_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an article alone, for the printer."""
    return render(request, "portal/print.html", {"page": published(pk)})


def published(pk: int) -> Article:
    """Return a published article. Raises Http404."""
    return get_object_or_404(Article.objects.all().with_pictures(), pk=pk, live=True)


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Hand out a picture of the portal; other files of the installation are not to be had here."""
    folder, _, rest = name.partition("/")
    if folder not in _PUBLIC_FOLDERS:
        raise Http404
    answer = serve(request, rest, document_root=str(Path(settings.MEDIA_ROOT) / folder))
    answer["Cache-Control"] = f"public, max-age={_A_DAY}"
    return answer


@require_safe
def document(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """Hand out a document of a published article; editors get those that stand in none yet."""
    found = get_object_or_404(Document, pk=pk)
    if not queries.is_published(found) and not scope_of(request.user).bodies(Action.EDIT_PORTAL):  # type: ignore[arg-type]
        raise Http404
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.filename)


def own_account(request: HttpRequest) -> HttpResponse:
    """Lead editors to the page where all staff keep their password."""
    return redirect("account_change_password")


def _is_somebody(request: HttpRequest) -> bool:
    """Tell whether a person opens the page, as far as the browser says by itself."""
    agent = request.headers.get("User-Agent", "")
    fetched_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    return request.method == "GET" and bool(agent) and not _NOBODY.search(agent) and not fetched_ahead
