"""Addresses of this room."""

from django.urls import path

from langnghe.briefings import views

app_name = "briefings"
urlpatterns = [
    path("", views.briefing_list, name="list"),
    path("moi/", views.new, name="new"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/tong/<str:name>/", views.sum_of, name="sum"),
    path("<int:pk>/thu-thap/", views.gather, name="gather"),
    path("<int:pk>/tep.<slug:kind>", views.download, name="download"),
]
