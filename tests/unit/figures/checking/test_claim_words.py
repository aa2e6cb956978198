"""What each word allows, just inside and just outside its bounds."""

import pytest
from paper import Paper

from loket.figures.checking.examine import BadDeclaration
from loket.figures.checking.words import CHANGES, PARTS, QUALIFIERS, claim

AMOUNTS = [
    # claim, the printed number, what fits, what does not
    ("ruim", "100", [101, 104, 130], [99, 100, 131]),
    ("iets meer dan", "100", [101, 115], [100, 116]),
    ("bijna", "100", [85, 99], [84, 100]),
    ("ongeveer", "100", [90, 110], [89, 111]),
    ("meer dan", "100", [101, 5000], [100]),
    ("minder dan", "100", [0, 99], [100]),
    ("minstens", "100", [100, 5000], [99]),
    ("hooguit", "100", [0, 100], [101]),
    ("is", "100", [100], [99, 101]),
    ("geen", "", [0], [1]),
]

SHARES = [
    # claim, parts of 1,000 that fit and that do not
    ("de helft", [450, 500, 550], [449, 551]),
    ("ruim de helft", [501, 569, 650], [499, 500, 651]),
    ("iets meer dan de helft", [501, 569, 575], [500, 576]),
    ("bijna de helft", [425, 499], [424, 500]),
    ("meer dan de helft", [501, 1000], [500]),
    ("minder dan de helft", [499], [500]),
    ("een kwart", [225, 275], [224, 276]),
    ("ruim een kwart", [251, 322], [249, 250, 326]),
    ("een derde", [300, 366], [299, 367]),
    ("driekwart", [675, 825], [674, 826]),
    ("twee derde", [600, 733], [599, 734]),
    ("een op de drie", [333], [250, 400]),
    ("één op de vijf", [200], [300]),
    ("zeven op de tien", [700], [600]),
    ("meerderheid", [501], [500]),
    ("minderheid", [499], [500]),
    ("grootste deel", [501], [500]),
    ("overgrote deel", [601], [600]),
    ("alle", [1000], [999]),
]

COMPARED = [
    # claim, counts that fit and that do not, after 200
    ("steeg", [201], [200, 199]),
    ("daalde", [199], [200, 201]),
    ("evenveel", [200], [199, 201]),
    ("vrijwel evenveel", [190, 210], [189, 211]),
    ("verdubbeld", [360, 400, 440], [359, 441]),
    ("ruim verdubbeld", [401, 520], [399, 400, 521]),
    ("meer dan verdubbeld", [401, 900], [400]),
    ("bijna verdubbeld", [340, 399], [400]),
    ("verdrievoudigd", [600], [500]),
    ("gehalveerd", [100], [150]),
]


@pytest.mark.parametrize(("words", "number", "fits", "fails"), AMOUNTS)
def test_an_amount(words: str, number: str, fits: list[int], fails: list[int]) -> None:
    for count in (*fits, *fails):
        examined = Paper().table("t", {("a",): (str(count),)}).says("zin", words, "t[a]", value=number).examine()
        assert bool(examined.findings) == (count in fails), count


@pytest.mark.parametrize(("words", "fits", "fails"), SHARES)
def test_a_share(words: str, fits: list[int], fails: list[int]) -> None:
    for part in (*fits, *fails):
        written = Paper().table("t", {("a",): (str(part),), ("total",): ("1000",)})
        assert bool(written.says("zin", words, "t[a]", "t[total]").examine().findings) == (part in fails), part


@pytest.mark.parametrize(("words", "fits", "fails"), COMPARED)
def test_a_change(words: str, fits: list[int], fails: list[int]) -> None:
    for count in (*fits, *fails):
        written = Paper().table("t", {("now",): (str(count),), ("then",): ("200",)})
        assert bool(written.says("zin", words, "t[now]", "t[then]").examine().findings) == (count in fails), count


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("grootste", {"a", "b"}),
        ("op een na grootste", {"a", "b"}),
        ("op twee na grootste", {"c"}),
        ("kleinste", {"d"}),
        ("op een na kleinste", {"c"}),
    ],
)
def test_a_place_in_a_list_which_equal_figures_share(words: str, right: set[str]) -> None:
    for code in "abcd":
        written = Paper().table("t", {("a",): ("9",), ("b",): ("9",), ("c",): ("5",), ("d",): ("1",)})
        assert bool(written.says("zin", words, f"t[{code}]", "t[*]").examine().findings) == (code not in right), code


@pytest.mark.parametrize(("codes", "holds"), [("a|b", True), ("a|c", True), ("b|c", False), ("a|d", False)])
def test_the_largest_two_of_a_list(codes: str, holds: bool) -> None:
    written = Paper().table("t", {("a",): ("9",), ("b",): ("5",), ("c",): ("5",), ("d",): ("1",)})
    assert bool(written.says("zin", "twee grootste", f"t[{codes}]", "t[*]").examine().findings) != holds


