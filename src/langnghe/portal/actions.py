"""What changes the portal: laying it out, letting editors in, counting readers."""

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.db.models import QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from langnghe.people.models import User
from langnghe.portal.models import HOME_SLUG, Article, Home

EDITORS = "Biên tập viên"
_ON_PAGES = ("add_page", "change_page", "publish_page")
_ON_PICTURES = ("add_image", "change_image", "choose_image")


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
    group = Group.objects.filter(name=EDITORS).first()
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


def _give_rights(home: Home) -> None:
    """Let the group write and publish below the first page, and keep pictures: nothing else."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    group.permissions.add(*_permissions("wagtailadmin", ["access_admin"]))
    for permission in _permissions("wagtailcore", _ON_PAGES):
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
    top = Collection.get_first_root_node() or Collection.add_root(instance=Collection(name="Root"))
    for permission in _permissions("wagtailimages", _ON_PICTURES):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=top, permission=permission)


def _permissions(app: str, names: Sequence[str]) -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label=app, codename__in=names)
