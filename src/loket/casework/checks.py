"""What a procedure must hold together; every mistake names file, line and column, and how to mend it."""

from collections.abc import Iterator, Mapping, Sequence

from loket.casework.engine import RECEIVED, target
from loket.casework.facts_checks import fact_mistakes, fact_mistakes_with_lists
from loket.casework.procedure import Act, FieldDefinition, Procedure
from loket.core.located import BadFile, Located, Strict, Where, check_languages
from loket.figures.model import CodeList
from loket.intake.words import OPTION

Found = Located[Procedure]
_TEXTS = {"label", "done", "why", "hint", "basis", "title", "text"}
_QUESTIONS = ("consent", "detriment")


def mistakes_in(found: Found, languages: Sequence[str]) -> Iterator[BadFile]:
    """Every mistake in one procedure that can be seen without the others; while it uses names that are not there, only
    those."""
    yield from _languages(found, languages)
    yield from _twice(found)
    if unknown := list(_unknown(found)):
        yield from unknown
        return
    yield from _stages(found)
    for index, act in enumerate(found.value.acts):
        yield from _act(found, act, ("acts", index))
    yield from _terms(found)
    yield from _letters(found)
    yield from fact_mistakes(found)
    yield from _retention(found)


def mistakes_together(found: Mapping[str, Found]) -> Iterator[BadFile]:
    """Every place in which one procedure names another that is not there, or does not fit; and terms that run from an
    act that nobody does."""
    for one in found.values():
        for index, act in enumerate(one.value.acts):
            for number, code in enumerate(act.handover.to if act.handover else []):
                where: Where = ("acts", index, "handover", "to", number)
                if code not in found:
                    yield _not_known(one, "de procedure", code, found, *where)
                elif act.handover and act.handover.report_goes and not _both_know_a_reporter(one, found[code]):
                    message = (
                        f"met '{code}' gaat geen melding mee: niet elk van beide kent een melder; haal report_goes weg"
                    )
                    yield one.bad(message, *where)
            if act.becomes and act.becomes not in found:
                yield _not_known(one, "de procedure", act.becomes, found, "acts", index, "becomes")
            elif act.becomes:
                yield from _becomes(one, act, index, found[act.becomes].value)
        yield from _anchors(one, [other.value for other in found.values()])


def _both_know_a_reporter(one: Found, other: Found) -> bool:
    return one.value.has_reporter and other.value.has_reporter


def mistakes_with_lists(found: Found, lists: Mapping[str, CodeList]) -> Iterator[BadFile]:
    """Every code list, or code of one, that the organisation does not have."""
    for index, act in enumerate(found.value.acts):
        for number, field in enumerate(act.fields):
            if field.code_list and field.code_list not in lists:
                place: Where = ("acts", index, "fields", number, "code_list")
                yield _not_known(found, "de lijst", field.code_list, lists, *place)
    classes = [code.code for code in lists.get("settlement_class", ())]
    for index, rule in enumerate(found.value.retention):
        if rule.settlement_class and rule.settlement_class not in classes:
            place = ("retention", index, "settlement_class")
            yield _not_known(found, "de soort afdoening", rule.settlement_class, classes, *place)
    yield from fact_mistakes_with_lists(found, lists)


def _not_known(
    found: Found, what: str, code: str, known: Mapping[str, object] | Sequence[str], *where: str | int
) -> BadFile:
    return found.bad(f"{what} '{code}' is er niet; het kan zijn: {', '.join(known) or 'geen'}", *where)


def _languages(found: Found, languages: Sequence[str]) -> Iterator[BadFile]:
    for text in _texts(found.value, ()):
        try:
            check_languages(found, [text], languages)
        except BadFile as error:
            yield error


def _texts(value: Strict, where: Where) -> Iterator[tuple[Mapping[str, str], Where]]:
    for name in type(value).model_fields:
        part, place = getattr(value, name), (*where, name)
        if name in _TEXTS and part:
            yield part, place
        elif isinstance(part, Strict):
            yield from _texts(part, place)
        elif isinstance(part, list):
            for index, item in enumerate(part):
                if isinstance(item, Strict):
                    yield from _texts(item, (*place, index))


