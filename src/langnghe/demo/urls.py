"""Addresses of this room, below /demo/."""

from django.urls import path

from langnghe.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.tour, name="tour"),
    path("xem/<slug:key>/", views.look, name="look"),
]
