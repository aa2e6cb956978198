"""Code lists that could exist, for the laws."""

from hypothesis import strategies as st

from loket.figures.model import Code, CodeList

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12)
LABELS = st.fixed_dictionaries({"nl": TEXT, "en": TEXT})
YEARS = st.none() | st.integers(1990, 2060)


@st.composite
def code_lists(draw: st.DrawFn) -> dict[str, CodeList]:
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    return {name: draw(_code_list(name, st.none() | st.sampled_from(names))) for name in names}


@st.composite
def _code_list(draw: st.DrawFn, name: str, parents: st.SearchStrategy[str | None]) -> CodeList:
    codes = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    return CodeList(name, draw(LABELS), tuple(draw(_code(code, codes)) for code in codes), draw(parents))


def _code(name: str, codes: list[str]) -> st.SearchStrategy[Code]:
    other = st.none() | st.sampled_from(codes)
    return st.builds(Code, st.just(name), LABELS, LABELS | st.just({}), other, YEARS, YEARS, other)
