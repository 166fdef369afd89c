"""Addresses of this room; the page of targets stands in `site/pages`, where figures are counted."""

from django.urls import path

from langnghe.programmes.views import plans, programmes

app_name = "programmes"
urlpatterns = [
    path("", programmes.show_list, name="list"),
    path("phat-dong/", programmes.launch, name="launch"),
    path("<int:pk>/", programmes.show, name="show"),
    path("<int:pk>/sua/", programmes.change, name="change"),
    path("<int:pk>/ket-thuc/", programmes.end_early, name="end_early"),
    path("<int:pk>/dien-bien/", programmes.history, name="history"),
    path("<int:pk>/in/", programmes.print_programme, name="print"),
    path("<int:pk>/yeu-cau-ke-hoach/", programmes.call_for_plans, name="call"),
    path("<int:pk>/dang-ky/", programmes.register, name="register"),
    path("<int:pk>/so-ket/", programmes.review, name="review"),
    path("ke-hoach/<int:pk>/", plans.plan, name="plan"),
    path("ke-hoach/<int:pk>/in/", plans.print_plan, name="print_plan"),
    path("ke-hoach/<int:pk>/nop/", plans.submit, name="submit"),
    path("ke-hoach/<int:pk>/mien/", plans.excuse, name="excuse"),
    path("ke-hoach/<int:pk>/ket-qua/<slug:code>/", plans.report_actual, name="report_actual"),
    path("nhiem-vu/<int:pk>/xong/", plans.finish, name="finish"),
    path("nhiem-vu/<int:pk>/sua/", plans.change_item, name="change_item"),
    path("nhiem-vu/<int:pk>/thoi/", plans.drop, name="drop"),
]
