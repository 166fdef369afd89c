"""Addresses of the frame and of pages that join several rooms."""

from django.urls import include, path

from langnghe.site.pages import home

urlpatterns = [
    path("", home.home, name="home"),
    path("cach-lam/", home.about, name="about"),
    path("quyen-rieng-tu/", home.privacy, name="privacy"),
    path("open311/", include("langnghe.site.open311.urls")),
    path("ngon-ngu/", include("django.conf.urls.i18n")),
]
