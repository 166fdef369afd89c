"""Addresses of the frame and of pages that join several rooms."""

from django.urls import include, path

from langnghe.site.pages import home

urlpatterns = [
    path("", home.home, name="home"),
    path("ngon-ngu/", include("django.conf.urls.i18n")),
]
