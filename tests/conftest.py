"""Laws are tried on random values; how long that takes says nothing about them."""

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")

pytest_plugins = ["tests.postgres.fixtures", "tests.postgres.offices"]
