"""Two forms that get files: one that says so, and one that does not."""

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from loket.core.access import public
from loket.intake.files import FileRefused, SealedUpload
from loket.intake.uploads import accepts_files


@csrf_exempt
@public
@accepts_files
def takes(request: HttpRequest) -> JsonResponse:
    return _told(request)


@csrf_exempt
@public
def takes_none(request: HttpRequest) -> JsonResponse:
    return _told(request)


def _told(request: HttpRequest) -> JsonResponse:
    uploads = [upload for _, found in request.FILES.lists() for upload in found]
    assert all(isinstance(upload, SealedUpload) for upload in uploads)
    return JsonResponse({"said": request.POST.get("said"), "files": [_one(upload) for upload in uploads]})


def _one(upload: SealedUpload) -> list[object]:
    try:
        note = upload.note()
    except FileRefused as error:
        return [upload.name, str(error)]
    return [note.name, note.size, note.kind]


urlpatterns = [path("neemt/", takes), path("neemt-niet/", takes_none)]
