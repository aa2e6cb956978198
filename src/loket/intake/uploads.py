"""Every file that is sent to any page passes through here: it is sealed while it streams in, and no part of it touches
the disk readable (Django's own temporary files are not used).

Only a view that says ``@accepts_files`` gets files; what is sent to any other view is let go as it comes in.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers
from django.http import HttpResponseBase
from django.http.multipartparser import MultiPartParserError

from loket.intake.configuration import configuration
from loket.intake.files import FileRefused, Receiving, SealedUpload, check_room, too_big_together, too_many

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

_MARK = "accepts_files"


def accepts_files(view: View) -> View:
    """Files that are sent to this view are kept, sealed, until the request ends or something claims them."""
    setattr(view, _MARK, True)
    return view


class SealingUploadHandler(FileUploadHandler):
    """Seals each file with a fresh key into the storage; ``request.FILES`` then holds ``SealedUpload`` objects.

    A file above the limits is let go, and its ``SealedUpload`` says why: the rest of the form is not lost. One request
    never takes more of the disk than one report may.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._receiving: Receiving | None = None
        self._count = self._kept = self._most = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``SkipFile`` when the view takes no files."""
        super().new_file(*args, **kwargs)
        match = self.request.resolver_match if self.request else None
        if match is None or not getattr(match.func, _MARK, False):
            raise SkipFile
        limits = configuration().limits
        self._most = limits.report
        self._receiving = Receiving(name=self.file_name or "", kind=self.content_type or "", limit=limits.one)
        self._refuse_without_room(self._receiving)
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        receiving = self._receiving
        if receiving is None or receiving.refused:
            return
        if self._kept + start + len(raw_data) > self._most:
            receiving.refuse(too_big_together())
        receiving.write(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload | None:
        receiving, self._receiving = self._receiving, None
        if receiving and not receiving.refused:
            self._kept += file_size
        return receiving.finish() if receiving else None

    def upload_interrupted(self) -> None:
        """The request ended within a file (Django calls this after a skipped file too). Raises
        ``MultiPartParserError``: the whole form is refused with 400."""
        receiving, self._receiving = self._receiving, None
        if receiving:
            receiving.incoming.discard()
            raise MultiPartParserError("the request ended within a file")

    def _refuse_without_room(self, receiving: Receiving) -> None:
        self._count += 1
        try:
            if self._count > configuration().limits.most:
                raise too_many()
            check_room()
        except FileRefused as why:
            receiving.refuse(why)