def _twice(found: Found) -> Iterator[BadFile]:
    """Codes that stand there twice: of stages, acts, terms, letters, and of what stands within them."""
    p = found.value
    for name in ("track", "stages", "acts", "terms", "letters", "retention"):
        yield from _twice_in(found, [one.code for one in getattr(p, name)], (name,))
    for index, act in enumerate(p.acts):
        yield from _twice_in(found, [one.code for one in act.fields], ("acts", index, "fields"))
        for number, field in enumerate(act.fields):
            yield from _twice_in(
                found, [one.code for one in field.options], ("acts", index, "fields", number, "options")
            )
    for index, letter in enumerate(p.letters):
        yield from _twice_in(found, [one.code for one in letter.options], ("letters", index, "options"))


def _twice_in(found: Found, codes: Sequence[str], where: Where) -> Iterator[BadFile]:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield found.bad(f"de code '{code}' staat er dubbel; noem er een anders", *where, index, "code")


def _unknown(found: Found) -> Iterator[BadFile]:
    """Names of parts of this procedure that are not there."""
    p = found.value
    known = {name: [one.code for one in getattr(p, name)] for name in ("stages", "acts", "track", "letters")}
    for what, part, code, where in _names(p):
        if code not in known[part]:
            yield _not_known(found, what, code, known[part], *where)


def _names(p: Procedure) -> Iterator[tuple[str, str, str, Where]]:
    """Each name of a part of this procedure: what it is, among which part it must be, and where it stands."""
    for index, stage in enumerate(p.stages):
        yield "het deel", "track", stage.track, ("stages", index, "track")
    for index, act in enumerate(p.acts):
        for name, codes in (("from", act.from_), ("moves_from", act.moves_from)):
            yield from (("het stadium", "stages", code, ("acts", index, name, at)) for at, code in enumerate(codes))
        if act.to:
            yield "het stadium", "stages", act.to, ("acts", index, "to")
        if act.letter:
            yield "de brief", "letters", act.letter, ("acts", index, "letter")
    for index, term in enumerate(p.terms):
        yield from (("de stap", "acts", code, ("terms", index, "met_by", at)) for at, code in enumerate(term.met_by))


def _stages(found: Found) -> Iterator[BadFile]:
    """Stages that cannot be reached, that no way leads out of, or that may last for ever."""
    p = found.value
    ends = {stage.code for stage in p.stages if stage.within_days is None}
    reached = _reached(p, p.stages[0].code)
    for index, stage in enumerate(p.stages):
        acts = [act for act in p.acts if stage.code in act.from_]
        if stage.code not in reached:
            yield found.bad(f"niets leidt naar '{stage.code}'; laat een stap ernaartoe gaan", "stages", index, "code")
        if stage.code in ends and (acts or index == 0):
            message = f"'{stage.code}' is geen eind en mag niet eeuwig duren; geef within_days"
            yield found.bad(message, "stages", index, "code")
        elif stage.code not in ends and not _reached(p, stage.code) & ends:
            yield found.bad(f"uit '{stage.code}' leidt niets naar een eind; geef een stap", "stages", index, "code")


def _reached(p: Procedure, stage: str) -> set[str]:
    """The stages that a case in this one can come in, itself included."""
    reached, todo = {stage}, [stage]
    while todo:
        here = todo.pop()
        new = {target(act, here) for act in p.acts if here in act.from_} - reached
        reached |= new
        todo += new
    return reached


def _act(found: Found, act: Act, where: Where) -> Iterator[BadFile]:
    p = found.value
    ends = {stage.code for stage in p.stages if stage.within_days is None}
    if act.moves_from and not (act.to and set(act.moves_from) <= set(act.from_)):
        message = "moves_from noemt stadia waaruit de stap ergens heen leidt: geef to, en noem ze ook in from"
        yield found.bad(message, *where, "moves_from")
    leads_on = {target(act, stage) for stage in act.from_} - ends
    if act.final and leads_on:
        message = f"een laatste stap leidt naar een eind, en '{min(leads_on)}' is dat niet"
        message += "; kies een stadium zonder within_days"
        yield found.bad(message, *where, "to" if act.to else "code")
    if not act.final and act.to in ends:
        yield found.bad(f"'{act.to}' is een eind; zet final: true bij deze stap", *where, "to")
    if act.handover and act.handover.view_ends and not act.final:
        yield found.bad("wie niet meer kan lezen, sluit de zaak; zet final: true bij deze stap", *where, "handover")
    if act.letter and not p.has_reporter:
        yield found.bad("deze procedure kent geen melder; haal de brief weg", *where, "letter")
    for index, field in enumerate(act.fields):
        yield from _field(found, field, (*where, "fields", index))


