"""Addresses of this room."""

from django.urls import URLPattern

app_name = "alarms"
urlpatterns: list[URLPattern] = []
