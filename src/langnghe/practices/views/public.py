"""What everybody may see: recognised practices with a story, told with the consent of those in it."""

from django.core.files.base import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from langnghe.ground.paging import BadKey, page_of
from langnghe.practices import queries
from langnghe.practices.models import Term


@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """Show the public practices, those told last first, of one field or of all."""
    fields = list(queries.terms(Term.Kind.FIELD, on=timezone.localdate()))
    field = next((one for one in fields if one.code == request.GET.get("linh-vuc")), None)
    practices = queries.public().select_related("field", "level", "area__parent", "picture")
    if field is not None:
        practices = practices.filter(field__code=field.code)
    try:
        page = page_of(
            practices,
            order=["-told_at", "-id"],
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
            size=20,
        )
    except BadKey:
        raise Http404 from None
    context = {"page": page, "fields": fields, "field": field}
    return render(request, "practices/public_list.html", context)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one public practice."""
    told = queries.told(pk)
    if told is None:
        raise Http404
    return render(request, "practices/public.html", {"told": told})


@require_safe
def picture(request: HttpRequest, pk: int) -> FileResponse:
    """Send the photo of a public practice."""
    practice = get_object_or_404(queries.public().select_related("picture"), pk=pk, picture__isnull=False)
    assert practice.picture is not None  # noqa: S101 - for the type checker
    return picture_file(practice.picture.file)


def picture_file(file: File) -> FileResponse:
    """Send a photo that no browser takes for anything else; NotFound where its file is gone."""
    try:
        response = FileResponse(file.open("rb"), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
