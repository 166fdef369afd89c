"""Addresses of the frame and of pages that join several rooms."""

from django.urls import include, path

from langnghe.site.pages import area_changes, home, morning, practice_figure, programme_targets, trace

urlpatterns = [
    path("", home.home, name="home"),
    path("cach-lam/", home.about, name="about"),
    path("quyen-rieng-tu/", home.privacy, name="privacy"),
    path("sang-nay/", morning.morning, name="morning"),
    path("sang-nay/to-in/", morning.morning_sheet, name="morning_sheet"),
    path("viec/<str:number>/duong-di/", trace.of_case, name="trace"),
    path("canh-bao/<int:pk>/duong-di/", trace.of_alarm, name="trace_of_alarm"),
    path("bao-cao/<int:pk>/duong-di/", trace.of_briefing, name="trace_of_briefing"),
    path("giao-ban/ket-luan/<int:pk>/duong-di/", trace.of_conclusion, name="trace_of_conclusion"),
    path("dia-ban/thay-doi/", area_changes.show_list, name="area_changes"),
    path("dia-ban/thay-doi/<str:day>/", area_changes.show, name="area_change"),
    path("mo-hinh/<int:pk>/truoc-sau/", practice_figure.practice_figure, name="practice_figure"),
    path("chuong-trinh/<int:pk>/chi-tieu/", programme_targets.programme_targets, name="programme_targets"),
    path("chuong-trinh/<int:pk>/chi-tieu/them/", programme_targets.add_target, name="add_target"),
    path("chuong-trinh/chi-tieu/<int:pk>/", programme_targets.change_target, name="change_target"),
    path("open311/", include("langnghe.site.open311.urls")),
    path("ngon-ngu/", include("django.conf.urls.i18n")),
]
