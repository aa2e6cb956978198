"""Reads of recommendations."""

from dataclasses import dataclass

from loket.figures.model import in_language
from loket.publications import models


@dataclass(frozen=True)
class Recommendation:
    """A recommendation as a publication prints it: plain text, no Markdown. ``text`` and ``follow_up_text`` by
    language (``nl``, ``en``); ``follow_up_text`` is empty as long as nobody said what came of it. ``audience`` and
    ``follow_up``: codes of ``models.Audience`` and ``models.FollowUp``. ``carried_from``: the year of the one that
    it repeats, if any."""

    year: int
    number: int
    audience: str
    text: dict[str, str]
    follow_up: str
    follow_up_text: dict[str, str]
    carried_from: int | None = None

    def said(self, language: str) -> str:
        """The recommendation in this language, or in Dutch."""
        return in_language(self.text, language)

    def came_of_it(self, language: str) -> str:
        """What came of it, in this language or in Dutch; empty when nobody said."""
        return in_language(self.follow_up_text, language) if self.follow_up_text else ""


def for_year(year: int) -> list[Recommendation]:
    """Those of the report over this year, in order: for everyone first, then for managers. With last year's, the
    report says what came of them (advisers' annual report 2024, chapter 4)."""
    found = models.Recommendation.objects.filter(year=year).select_related("carried_from")
    return [_plain(one) for one in found.order_by("number")]


def years() -> list[int]:
    """The years that have recommendations, the newest first."""
    found = models.Recommendation.objects.order_by("-year").values_list("year", flat=True)
    return list(dict.fromkeys(found))


def _plain(one: models.Recommendation) -> Recommendation:
    told = {"nl": one.follow_up_nl, "en": one.follow_up_en}
    return Recommendation(
        year=one.year,
        number=one.number,
        audience=one.audience,
        text={"nl": one.text_nl, "en": one.text_en},
        follow_up=one.follow_up,
        follow_up_text={language: text for language, text in told.items() if text},
        carried_from=one.carried_from.year if one.carried_from else None,
    )
