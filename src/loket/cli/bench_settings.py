"""The product's own settings, with one address more: the bare view that ``./loket bench intake`` compares with."""

from loket.settings import *  # noqa: F403 (everything, as Django reads it)

ROOT_URLCONF = "loket.cli.bench_urls"
