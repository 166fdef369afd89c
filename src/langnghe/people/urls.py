"""Addresses of this room, below /can-bo/."""

from django.urls import path

from langnghe.people import views

app_name = "people"
urlpatterns = [
    path("phan-cong/", views.responsibilities, name="responsibilities"),
    path("phan-cong/<int:pk>/thoi/", views.end_responsibility, name="end_responsibility"),
    path("phan-cong/<slug:slug>/them/", views.add_responsibility, name="add_responsibility"),
    path("thon-lang/", views.localities, name="localities"),
    path("thon-lang/<int:pk>/", views.settle_name, name="settle_name"),
]
