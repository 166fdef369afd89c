"""Addresses of this room; the pages that editors make stand last, below whatever name they gave them."""

from django.urls import include, path, re_path
from wagtail.admin import urls as editors_urls

from langnghe.portal import views
from langnghe.portal.feeds import NewestArticles

urlpatterns = [
    path("bien-tap/account/", views.own_account),
    path("bien-tap/", include(editors_urls)),
    path("tep/<path:name>", views.picture, name="portal_picture"),
    path("tim-tin/", views.search, name="portal_search"),
    path("tin-moi.xml", NewestArticles(), name="portal_feed"),
    path("bai/<int:pk>/ban-in/", views.print_view, name="portal_print"),
    re_path(r"^((?:[\w\-]+/)+)$", views.page, name="wagtail_serve"),
]
