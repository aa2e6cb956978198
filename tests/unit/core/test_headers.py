"""WEB-3: what a page may fetch and run is named, comes from ourselves, and is nothing more than we use."""

from loket.core.headers import CONTENT_SECURITY_POLICY

RULES = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))


def test_everything_is_forbidden_unless_it_is_named() -> None:
    assert RULES["default-src"] == "'none'"
    assert {value for name, value in RULES.items() if name.endswith("-src")} == {"'none'", "'self'"}


def test_the_tally_may_bring_a_worker_and_a_manifest_of_our_own() -> None:
    assert (RULES["worker-src"], RULES["manifest-src"]) == ("'self'", "'self'")


def test_no_plug_ins_frames_or_other_bases() -> None:
    assert (RULES["base-uri"], RULES["frame-ancestors"], RULES["form-action"]) == ("'none'", "'none'", "'self'")
    assert {"object-src", "frame-src", "child-src"}.isdisjoint(RULES)
