"""What every fact has: a year, where it came from, and which of its columns were reconstructed."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from loket.core.located import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    CharField = models.CharField[str, str]
else:
    CharField = models.CharField


class Code(CharField):
    """A column that holds a code of ``code_list``. Never empty: "not known" is a code too."""

    def __init__(self, code_list: str, **options: Any) -> None:
        self.code_list = code_list
        super().__init__(**{"max_length": 80, **options})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        return name, path, [self.code_list, *args], options

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        return f"{connection.ops.quote_name(self.attname)} <> ''"


class Fact(models.Model):
    """One thing that was counted: coded, with no identity, no free text, and no time finer than a month.

    ``reconstructed`` names, space separated, the columns whose combination with the others is not real: it
    was made to satisfy published margins. Empty for a real record.
    """

    has_one_source: ClassVar[bool] = False
    """Whether a year is counted from files or by a room of this system, and never by both: its rooms count everything
    that the files would."""

    class Origin(models.TextChoices):
        """Loaded from a record, reconstructed from published margins, or yielded by a room of this system."""

        RECORD = "record"
        RECONSTRUCTED = "reconstructed"
        LIVE = "live"

    year = models.PositiveSmallIntegerField(db_index=True)
    origin = models.CharField(max_length=16, choices=Origin)
    reconstructed = models.CharField(max_length=400, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year__range=(FIRST_YEAR, LAST_YEAR)), name="facts_%(class)s_year"
            ),
            models.CheckConstraint(
                condition=models.Q(origin__in=["record", "reconstructed", "live"]),
                name="facts_%(class)s_origin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.year}"
