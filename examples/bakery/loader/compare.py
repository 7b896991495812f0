"""Tells whether what is stored already says what we want; what the server adds of its own does not count."""


def contains(stored, wanted) -> bool:
    """Whether everything in `wanted` is in `stored`: maps by key, lists by place, numbers by value."""
    if isinstance(wanted, dict):
        return isinstance(stored, dict) and all(contains(stored.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(stored, list) and len(stored) == len(wanted) and all(map(contains, stored, wanted))
    if wanted is False:
        return not stored
    return stored == wanted
