"""The addresses of this room: the worklist, one case file, and what a body does with all of its cases."""

from django.urls import include, path

app_name = "casework"
urlpatterns = [
    path("zo-werkt-het/", include("loket.casework.explained.urls")),
    path("beheer/zaken/", include("loket.casework.worklist.urls")),
    path("beheer/zaken/<str:reference>/", include("loket.casework.casefile.urls")),
    path("beheer/zaken/<str:reference>/", include("loket.casework.handover.urls")),
    path("beheer/zaken/<str:reference>/", include("loket.casework.redaction.urls")),
    path("beheer/zaken/<str:reference>/", include("loket.casework.closing.urls")),
    path("beheer/bewaren/", include("loket.casework.retention.urls")),
    path("beheer/stand-van-zaken/", include("loket.casework.steering.urls")),
]