def _field(found: Found, field: FieldDefinition, where: Where) -> Iterator[BadFile]:
    if (field.kind == "code") != (field.code_list is not None):
        yield found.bad("een veld van de soort code heeft een code_list, en een ander veld niet", *where, "kind")
    if (field.kind == "choice") != bool(field.options):
        yield found.bad("een veld van de soort choice heeft options, en een ander veld niet", *where, "kind")


def _becomes(found: Found, act: Act, index: int, other: Procedure) -> Iterator[BadFile]:
    stages = {stage.code for stage in other.stages}
    if missing := sorted({target(act, stage) for stage in act.from_} - stages):
        message = f"'{other.code}' heeft geen stadium '{missing[0]}'; geef het die procedure, of haal deze stap weg"
        yield found.bad(message, "acts", index, "becomes")


def _anchors(found: Found, all_: Sequence[Procedure]) -> Iterator[BadFile]:
    """A term runs from the receipt, from an act of its procedure, or from one by which a case comes to it."""
    p = found.value
    into = {act.code: act for other in all_ for act in other.acts if act.becomes == p.code}
    acts = {**into, **{act.code: act for act in p.acts}}
    for index, term in enumerate(p.terms):
        for number, anchor in enumerate(term.anchors):
            where = ("terms", index, "anchors", number, "event")
            if anchor.event not in (RECEIVED, *acts):
                yield _not_known(found, "de gebeurtenis", anchor.event, [RECEIVED, *acts], *where)
            elif not _can_meet(p, term.met_by, acts.get(anchor.event)):
                message = f"na '{anchor.event}' is geen stap van met_by meer te doen; noem er een die dan nog kan"
                yield found.bad(message, *where)


def _can_meet(p: Procedure, met_by: Sequence[str], after: Act | None) -> bool:
    """Whether, from every stage that an event leaves a case in, an act can follow that meets the term."""
    starts = {target(after, stage) for stage in after.from_} if after else {p.stages[0].code}
    meets = [act for act in p.acts if act.code in met_by]
    return all(any(_reached(p, start) & set(act.from_) for act in meets) for start in starts)


def _terms(found: Found) -> Iterator[BadFile]:
    for index, term in enumerate(found.value.terms):
        for number, anchor in enumerate(term.anchors):
            if not anchor.days and not anchor.months:
                message = "deze termijn duurt niet; geef days of months"
                yield found.bad(message, "terms", index, "anchors", number)


def _letters(found: Found) -> Iterator[BadFile]:
    p = found.value
    sent = {act.letter for act in p.acts}
    for index, letter in enumerate(p.letters):
        if letter.code not in sent:
            yield found.bad(f"geen stap stuurt de brief '{letter.code}'; haal hem weg", "letters", index, "code")
        if (letter.kind in _QUESTIONS) != bool(letter.options):
            message = "een vraag (consent, detriment) heeft options om uit te kiezen, en een andere brief niet"
            yield found.bad(message, "letters", index, "kind")
        for number, option in enumerate(letter.options):
            if option.code not in OPTION:
                yield _not_known(found, "de keuze", option.code, OPTION, "letters", index, "options", number, "code")


def _retention(found: Found) -> Iterator[BadFile]:
    rules = found.value.retention
    for index, rule in enumerate(rules):
        if rule.settlement_class is None and index < len(rules) - 1:
            yield found.bad("hierna komt geen regel meer aan de beurt; zet deze als laatste", "retention", index)
    if rules[-1].settlement_class is not None:
        message = "wat als geen regel past? Geef als laatste een regel zonder settlement_class"
        yield found.bad(message, "retention", len(rules) - 1)
