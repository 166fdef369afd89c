"""Addresses of this room; the page of targets stands in `site/pages`, where figures are counted."""

from django.urls import path

from langnghe.programmes import views

app_name = "programmes"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("phat-dong/", views.launch, name="launch"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/in/", views.print_programme, name="print"),
    path("<int:pk>/yeu-cau-ke-hoach/", views.call_for_plans, name="call"),
    path("<int:pk>/dang-ky/", views.register, name="register"),
    path("<int:pk>/so-ket/", views.review, name="review"),
    path("ke-hoach/<int:pk>/", views.plan, name="plan"),
    path("ke-hoach/<int:pk>/in/", views.print_plan, name="print_plan"),
    path("ke-hoach/<int:pk>/nop/", views.submit, name="submit"),
    path("ke-hoach/<int:pk>/mien/", views.excuse, name="excuse"),
    path("ke-hoach/<int:pk>/ket-qua/<slug:code>/", views.report_actual, name="report_actual"),
    path("nhiem-vu/<int:pk>/xong/", views.finish, name="finish"),
    path("nhiem-vu/<int:pk>/thoi/", views.drop, name="drop"),
]
