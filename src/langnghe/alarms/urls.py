"""Addresses of this room."""

from django.urls import path

from langnghe.alarms import views

app_name = "alarms"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/hinh.geojson", views.shapes, name="shapes"),
    path("<int:pk>/xac-minh/", views.give_verdict, name="give_verdict"),
]
