"""Addresses of this room, below /dia-ban/."""

from django.urls import path

from langnghe.places import views

app_name = "places"
urlpatterns = [
    path("", views.search, name="search"),
    path("tim", views.find, name="find"),
    path("hinh.geojson", views.shapes, name="shapes"),
    path("<str:code>/", views.history, name="history"),
    path("<str:code>/thon", views.localities, name="locality_options"),
]
