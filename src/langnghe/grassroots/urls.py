"""Addresses of this room: the schedule in the open, the rest for staff."""

from django.urls import path

from langnghe.grassroots.views import promises, receptions, visits

app_name = "grassroots"
urlpatterns = [
    path("", visits.show_list, name="list"),
    path("ghi/", visits.record, name="record"),
    path("che-do/", visits.duties, name="duties"),
    path("dia-ban/", visits.coverage, name="coverage"),
    path("so/", visits.register, name="register"),
    path("<int:pk>/", visits.show, name="show"),
    path("<int:pk>/y-kien/", visits.add_opinions, name="add_opinions"),
    path("<int:pk>/tiep-nhan-lai/", visits.take_in_again, name="take_in_again"),
    path("<int:pk>/ghi-nham/", visits.withdraw, name="withdraw"),
    path("cam-ket/", promises.show_list, name="promises"),
    path("cam-ket/<int:pk>/", promises.show, name="promise"),
    path("cam-ket/<int:pk>/da-thuc-hien/", promises.step, {"name": "keep"}, name="keep"),
    path("cam-ket/<int:pk>/khong-thuc-hien/", promises.step, {"name": "give_up"}, name="give_up"),
    path("cam-ket/<int:pk>/doi-han/", promises.step, {"name": "move"}, name="move"),
    path("cam-ket/<int:pk>/chuyen/", promises.step, {"name": "pass_on"}, name="pass_on"),
    path("cam-ket/<int:pk>/da-bao/", promises.step, {"name": "tell"}, name="tell"),
    path("lich/", receptions.schedule, name="schedule"),
    path("lich/<slug:slug>.ics", receptions.calendar_file, name="calendar_file"),
    path("lich-cua-co-quan/", receptions.keep, name="keep_schedule"),
    path("lich-cua-co-quan/<slug:slug>/them/", receptions.add_rule, name="add_rule"),
    path("lich-cua-co-quan/<int:pk>/thoi/", receptions.end_rule, name="end_rule"),
    path("lich-cua-co-quan/<int:pk>/doi-ngay/", receptions.change_day, name="change_day"),
    path("lich-cua-co-quan/doi/<int:pk>/bo/", receptions.take_back_change, name="take_back_change"),
]
