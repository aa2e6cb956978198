"""Dutch is written in the source; every one of its texts has an English one, and none is left over."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[3] / "src" / "loket"
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
}


def sources() -> Iterator[str]:
    """Python, and the templates turned into something that reads like it; their indents mean nothing in Python."""
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.read_text("utf-8")
    for path in sorted(path for path in SOURCE.glob("*/templates/**/*") if path.is_file()):
        yield "\n".join(line.lstrip() for line in templatize(path.read_text("utf-8")).split("\n"))


def asked_for() -> set[object]:
    """Every text that the code and the templates ask for; of a plural both forms."""
    return {
        message
        for source in sources()
        for _line, message, _comments, _context in extract("python", io.BytesIO(source.encode()), KEYWORDS)
    }


def english() -> Catalog:
    with (SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po").open("rb") as stream:
        return read_po(stream)


def messages() -> list[Message]:
    return [message for message in english() if message.id]


def test_every_text_has_an_english_one_and_none_is_left_over() -> None:
    assert {message.id for message in messages()} == asked_for()


def test_no_translation_is_empty_or_doubtful() -> None:
    assert [message.id for message in messages() if not all(forms(message)) or message.fuzzy] == []


def test_translations_keep_their_placeholders() -> None:
    catalogue = english()
    assert [error for message in messages() for error in message.check(catalogue)] == []


def forms(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (str(message.string),)
