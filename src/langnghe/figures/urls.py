"""Addresses of this room, below /so-lieu/."""

from django.urls import path

from langnghe.figures import public_views, views

app_name = "figures"
urlpatterns = [
    path("", views.figures_list, name="list"),
    path("cong-khai/", public_views.public_counts, name="public"),
    path("<str:name>/", views.figure, name="show"),
    path("<str:name>/bieu-do.json", views.figure_chart, name="chart"),
    path("<str:name>/ban-do.geojson", views.figure_map, name="map"),
]
