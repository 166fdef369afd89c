"""The officer's search: words, phrases, beginnings and numbers, over what this person may see."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from langnghe.cases import queries
from langnghe.cases.forms import SearchForm
from langnghe.cases.models import Status
from langnghe.cases.queries import NEWEST_FIRST
from langnghe.cases.rulebook import Rulebook, rulebook
from langnghe.cases.search import Wanted, found_cases
from langnghe.ground.paging import BadKey, Page, page_of
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Scope, scope_of
from langnghe.reports.finding import Question, read_question

PAGE = 50
WHOLE_NUMBER = 9  # characters of “26-000123”


@login_required
def search(request: StaffRequest) -> HttpResponse:
    """Show the cases in which a report says what is asked; a whole number opens its case."""
    statuses = [("", _("all")), ("open", _("open")), *Status.choices]
    form = SearchForm(request.GET or None, today=timezone.localdate(), statuses=statuses)
    narrowed = any(request.GET.get(name) for name in form.fields if name != "q")
    context: dict = {"form": form, "page": None, "narrowed": narrowed}
    if form.is_bound and form.is_valid():
        rules, scope = rulebook(), scope_of(request.user)
        question = read_question(form.cleaned_data["q"], rules.synonyms)
        if _is_whole_number(question) and queries.case_for(scope, question.number):
            return redirect("cases:show", number=question.number)
        try:
            context |= _found(request, scope, _wanted(form, question), rules)
        except BadKey as error:
            messages.error(request, str(error))
            return redirect("cases:search")
    template = "cases/search.html#table" if request.htmx else "cases/search.html"  # type: ignore[attr-defined]
    response = render(request, template, context, status=422 if form.errors else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _found(request: StaffRequest, scope: Scope, wanted: Wanted, rules: Rulebook) -> dict:
    """Look for the words as they are; where nothing has them, for what begins with the last one."""
    page, beginning = _page(request, scope, wanted, rules), wanted.beginning()
    begun = not page.rows and beginning != wanted
    if begun:
        wanted, page = beginning, _page(request, scope, beginning, rules)
    for case in page.rows:
        case.pieces = wanted.question.marked(case.said)
    return {"page": page, "begun": begun}


def _page(request: StaffRequest, scope: Scope, wanted: Wanted, rules: Rulebook) -> Page:
    keys = {name: request.GET.get(name, "") for name in ("after", "before")}
    return page_of(found_cases(scope, wanted, rules=rules), order=NEWEST_FIRST, size=PAGE, **keys)


def _wanted(form: SearchForm, question: Question) -> Wanted:
    data = form.cleaned_data
    return Wanted(
        question,
        status=data["status"],
        topic=data["topic"],
        area=data["found_area"],
        body=data["body"].strip(),
        first_on=data["first_on"],
        last_on=data["last_on"],
    )


def _is_whole_number(question: Question) -> bool:
    return len(question.number) == WHOLE_NUMBER and not question.parts
