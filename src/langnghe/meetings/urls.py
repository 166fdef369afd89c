"""Addresses of this room."""

from django.urls import path

from langnghe.meetings.views import conclusions, meetings, showing

app_name = "meetings"
urlpatterns = [
    path("", meetings.meeting_list, name="list"),
    path("moi/", meetings.new, name="new"),
    path("<int:pk>/", meetings.show, name="show"),
    path("<int:pk>/sua/", meetings.change, name="change"),
    path("<int:pk>/moi-du/", meetings.invite, name="invite"),
    path("<int:pk>/chuong-trinh/", meetings.agenda, name="agenda"),
    path("<int:pk>/chuong-trinh/<int:item>/<slug:where>/", meetings.move_point, name="move_point"),
    path("<int:pk>/tai-lieu/", meetings.hand_in, name="hand_in"),
    path("<int:pk>/tai-lieu/mo-hinh/", meetings.put_practice, name="put_practice"),
    path("<int:pk>/tai-lieu/<int:paper>/", meetings.paper, name="paper"),
    path("<int:pk>/tai-lieu/<int:paper>/rut/", meetings.take_back, name="take_back"),
    path("<int:pk>/da-hop/", meetings.held, name="held"),
    path("<int:pk>/bien-ban/", meetings.read_minutes, name="minutes"),
    path("<int:pk>/bien-ban/viet/", meetings.minutes, name="write_minutes"),
    path("<int:pk>/ket-luan/", conclusions.draft, name="draft"),
    path("<int:pk>/ket-thuc/", meetings.conclude, name="conclude"),
    path("<int:pk>/quyet-dinh/<int:conclusion>/", conclusions.decide, name="decide"),
    path("<int:pk>/van-ban/<slug:name>/", showing.paper_page, name="paper_page"),
    path("<int:pk>/van-ban/<slug:name>.<slug:kind>", showing.download, name="download"),
    path("<int:pk>/trinh-chieu/", showing.projection, name="projection"),
    path("<int:pk>/phieu/<slug:slug>/", showing.sheet, name="sheet"),
    path("ket-luan/", conclusions.conclusion_list, name="conclusions"),
    path("ket-luan/<int:pk>/", conclusions.show, name="conclusion"),
    path("ket-luan/<int:pk>/sua/", conclusions.redraft, name="redraft"),
    path("ket-luan/<int:pk>/bo/", conclusions.strike_out, name="strike_out"),
    path("ket-luan/<int:pk>/can-cu/", conclusions.link, name="link"),
    path("ket-luan/<int:pk>/can-cu/<int:link>/bo/", conclusions.unlink, name="unlink"),
    path("ket-luan/<int:pk>/xong/", conclusions.report_done, name="report_done"),
    path("ket-luan/<int:pk>/tra-lai/", conclusions.return_to_owner, name="return"),
    path("ket-luan/<int:pk>/gia-han/", conclusions.extend, name="extend"),
    path("ket-luan/<int:pk>/thoi/", conclusions.drop, name="drop"),
    path("ket-luan/<int:pk>/anh/<int:event>/", conclusions.picture, name="picture"),
]
