"""What changes the portal: laying it out, letting editors in, counting readers."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from langnghe.cases.intake import ContactIn, Receipt, ReportIn, take_in
from langnghe.notices import passing
from langnghe.people import tokens
from langnghe.people.models import Contact, User
from langnghe.people.queries import look_up_contact
from langnghe.places.models import Area
from langnghe.portal.models import HOME_SLUG, Article, Feedback, FeedbackWords, Home
from langnghe.reports.models import Channel
from langnghe.reports.secrets import spelled

# How often in a week: to one address, from one address, from one place of the network.
A_WEEK = {"send to": 5, "send from": 10, "send network": 30, "feedback network": 20}
KIND_OF_FEEDBACK = "gop-y"
EDITORS = "Biên tập viên"
_ON_PAGES = ("add_page", "change_page", "publish_page")
_ON_PICTURES = ("add_image", "change_image", "choose_image")
_ON_DOCUMENTS = ("add_document", "change_document", "choose_document")


class TooMany(Exception):
    """So many came from or went to one address this week that more are held back."""


class SettledBefore(Exception):
    """Somebody has dealt with this feedback already."""


@transaction.atomic
def lay_out() -> Home:
    """Make what Wagtail needs before anybody can write: root, first page, site, the group of editors."""
    Locale.objects.get_or_create(language_code="vi")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = Home.objects.first()
    if home is None:
        root.get_children().delete()  # Wagtail's own page of welcome
        root.refresh_from_db()
        home = root.add_child(instance=Home(title="Lắng Nghe", slug=HOME_SLUG))
    if not Site.objects.filter(root_page=home).exists():
        Site.objects.all().delete()
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="Lắng Nghe")
    _give_rights(home)
    return home


def let_in(user: User) -> None:
    """Tell Wagtail that `user` edits: who may is decided by our rights, at the door, each time."""
    complete = {"collection_permissions__permission__codename": _ON_DOCUMENTS[0]}
    group = Group.objects.filter(name=EDITORS, **complete).first()
    if group is None:
        lay_out()
        group = Group.objects.get(name=EDITORS)
    user.groups.add(group)


def count_reader(article: Article, *, on: date) -> None:
    """Count one more opening of an article: one statement, which waits for nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO portal_readcount (article_id, day, times) VALUES (%s, %s, 1)"
            " ON CONFLICT (article_id, day) DO UPDATE SET times = portal_readcount.times + 1",
            [article.pk, on],
        )


def send_to_friend(
    article: Article, *, friend: str, own: str, note: str, network: str, now: datetime
) -> None:
    """Send an article to somebody by mail, once. Raises TooMany."""
    _hold_back({"send to": friend, "send from": own, "send network": network}, now=now)
    context = {"article": article, "own": own, "note": note, "site": settings.SITE_URL}
    passing.pass_on(
        subject=gettext("An article for you: %(title)s") % {"title": article.title},
        body=render_to_string("portal/to_a_friend.txt", context),
        to=friend,
        reply_to=own,
        now=now,
    )


@transaction.atomic
def take_feedback(
    article: Article, *, words: str, contact: ContactIn, network: str, now: datetime
) -> Feedback:
    """Keep what a reader says about an article; the reader's details go to the vault. Raises TooMany."""
    _hold_back({"feedback network": network}, now=now)
    kept = None
    if contact:
        kept = Contact.locked(name=contact.name, telephone=contact.telephone, email=contact.email)
        kept.save()
    said = FeedbackWords(words=words.strip())
    said.save()
    return Feedback.objects.create(
        article=article,
        headline=article.title,
        office=article.office,
        words=said,
        contact=kept,
        received_at=now,
    )


@transaction.atomic
def settle(feedback: Feedback, *, by: User, now: datetime) -> None:
    """Note that an editor has dealt with it. Raises SettledBefore."""
    feedback = _unsettled(feedback)
    feedback.settled_at, feedback.settled_by = now, by
    feedback.save(update_fields=["settled_at", "settled_by"])


@transaction.atomic
def make_report(feedback: Feedback, *, by: User, now: datetime) -> Receipt:
    """
    Let what a reader said become a report, with the reader's details, who is sent number and code by mail.

    Raises SettledBefore, and NotTaken where the report cannot be taken in.
    """
    feedback = _unsettled(feedback)
    contact = _contact_of(feedback, by=by, now=now)
    receipt = take_in(
        ReportIn(
            words=feedback.words.words,
            kind=KIND_OF_FEEDBACK,
            channel=Channel.WEB,
            contact=contact,
            area=_place_of(feedback),
            source="portal",
            source_id=str(feedback.pk),
            received_at=feedback.received_at,
        ),
        by=by,
        now=now,
    )
    feedback.settled_at, feedback.settled_by, feedback.case = now, by, receipt.case
    feedback.save(update_fields=["settled_at", "settled_by", "case"])
    if contact.email:
        _hand_out(receipt, to=contact.email, headline=feedback.headline, now=now)
    return receipt


def _place_of(feedback: Feedback) -> Area | None:
    """Return the commune of the body in charge of the article; of a province's body there is none yet."""
    office = feedback.office
    return office.area if office is not None and office.area.is_leaf else None


def _hand_out(receipt: Receipt, *, to: str, headline: str, now: datetime) -> None:
    context = {
        "case": receipt.case,
        "secret": spelled(receipt.secret),
        "headline": headline,
        "address": f"{settings.SITE_URL}{reverse('cases:follow')}",
    }
    passing.pass_on(
        subject=gettext("Your message %(number)s") % {"number": receipt.case.number},
        body=render_to_string("portal/became_a_report.txt", context),
        to=to,
        now=now,
    )


def _contact_of(feedback: Feedback, *, by: User, now: datetime) -> ContactIn:
    """Return the details for the report; the key of those that lay here is thrown away."""
    if feedback.contact is None or feedback.contact.wrapped_key is None:
        return ContactIn()
    details = look_up_contact(feedback.contact, by=by, reason=f"report from feedback {feedback.pk}")
    Contact.objects.filter(pk=feedback.contact.pk).update(wrapped_key=None, erased_at=now)
    return ContactIn(
        name=details.get("name", ""), telephone=details.get("telephone", ""), email=details.get("email", "")
    )


def _unsettled(feedback: Feedback) -> Feedback:
    """Return the row, locked. Raises SettledBefore."""
    same = Feedback.objects.select_for_update(of=("self",)).select_related("words", "contact", "office__area")
    feedback = same.get(pk=feedback.pk)
    if feedback.settled_at is not None:
        raise SettledBefore
    return feedback


def _hold_back(traits: dict[str, str], *, now: datetime) -> None:
    today = timezone.localdate(now)
    for purpose, trait in traits.items():
        if trait and tokens.count_one(purpose, trait.strip().lower(), today=today) > A_WEEK[purpose]:
            raise TooMany


def _give_rights(home: Home) -> None:
    """Let the group write and publish below the first page, and keep pictures: nothing else."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    group.permissions.add(*_permissions("wagtailadmin", ["access_admin"]))
    for permission in _permissions("wagtailcore", _ON_PAGES):
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
    top = Collection.get_first_root_node() or Collection.add_root(instance=Collection(name="Root"))
    files = _permissions("wagtailimages", _ON_PICTURES) | _permissions("wagtaildocs", _ON_DOCUMENTS)
    for permission in files:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=top, permission=permission)


def _permissions(app: str, names: Sequence[str]) -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label=app, codename__in=names)
