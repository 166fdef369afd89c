"""Addresses of this room; the comparison with a figure stands in `site/pages`."""

from django.urls import path

from langnghe.practices.views import public, staff

app_name = "practices"
urlpatterns = [
    path("", staff.show_list, name="list"),
    path("dang-ky/", staff.register, name="register"),
    path("<int:pk>/", staff.show, name="show"),
    path("<int:pk>/nhan-rong/", staff.copy, name="copy"),
    path("<int:pk>/sua/", staff.correct, name="correct"),
    path("<int:pk>/kiem-tra/", staff.check, name="check"),
    path("<int:pk>/cong-nhan/", staff.recognise, name="recognise"),
    path("<int:pk>/thoi-cong-nhan/", staff.retire, name="retire"),
    path("<int:pk>/ke-chuyen/", staff.tell, name="tell"),
    path("<int:pk>/rut-bai/", staff.take_back, name="take_back"),
    path("<int:pk>/anh/", staff.picture, name="picture"),
    path("cong-khai/", public.show_list, name="public_list"),
    path("cong-khai/<int:pk>/", public.show, name="public"),
    path("cong-khai/<int:pk>/anh/", public.picture, name="public_picture"),
]
