"""Tables that give nobody away: small counts hidden or rounded, and proof of what can still be inferred.

Pure values. From below to above: ``lattice`` (tables as cells and sums), ``rules`` and ``attacker`` (what is small, and
who must not find out), ``merging`` (what to merge first), ``optimise`` (which cells to hide), ``rounding`` (the other
way), and apart from all of those ``audit``, which trusts none of them. ``guard`` lets nothing out without it.
"""
