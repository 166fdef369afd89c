"""The one list of addresses; each room keeps its own below a Vietnamese word."""

from django.urls import include, path

from langnghe.config.health import healthz

urlpatterns = [
    path("", include("langnghe.site.urls")),
    path("", include("langnghe.cases.urls")),
    path("dia-ban/", include("langnghe.places.urls")),
    path("co-quan/", include("langnghe.bodies.urls")),
    path("can-bo/", include("langnghe.people.urls")),
    path("canh-bao/", include("langnghe.alarms.urls")),
    path("tinh-hinh/", include("langnghe.situations.urls")),
    path("gap-dan/", include("langnghe.grassroots.urls")),
    path("chuong-trinh/", include("langnghe.programmes.urls")),
    path("mo-hinh/", include("langnghe.practices.urls")),
    path("so-lieu/", include("langnghe.figures.urls")),
    path("bao-cao/", include("langnghe.briefings.urls")),
    path("giao-ban/", include("langnghe.meetings.urls")),
    path("tai-khoan/", include("allauth.urls")),
    path("demo/", include("langnghe.demo.urls")),
    path("healthz", healthz),
    path("", include("langnghe.portal.urls")),
]

handler400 = "langnghe.site.views.bad_request"
handler403 = "langnghe.site.views.not_allowed"
handler404 = "langnghe.site.views.not_found"
handler500 = "langnghe.site.views.failed"
