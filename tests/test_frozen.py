"""Our quick frozen classes do what those of the standard library do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, asdict, field, fields, is_dataclass, replace
from typing import Any, ClassVar

import pytest

from snwp_xl.frozen import dataclass


def point(dataclass: Any) -> Any:
    """A class with every sort of field, made by the decorator given."""

    @dataclass(frozen=True, slots=True)
    class Point:
        """A point."""

        x: int
        y: int = 2
        tags: list[str] = field(default_factory=list)
        note: str = field(default="none", compare=False)
        hidden: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)
        fixed: int = field(default=7, init=False)

        @property
        def sum(self) -> int:
            """Both."""
            return self.x + self.y

    Point.__qualname__ = "Point"
    return Point


@dataclass(frozen=True, slots=True)
class Kept:
    """A class that can be pickled, as it stands in a module."""

    name: str
    numbers: tuple[int, ...] = ()


OURS, THEIRS = point(dataclass), point(dataclasses.dataclass)
CALLS: tuple[tuple[tuple[Any, ...], dict[str, Any]], ...] = (
    ((1,), {}), ((1, 5), {}), ((1, 5, ["a"]), {}), ((1,), {"tags": ["b"], "note": "said"}), ((), {"x": 0, "y": -1}))


@pytest.mark.parametrize(("given", "named"), CALLS)
def test_the_same_values(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    ours, theirs = OURS(*given, **named), THEIRS(*given, **named)
    assert repr(ours) == repr(theirs)
    assert asdict(ours) == asdict(theirs)
    assert (ours.sum, ours.fixed, ours.hidden) == (theirs.sum, theirs.fixed, theirs.hidden)
    assert [(one.name, one.compare, one.init, one.repr) for one in fields(ours)] == [
        (one.name, one.compare, one.init, one.repr) for one in fields(theirs)]
    assert replace(ours, y=9) == OURS(ours.x, 9, ours.tags)
    assert is_dataclass(ours)


@pytest.mark.parametrize(("given", "named"), [((), {}), ((1, 2, [], "", 5), {}), ((1,), {"z": 1}), ((1,), {"hidden": {}}), ((1,), {"x": 2})])
def test_the_same_refusals(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    said = []
    for made in (OURS, THEIRS):
        with pytest.raises(TypeError) as refused:
            made(*given, **named)
        said.append(str(refused.value).split(".")[-1])
    assert said[0] == said[1]


def test_nothing_can_be_changed() -> None:
    one = OURS(1)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'x'"):
        one.x = 2
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'other'"):
        one.other = 2
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'x'"):
        del one.x
    assert not hasattr(one, "__dict__")
    assert OURS.__doc__ == "A point."
    assert OURS.__slots__ == ("x", "y", "tags", "note", "hidden", "fixed")


def test_what_is_compared() -> None:
    assert OURS(1, note="a") == OURS(1, note="b")
    assert OURS(1) != OURS(2)
    assert OURS(1) != THEIRS(1)
    assert Kept("a", (1,)) == Kept("a", (1,))
    assert len({Kept("a"), Kept("a"), Kept("b")}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(OURS(1))  # a list in it


def test_each_value_has_its_own_list() -> None:
    assert OURS(1).tags is not OURS(1).tags


def test_copies_and_other_processes() -> None:
    kept = Kept("a", (1, 2))
    assert pickle.loads(pickle.dumps(kept)) == kept
    assert copy.deepcopy(kept) == kept
    assert copy.copy(kept) == kept


def test_patterns() -> None:
    match Kept("a", (1,)):
        case Kept(name, numbers=(one,)):
            assert (name, one) == ("a", 1)
        case _:
            pytest.fail("no match")


def test_any_other_class_is_the_standard_librarys() -> None:
    @dataclass(slots=True)
    class Open:
        """One that can be changed."""

        x: int = 1

    @dataclass(frozen=True, slots=True)
    class WithConstant:
        """One with something that is no field."""

        LIMIT: ClassVar[int] = 3
        x: int = 1

    changed = Open()
    changed.x = 5
    assert changed == Open(5)
    assert (WithConstant().LIMIT, [one.name for one in fields(WithConstant)]) == (3, ["x"])


def test_special_fields_are_the_standard_librarys() -> None:
    def named(dataclass: Any) -> Any:
        @dataclass(frozen=True, slots=True)
        class Named:
            """One with a field that must be named, and one that is compared but not hashed."""

            x: int
            way: str = field(default="", kw_only=True)
            tags: Any = field(default=(), hash=False)

        return Named

    ours, theirs = named(dataclass), named(dataclasses.dataclass)
    for made in (ours, theirs):
        with pytest.raises(TypeError, match="positional argument"):
            made(1, (), "far")
        assert hash(made(1, [2])) == hash(made(1, [3]))


@pytest.mark.parametrize("dataclass", [dataclass, dataclasses.dataclass])
def test_a_field_without_a_default_after_one_that_has_one(dataclass: Any) -> None:
    with pytest.raises(TypeError, match="non-default argument 'y' follows default argument"):
        @dataclass(frozen=True, slots=True)
        class Late:
            """One in the wrong order."""

            x: int = 1
            y: int


def test_none_inherits_from_another() -> None:
    with pytest.raises(TypeError, match="cannot inherit frozen dataclass"):
        @dataclass(frozen=True, slots=True)
        class Late(Kept):
            """One that inherits."""

            more: int = 0


def test_after_init() -> None:
    @dataclass(frozen=True, slots=True)
    class Checked:
        """One that looks at its values."""

        x: int

        def __post_init__(self) -> None:
            if self.x < 0:
                raise ValueError("below 0")

    assert Checked(1).x == 1
    with pytest.raises(ValueError, match="below 0"):
        Checked(-1)
