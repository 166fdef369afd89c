"""Addresses of this room; the pages that editors make stand last, below whatever name they gave them."""

from django.urls import include, path, re_path
from wagtail.admin import urls as editors_urls

from langnghe.portal import in_charge, reader_views, staff_views, views
from langnghe.portal.feeds import NewestArticles

urlpatterns = [
    path("bien-tap/account/", views.own_account),
    path("bien-tap/", include(editors_urls)),
    path("tep/<path:name>", views.picture, name="portal_picture"),
    path("tai-lieu/<int:pk>/<str:name>", views.document, name="wagtaildocs_serve"),
    path("tim-tin/", views.search, name="portal_search"),
    path("tin-moi.xml", NewestArticles(), name="portal_feed"),
    path("bai/<int:pk>/gui-ban-be/", reader_views.send, name="portal_send"),
    path("bai/<int:pk>/gop-y/", reader_views.feedback, name="portal_feedback"),
    path("bai/<int:pk>/cam-on/<slug:what>/", reader_views.thanks, name="portal_thanks"),
    path("y-kien-ban-doc/", staff_views.feedback_list, name="portal_feedback_list"),
    path("y-kien-ban-doc/<int:pk>/", staff_views.settle, name="portal_feedback_settle"),
    path("y-kien-ban-doc/<int:pk>/nguoi-gui/", staff_views.look, name="portal_feedback_look"),
    path("ai-phu-trach/", in_charge.in_charge, name="portal_in_charge"),
    path("bai/<int:pk>/ban-in/", views.print_view, name="portal_print"),
    re_path(r"^((?:[\w\-]+/)+)$", views.page, name="wagtail_serve"),
]
