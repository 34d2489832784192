"""Whether two engines say the same: cell by cell, numbers to one part in 10^9."""


def differences(ours, theirs):
    """The first difference between two answers as TSV; None where there is none."""
    if ours == theirs:
        return None
    left, right = ours.split("\n"), theirs.split("\n")
    if len(left) != len(right):
        return f"{len(left)} lines here, {len(right)} there: {first_difference(left, right)}"
    for number, (one, other) in enumerate(zip(left, right), 1):
        if one == other:
            continue
        cells, others = one.split("\t"), other.split("\t")
        if len(cells) != len(others) or not all(map(same, cells, others)):
            return f"line {number}: {one!r} here, {other!r} there"
    return None


def first_difference(left, right):
    for one, other in zip(left, right):
        if one != other:
            return f"{one!r} here, {other!r} there"
    return "one is longer"


def same(one, other):
    """Whether two cells are equal, or reals that agree to one part in 10^9."""
    if one == other:
        return True
    try:
        left, right = float(one), float(other)
    except ValueError:
        return False
    is_real = any(sign in one + other for sign in ".e")
    return is_real and abs(left - right) <= 1e-9 * max(abs(left), abs(right))
