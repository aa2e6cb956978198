"""What the codes are called that casework writes in the audit trail (``settings.TRAIL_CODES``)."""

from collections.abc import Iterable, Mapping

from loket.casework.configuration import configuration
from loket.casework.reading import procedures
from loket.casework.redaction.services import WHOM
from loket.casework.retention.words import HOLD_REASONS, RELEASE_REASONS
from loket.casework.words import ACCESS_REASONS, KINDS, NAME_REASONS, Words
from loket.core.language import page_language
from loket.figures.model import in_language

PLACES = (("case.hand-over", "to"), ("case.export", "to"), ("case.return", "to"), ("case.receive", "from"))
PARTS = ("case.note", "case.task", "case.hearing", "case.document")


def trail_codes() -> dict[tuple[str, str], Mapping[str, Words]]:
    """Of an action and a detail: its codes in words, in the language of the page. Raises ``BadFile``."""
    found, language, known = configuration(), page_language(), procedures().values()
    names = {code: body.name(language) for code, body in found.bodies.items()}
    names |= {code: outside.name(language) for code, outside in found.outside.items()}
    terms = _agreed((term.code, in_language(term.label, language)) for one in known for term in one.terms)
    return {
        **dict.fromkeys(PLACES, names),
        **{(action, "kind"): KINDS for action in PARTS},
        ("case.act", "act"): _agreed((act.code, in_language(act.done, language)) for one in known for act in one.acts),
        ("case.open", "procedure"): {one.code: in_language(one.label, language) for one in known},
        ("case.remind", "term"): terms,
        ("case.escalate", "term"): terms,
        ("case.access", "reason"): ACCESS_REASONS,
        ("case.access-end", "reason"): ACCESS_REASONS,
        ("case.person-name", "reason"): NAME_REASONS,
        ("case.hold", "reason"): HOLD_REASONS,
        ("case.release", "reason"): RELEASE_REASONS,
        ("case.redact", "whom"): WHOM,
    }


def _agreed(named: Iterable[tuple[str, str]]) -> dict[str, Words]:
    """The codes that every procedure calls the same: the trail does not say by which one a case was worked."""
    found = set(named)
    codes = [code for code, _words in found]
    return {code: words for code, words in found if codes.count(code) == 1}
