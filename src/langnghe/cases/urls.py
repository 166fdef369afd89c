"""Addresses of this room: residents' pages in the open, officers' below /viec/."""

from django.urls import path

from langnghe.cases.views import duplicates, erasing, public, search, staff

app_name = "cases"
urlpatterns = [
    path("gui-phan-anh/", public.choose_kind, name="say"),
    path("gui-phan-anh/xem-lai/", public.review, name="review"),
    path("gui-phan-anh/gui/", public.send, name="send"),
    path("gui-phan-anh/da-co/", public.similar, name="similar"),
    path("theo-doi/", public.follow, name="follow"),
    path("theo-doi/phan-anh/", public.followed, name="followed"),
    path("theo-doi/<str:number>/danh-gia/", public.rate, name="rate"),
    path("theo-doi/<str:number>/chua-xong/", public.not_solved, name="not_solved"),
    path("theo-doi/<str:number>/rut/", public.withdraw, name="withdraw"),
    path("viec/", staff.work_list, name="list"),
    path("viec/qua-han/", staff.overdue, name="overdue"),
    path("viec/tim/", search.search, name="search"),
    path("viec/nhap/", staff.enter, name="enter"),
    path("viec/xoa/", erasing.find, name="find_to_erase"),
    path("viec/<str:number>/", staff.show, name="show"),
    path("viec/<str:number>/thoi-han/", staff.ledger, name="ledger"),
    path("viec/<str:number>/nhan/", staff.accept, name="accept"),
    path("viec/<str:number>/tra-loi/", staff.answer, name="answer"),
    path("viec/<str:number>/tu-choi/", staff.step, {"name": "refuse"}, name="refuse"),
    path("viec/<str:number>/gia-han/", staff.step, {"name": "extend"}, name="extend"),
    path("viec/<str:number>/tam-dung/", staff.step, {"name": "pause"}, name="pause"),
    path("viec/<str:number>/tiep-tuc/", staff.resume, name="resume"),
    path("viec/<str:number>/mo-lai/", staff.step, {"name": "reopen"}, name="reopen"),
    path("viec/<str:number>/ghi-chu/", staff.step, {"name": "note"}, name="note"),
    path("viec/<str:number>/chuyen/", staff.hand_over, name="hand_over"),
    path("viec/<str:number>/sua/", staff.correct, name="correct"),
    path("viec/<str:number>/goi-y/", staff.take_suggestion, name="take_suggestion"),
    path("viec/<str:number>/xoa/", erasing.erase, name="erase"),
    path("viec/<str:number>/trung/", duplicates.alike, name="alike"),
    path("viec/<str:number>/trung/<str:other>/", duplicates.side_by_side, name="side_by_side"),
    path("viec/<str:number>/gan/", staff.link, name="link"),
    path("viec/<str:number>/<int:report_id>/go/", staff.unlink, name="unlink"),
    path("viec/<str:number>/<int:report_id>/cong-khai/", staff.publish, name="publish"),
    path("viec/<str:number>/<int:report_id>/thoi-cong-khai/", staff.unpublish, name="unpublish"),
    path("viec/<str:number>/<int:report_id>/nguoi-gui/", staff.contact, name="contact"),
    path("viec/<str:number>/anh/<int:file_id>/", staff.picture, name="picture"),
]
