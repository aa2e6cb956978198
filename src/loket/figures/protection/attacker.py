"""Who must not find out: what is assumed known to whoever reads the published tables.

The attacker knows every shown cell, every sum of every linked table, that counts are whole, and how this program works:
it hides a cell of 1 to threshold - 1 because it is small (primary) and others, of threshold or more, to protect those
(secondary); zeros are always shown. He does *not* read in the public files which hidden cell is which: alone, they tell
him no more of a hidden cell than that it is 1 or more.

Intervals are nevertheless inferred as if he knew the kind of each hidden cell. Three reasons.

* He may know it. The kind follows from other things than the file: a colleague's remark, an earlier edition, or
  running this program, which is open, on each table that he thinks possible. Safety must not hang on it.
* It is the stricter: whatever numbers fit with the kinds known fit with the kinds unknown too, so the interval of the
  attacker with only the public file holds this one. Tables that are safe here are safe there; not the other way round.
* Only here can a cell be beyond protection. With the kinds unknown, hiding every cell that is not zero leaves every
  count without an upper bound (any fitting table can be doubled), and a total of 4 over four ones would pass for safe,
  though everybody who knows the threshold can solve it once it is known that the total is small.
"""

from loket.figures.protection.rules import Status

KNOWS = (
    "every shown cell",
    "every sum of every linked table",
    "counts are whole numbers",
    "a hidden primary cell lies in 1..threshold-1",
    "a hidden secondary cell is threshold or more",
    "which hidden cells are primary (a precaution: public files do not say it)",
)


def possible(status: Status, count: int, threshold: int) -> tuple[int, int | None]:
    """The least and the largest count (None: no bound) that he reckons with before he looks at any sum."""
    if status is Status.SHOWN:
        return count, count
    return (1, threshold - 1) if status is Status.PRIMARY else (threshold, None)
