"""Addresses of Open311; what follows the last full stop is the form of the answer."""

from django.urls import path, re_path

from langnghe.site.open311 import views

app_name = "open311"
urlpatterns = [
    path("", views.nothing, name="root"),
    re_path(r"^discovery\.(?P<form>\w+)$", views.discovery, name="discovery"),
    re_path(r"^services\.(?P<form>\w+)$", views.services, name="services"),
    re_path(r"^services/(?P<code>[^/\x00]+)\.(?P<form>\w+)$", views.definition, name="definition"),
    re_path(r"^requests\.(?P<form>\w+)$", views.requests, name="requests"),
    re_path(r"^requests/(?P<number>[^/\x00]+)\.(?P<form>\w+)$", views.one_request, name="request"),
    re_path(r"^tokens/(?P<token>[^/\x00]+)\.(?P<form>\w+)$", views.token, name="token"),
    path("<path:rest>", views.nothing),
]
