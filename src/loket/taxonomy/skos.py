"""The code lists as SKOS (W3C Recommendation 2009), in RDF/XML: for whoever reuses the figures.

A list is a concept scheme, a code a concept. ``broader`` and ``narrower`` join parents within a list,
``broadMatch`` and ``narrowMatch`` parents in another; ``dcterms:valid`` holds the years. A roll-up is
``dcterms:isReplacedBy`` for a code that ended, and ``broader`` for one that still holds.
"""

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from loket.figures.model import Code, CodeList, Labels

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCT = "http://purl.org/dc/terms/"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def to_skos(lists: Mapping[str, CodeList], namespace: str) -> bytes:
    """All lists as one RDF/XML document in UTF-8; the same lists give the same bytes.

    ``namespace`` is the start of every identifier: ``<namespace><list>/<code>``.
    """
    for prefix, uri in (("rdf", _RDF), ("skos", _SKOS), ("dcterms", _DCT)):
        ET.register_namespace(prefix, uri)
    root = ET.Element(f"{{{_RDF}}}RDF")
    for name in sorted(lists):
        _Scheme(root, lists, lists[name], namespace).write()
    ET.indent(root, " ")
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


class _Scheme:
    """Writes one list."""

    def __init__(self, root: ET.Element, lists: Mapping[str, CodeList], codes: CodeList, namespace: str) -> None:
        self.root, self.lists, self.codes, self.namespace = root, lists, codes, namespace
        self.uri = namespace + codes.code

    def write(self) -> None:
        scheme = self._thing("ConceptScheme", self.uri)
        _labels(scheme, "prefLabel", self.codes.label)
        for code in self.codes:
            if self.codes.code not in {name for name, _ in _above(self.codes, code)}:
                _link(scheme, _SKOS, "hasTopConcept", self._of(code))
        for code in self.codes:
            self._concept(code)

    def _concept(self, code: Code) -> None:
        concept = self._thing("Concept", self._of(code))
        _link(concept, _SKOS, "inScheme", self.uri)
        ET.SubElement(concept, f"{{{_SKOS}}}notation").text = code.code
        _labels(concept, "prefLabel", code.label)
        _labels(concept, "altLabel", {k: v for k, v in code.short.items() if v != code.label.get(k)})
        self._relations(concept, code)
        if code.valid_from or code.valid_to:
            period = ET.SubElement(concept, f"{{{_DCT}}}valid", {f"{{{_RDF}}}datatype": f"{_DCT}Period"})
            period.text = _period(code)

    def _relations(self, concept: ET.Element, code: Code) -> None:
        for name, above in _above(self.codes, code):
            kind = "broader" if name == self.codes.code else "broadMatch"
            _link(concept, _SKOS, kind, f"{self.namespace}{name}/{above}")
        for kind, uri in self._below(code):
            _link(concept, _SKOS, kind, uri)
        if replaced := self._replaced_by(code):
            _link(concept, _DCT, "isReplacedBy", replaced)

    def _below(self, code: Code) -> Iterator[tuple[str, str]]:
        for name in sorted(self.lists):
            other = self.lists[name]
            kind = "narrower" if name == self.codes.code else "narrowMatch"
            for child in other:
                if (self.codes.code, code.code) in _above(other, child):
                    yield kind, _identify(other, child, self.namespace)

    def _of(self, code: Code) -> str:
        return _identify(self.codes, code, self.namespace)

    def _replaced_by(self, code: Code) -> str | None:
        if code.rolls_up_to and code.valid_to:
            return f"{self.uri}/{code.rolls_up_to}"
        latest = f"{self.uri}/{code.code}"
        return latest if self._of(code) != latest else None

    def _thing(self, kind: str, uri: str) -> ET.Element:
        return ET.SubElement(self.root, f"{{{_SKOS}}}{kind}", {f"{{{_RDF}}}about": uri})


def _above(codes: CodeList, code: Code) -> list[tuple[str, str]]:
    """The list and the code of everything that is broader than a code."""
    parents = [(codes.parent_list or codes.code, code.parent)] if code.parent else []
    merged = [(codes.code, code.rolls_up_to)] if code.rolls_up_to and not code.valid_to else []
    return parents + merged


def _identify(codes: CodeList, code: Code, namespace: str) -> str:
    """A code's identifier; of a code that occurs more often, an earlier one has its last year behind it."""
    latest = max((one.valid_to or 9999) for one in codes if one.code == code.code)
    earlier = f"/{code.valid_to}" if code.valid_to and code.valid_to < latest else ""
    return f"{namespace}{codes.code}/{code.code}{earlier}"


def _labels(parent: ET.Element, kind: str, labels: Labels) -> None:
    for language, text in labels.items():
        ET.SubElement(parent, f"{{{_SKOS}}}{kind}", {_LANGUAGE: language}).text = text


def _link(parent: ET.Element, vocabulary: str, kind: str, uri: str) -> None:
    ET.SubElement(parent, f"{{{vocabulary}}}{kind}", {f"{{{_RDF}}}resource": uri})


def _period(code: Code) -> str:
    """The years as a DCMI Period."""
    parts = [f"{name}={year}" for name, year in (("start", code.valid_from), ("end", code.valid_to)) if year]
    return "; ".join([*parts, "scheme=W3C-DTF"])