@pytest.mark.parametrize(
    ("words", "value", "holds"),
    [
        ("procent", "33", True),
        ("procent", "33.3", True),
        ("procent", "33.4", False),
        ("procent", "34", False),
        ("stijging van", "50", True),
        ("stijging van", "50.0", True),
        ("stijging van", "51", False),
    ],
)
def test_a_printed_percentage(words: str, value: str, holds: bool) -> None:
    written = Paper().table("t", {("a",): ("100",), ("b",): ("300",), ("c",): ("150",)})
    left, right = ("t[a]", "t[b]") if words == "procent" else ("t[c]", "t[a]")
    assert bool(written.says("zin", words, left, right, value).examine().findings) != holds


@pytest.mark.parametrize(("value", "holds"), [("25", True), ("26", False)])
def test_a_printed_fall(value: str, holds: bool) -> None:
    written = Paper().table("t", {("now",): ("150",), ("then",): ("200",)})
    assert bool(written.says("zin", "daling van", "t[now]", "t[then]", value).examine().findings) != holds


@pytest.mark.parametrize(("value", "holds"), [("4", True), ("5", True), ("6", True), ("8", False)])
def test_points_between_percentages_are_as_rough_as_those(value: str, holds: bool) -> None:
    written = Paper().table("t", {("now",): ("57",), ("then",): ("52",)}, {"share": "percent"})
    assert bool(written.says("zin", "procentpunt", "t[now]", "t[then]", value).examine().findings) != holds


def test_a_report_can_be_stricter_about_a_word() -> None:
    written = Paper().table("t", {("now",): ("206",), ("then",): ("200",)})
    written.says("zin", "vrijwel evenveel", "t[now]", "t[then]")
    assert written.examine().findings == ()
    assert len(written.examine(tolerance={"vrijwel evenveel": 2}).findings) == 1
    share = (
        Paper().table("t", {("a",): ("55",), ("total",): ("100",)}).says("zin", "overgrote deel", "t[a]", "t[total]")
    )
    assert len(share.examine().findings) == 1
    assert share.examine(tolerance={"overgrote deel": 50}).findings == ()


def test_a_sentence_without_figures_to_check_it_with_is_named_and_no_finding() -> None:
    examined = Paper().table("t", {("a",): ("1",)}).says("ruim 27.000 collega's", "kan niet", "").examine()
    assert examined.findings == ()
    assert "27.000" in examined.unchecked[0]


@pytest.mark.parametrize("words", ["veel", "een op de een", "ruim", "is", "grootste", "twee grootste", "daalde"])
def test_a_claim_that_lacks_what_it_needs_is_refused(words: str) -> None:
    written = Paper().table("t", {("a",): ("1",), ("b",): ("2",)}).says("zin", words, "t[a]")
    with pytest.raises(BadDeclaration) as refused:
        written.examine()
    assert refused.value.which == "zin"


@pytest.mark.parametrize("words", [*CHANGES, *PARTS, *QUALIFIERS])
def test_every_word_is_a_claim(words: str) -> None:
    assert claim(words) is not None


@pytest.mark.parametrize(("words", "holds"), [("grootste", True), ("kleinste", True), ("op een na grootste", False)])
def test_a_list_of_one(words: str, holds: bool) -> None:
    written = Paper().table("t", {("a",): ("5",)}).says("zin", words, "t[a]", "t[*]")
    assert bool(written.examine().findings) != holds


@pytest.mark.parametrize(
    ("words", "usual"),
    [
        ("Circa", "ongeveer"),
        ("net geen", "bijna"),
        ("1 op de 3", "een op de drie"),
        ("één op elke vijf", "een op de vijf"),
        ("bijna tweederde", "bijna twee derde"),
        ("ruim twee keer zo veel", "ruim verdubbeld"),
        ("de meeste", "grootste"),
        ("gelijk gebleven", "evenveel"),
    ],
)
def test_other_words_for_the_same(words: str, usual: str) -> None:
    one, other = claim(words), claim(usual)
    assert one is not None
    assert other is not None
    assert (one.subject, one.bounds, one.factor, one.place) == (other.subject, other.bounds, other.factor, other.place)


@pytest.mark.parametrize(("value", "holds"), [("8", True), ("7.8", True), ("7.80", True), ("7", False), ("7.9", False)])
def test_a_figure_may_be_printed_with_fewer_decimals(value: str, holds: bool) -> None:
    written = Paper().table("t", {("a",): ("7.8",)}, {"score": "score"}).says("zin", "is", "t[a]", value=value)
    assert bool(written.examine().findings) != holds
