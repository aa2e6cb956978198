"""What was loaded, and where its printed sources contradict each other."""

from django.db import models


class Load(models.Model):
    """One data folder, read into facts as a whole. The latest load is the one that the facts come from."""

    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    counts = models.JSONField()

    class Meta:
        get_latest_by = "pk"

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.at:%Y-%m-%d}"


class Contradiction(models.Model):
    """A printed figure that the facts of this load do not give: a source above it says otherwise."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="contradictions")
    table = models.CharField(max_length=80)
    coordinates = models.CharField(max_length=400)
    source = models.CharField(max_length=200)
    printed = models.DecimalField(max_digits=14, decimal_places=2)
    counted = models.DecimalField(max_digits=14, decimal_places=2)
    reason = models.CharField(max_length=1000)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.table}[{self.coordinates}]"
