"""Values that are worked out once for an object, and only when asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):
    """A property that is worked out when it is first asked for, and kept in the object.

    `functools.cached_property` before Python 3.12 takes a lock each first time, and a site has a
    million first times. Two threads that meet here work out the same value, which does no harm.
    """

    def __init__(self, work: Callable[[Any], T]) -> None:
        self.work = work
        self.name = work.__name__
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> once[T]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> T | once[T]:
        if instance is None:
            return self
        # The object's own attribute comes before this descriptor from now on.
        value = instance.__dict__[self.name] = self.work(instance)
        return value
