"""Whether the facts of a procedure fit the kinds of facts: each column has a source that is always known by then."""

from collections.abc import Iterator, Mapping

from loket.casework.procedure import CLASS, MONTH, OR, Act, FactRule, FieldDefinition, Procedure
from loket.core.located import BadFile, Located, Where
from loket.facts.kinds import KINDS, Column, Holds
from loket.figures.model import CodeList

Found = Located[Procedure]
CARD = {"card.unit": "unit", "card.violation": "violation"}
PERSON = {
    "person.settlement": "settlement",
    "person.description": "description",
    CLASS: "settlement_class",
}
"""Where a code may come from, and the list that it is of."""


def fact_mistakes(found: Found) -> Iterator[BadFile]:
    """Every mistake in the facts that can be seen without the code lists."""
    acts = {act.code: act for act in found.value.acts}
    for index, rule in enumerate(found.value.facts):
        where: Where = ("facts", index)
        if rule.act not in acts:
            yield found.bad(f"de stap '{rule.act}' is er niet; het kan zijn: {', '.join(acts)}", *where, "act")
        elif rule.kind not in KINDS:
            yield found.bad(f"de soort feit '{rule.kind}' is er niet; het kan zijn: {', '.join(KINDS)}", *where, "kind")
        else:
            yield from _rule(found, rule, where, acts)


def fact_mistakes_with_lists(found: Found, lists: Mapping[str, CodeList]) -> Iterator[BadFile]:
    """Every code of a fact that its list does not have."""
    acts = {act.code: act for act in found.value.acts}
    for index, rule in enumerate(found.value.facts):
        for column in KINDS[rule.kind].columns:
            known = {code.code for code in lists.get(column.code_list or "", ())}
            for code in _fixed_codes(rule.columns[column.name], acts) if column.code_list else ():
                if code not in known:
                    message = f"de lijst '{column.code_list}' kent '{code}' niet; kies een code van die lijst"
                    yield found.bad(message, "facts", index, "columns", column.name)


def _rule(found: Found, rule: FactRule, where: Where, acts: Mapping[str, Act]) -> Iterator[BadFile]:
    columns = {column.name: column for column in KINDS[rule.kind].columns}
    if missing := [name for name in columns if name not in rule.columns]:
        yield found.bad(f"de kolom '{missing[0]}' ontbreekt; geef waar hij vandaan komt", *where, "columns")
    for name in rule.columns:
        if name not in columns:
            message = f"'{rule.kind}' heeft geen kolom '{name}'; het kan zijn: {', '.join(columns)}"
            yield found.bad(message, *where, "columns", name)
    for name, sources in rule.columns.items():
        if name in columns:
            for message in _column(rule, columns[name], sources.split(OR), acts):
                yield found.bad(message, *where, "columns", name)
    if rule.each == "person" and not found.value.people:
        yield found.bad("deze procedure kent geen betrokkenen; kies each: case", *where, "each")
    days = ("received_on", "today", *(("person.decided_on",) if rule.each == "person" else ()))
    if rule.dated not in days:
        yield found.bad(f"'{rule.dated}' is hier geen dag; het kan zijn: {', '.join(days)}", *where, "dated")


def _column(rule: FactRule, column: Column, sources: list[str], acts: Mapping[str, Act]) -> Iterator[str]:
    """What is wrong with where a column comes from."""
    for source in sources:
        yield from _source(rule, column, source, acts)
    field = _field(sources[-1], acts)
    if field and not (sources[-1].partition(".")[0] == rule.act and field.required):
        yield f"'{sources[-1]}' is dan misschien niet bekend; zet erachter: or =code"


def _source(rule: FactRule, column: Column, source: str, acts: Mapping[str, Act]) -> Iterator[str]:
    if column.holds is Holds.WHOLE:
        if source != MONTH:
            yield f"'{column.name}' is een getal; alleen month is een bron daarvoor"
        return
    if source.startswith("="):
        return
    code_list = _list_of(source, rule, acts)
    if code_list is None:
        yield f"'{source}' is geen bron; het kan zijn: {', '.join([*CARD, *PERSON, '<stap>.<veld>', '=<code>'])}"
    elif code_list not in ("", column.code_list):
        yield f"'{source}' geeft codes van de lijst '{code_list}', en hier horen codes van '{column.code_list}'"


def _list_of(source: str, rule: FactRule, acts: Mapping[str, Act]) -> str | None:
    """The list that a source gives codes of; "" when that follows from its options, None when it is no source."""
    if source in CARD:
        return CARD[source]
    if source in PERSON and (rule.each == "person" or source == CLASS):
        return PERSON[source]
    field = _field(source, acts)
    if field is None:
        return None
    return {"code": field.code_list, "choice": "", "yes_no": "yes_no"}.get(field.kind)


def _field(source: str, acts: Mapping[str, Act]) -> FieldDefinition | None:
    """The field of an act that a source names."""
    act, _, name = source.partition(".")
    return next((field for field in acts[act].fields if field.code == name), None) if act in acts else None


def _fixed_codes(sources: str, acts: Mapping[str, Act]) -> Iterator[str]:
    """The codes that stand in the procedure itself and may come into a column."""
    for source in sources.split(OR):
        if source.startswith("="):
            yield source[1:]
        elif field := _field(source, acts):
            yield from (option.code for option in field.options)
