from django.urls import path

from loket.casework.retention import views

urlpatterns = [
    path("", views.retention, name="retention"),
    path("vernietigen/", views.destroy, name="destroy"),
    path("<str:reference>/vasthouden/", views.hold, name="hold"),
    path("verklaring/<str:reference>/", views.statement, name="statement"),
    path("verklaring/<str:reference>/verklaring.pdf", views.statement_pdf, name="statement-pdf"),
]
