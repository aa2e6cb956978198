"""The words of handovers: the closed lists of reasons, and what stands in the file and in the mailbox."""

from django.utils.translation import gettext_lazy as _

from loket.casework.content import PersonContent
from loket.intake.words import Words

GROUNDS: dict[str, Words] = {
    "agreed_otherwise": _("De melder gaf op een andere manier toestemming, en dat is vastgelegd"),
    "investigation": _("Een bevoegde autoriteit onderzoekt dit en de wet verplicht ons mee te werken"),
    "court": _("Een rechter vraagt erom, of het is nodig in een rechtszaak"),
    "defence": _("De wet beschermt de verdediging van een betrokkene, en die heeft dit nodig"),
    "crime": _("Wij zijn verplicht aangifte te doen van een misdrijf (Wetboek van Strafvordering, artikel 162)"),
}
"""Why something may go along without the reporter's consent in the mailbox: a closed list, since it stands in the trail
(WBK-6, WBK-7; Directive (EU) 2019/1937, article 16). Which laws oblige, needs a lawyer's eye."""

AGREED_OTHERWISE = "agreed_otherwise"
"""The ground that is consent, in another form: the reporter knows, so no notice is due (WBK-7)."""

NOTICE: dict[str, Words] = {
    "now": _("Ja, de melder krijgt eerst dit bericht in het postvak"),
    "harms": _("Nee, dat zou het onderzoek of de rechtszaak schaden"),
}
"""Whether the reporter hears of it before it happens (WBK-7)."""

ASKED: dict[str, Words] = {
    "handover": _("Mogen we je melding overdragen aan %(whom)s?"),
    "story_identity": _("Mogen we je verhaal delen met %(whom)s en zeggen wie je bent?"),
    "story": _("Mogen we je verhaal delen met %(whom)s?"),
    "identity": _("Mogen we aan %(whom)s zeggen wie je bent?"),
    "parts": _("Mogen we stukken over je melding delen met %(whom)s?"),
}
"""The question for consent, by what goes wider."""

WHAT_GOES: dict[str, Words] = {
    "handover": _(
        "Dan gaan je verhaal, je berichten en je postvak over naar %(whom)s. Zij schrijven daarna met je verder, met "
        "dezelfde woorden waarmee jij je postvak opent. Zei je wie je bent, dan blijft dat apart verzegeld: zij openen "
        "het alleen met een reden, en die ligt vast."
    ),
    "story": _("Dan leest %(whom)s wat je hebt verteld."),
    "identity": _("Dan hoort %(whom)s wie je bent en hoe je te bereiken bent."),
    "parts": _("Het gaat om wat wij hebben uitgezocht. Daaruit zou iemand kunnen afleiden dat jij dit hebt gemeld."),
}

OPTIONS: dict[str, tuple[str, str]] = {
    "handover": ("handover", "no"),
    **dict.fromkeys(("story_identity", "story", "identity", "parts"), ("share", "no")),
}
"""What the reporter can answer, as codes of ``intake.words.OPTION``: the first is a yes."""

GONE_PERSON: dict[str, Words] = {
    "": _("Gaat niet mee"),
    "unnamed": _("Gaat mee zonder naam"),
    "named": _("Gaat mee met naam"),
}
"""How somebody goes along."""

REPORTER_PERSON = PersonContent(role="other")
"""The reporter in another body's case, when who they are goes along."""

ASKING = {
    "": _("De wet vraagt hiervoor geen toestemming van de melder."),
    "none": _("De melder is hierover nog niets gevraagd."),
    "waiting": _("De melder heeft nog niet geantwoord."),
    "no": _("De melder zei nee."),
    "yes": _("De melder zei ja."),
    "ground": _("De wettelijke grond ligt vast."),
}
"""Where the consent stands."""
