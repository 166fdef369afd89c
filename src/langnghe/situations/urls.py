"""Addresses of this room, all for staff."""

from django.urls import path

from langnghe.situations.views import hot_spots, reports

app_name = "situations"
urlpatterns = [
    path("", reports.show_list, name="list"),
    path("bao-cao/", reports.report, name="report"),
    path("<int:pk>/", reports.show, name="show"),
    path("<int:pk>/van-ban/", reports.paper_page, name="paper"),
    path("<int:pk>/van-ban.<str:kind>", reports.download, name="download"),
    path("<int:pk>/bo-sung/", reports.step, {"name": "add"}, name="add"),
    path("<int:pk>/xac-nhan/", reports.step, {"name": "confirm"}, name="confirm"),
    path("<int:pk>/chi-dao/", reports.step, {"name": "direct"}, name="direct"),
    path("<int:pk>/chuyen-len/", reports.step, {"name": "pass_up"}, name="pass_up"),
    path("<int:pk>/ket-luan/", reports.step, {"name": "conclude"}, name="conclude"),
    path("<int:pk>/gan/", reports.link, name="link"),
    path("chi-dao/<int:pk>/", reports.carry_out, name="carry_out"),
    path("diem-nong/", hot_spots.show_list, name="hot_spots"),
    path("diem-nong/tuyen-bo/", hot_spots.declare, name="declare"),
    path("diem-nong/<int:pk>/", hot_spots.show, name="hot_spot"),
    path("diem-nong/<int:pk>/ket-thuc/", hot_spots.close, name="close"),
]
