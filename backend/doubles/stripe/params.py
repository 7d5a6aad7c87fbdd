"""Reading Stripe's form parameters strictly: `a[b][0][c]=1`, exact types, an error for what is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import parse_qsl

from .problems import Problem, unknown_parameters

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_LONGEST_VALUE = 5000
_INTEGER = re.compile(r"-?[0-9]{1,15}")


def parse_form(text: str) -> dict[str, Any]:
    """A tree of dictionaries with texts as leaves; `x[]` gets numbers as keys."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        form = _NAME.fullmatch(name)
        if form is None:
            raise Problem(400, f"Invalid parameter name: {name[:100]}")
        path = [form.group(1), *re.findall(r"\[([^\[\]]*)\]", form.group(2))]
        _put(tree, path, value)
    return tree


def _put(tree: dict[str, Any], path: Sequence[str], value: str) -> None:
    for part in path[:-1]:
        tree = tree.setdefault(part or str(len(tree)), {})
        if not isinstance(tree, dict):
            raise Problem(400, f"Invalid parameter: {path[0]}", param=path[0])
    tree[path[-1] or str(len(tree))] = value


class Params:
    """Named parameters, each read once with its type; `done` refuses whatever was not read."""

    def __init__(self, content: dict[str, Any], prefix: str = "") -> None:
        self._content = dict(content)
        self._prefix = prefix
        self._parts: list[Params] = []

    def full_name(self, name: str) -> str:
        """The name as the caller wrote it."""
        return f"{self._prefix}[{name}]" if self._prefix else name

    def is_part(self, name: str) -> bool:
        """Whether it was sent as a hash of further parameters."""
        return isinstance(self._content.get(name), dict)

    def text(self, name: str, *, required: bool = False, longest: int = _LONGEST_VALUE) -> str | None:
        """A string; the empty one is none."""
        value = self._content.pop(name, None)
        if value is not None and not isinstance(value, str):
            raise Problem(400, f"Invalid string: {value}", param=self.full_name(name))
        if value == "" and required:
            full = self.full_name(name)
            text = (
                f"You passed an empty string for '{full}'. We assume empty values are an attempt to unset a parameter"
            )
            raise Problem(400, text, code="parameter_invalid_empty", param=full)
        if value is None and required:
            raise self.missing(name)
        if value is not None and len(value) > longest:
            text = f"Invalid string: {value[:20]}...; must be at most {longest} characters"
            raise Problem(400, text, param=self.full_name(name))
        return value or None

    def required(self, name: str, *, longest: int = _LONGEST_VALUE) -> str:
        """A string that must be there."""
        value = self.text(name, required=True, longest=longest)
        assert value is not None
        return value

    def integer(self, name: str, *, required: bool = False) -> int | None:
        """A whole number in plain digits, or none."""
        value = self.text(name, required=required)
        if value is None:
            return None
        if _INTEGER.fullmatch(value) is None:
            raise Problem(
                400, f"Invalid integer: {value}", code="parameter_invalid_integer", param=self.full_name(name)
            )
        return int(value)

    def number(self, name: str) -> int:
        """A whole number that must be there."""
        value = self.integer(name, required=True)
        assert value is not None
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """`true` or `false`."""
        value = self.text(name)
        if value not in (None, "true", "false"):
            raise Problem(400, f"Invalid boolean: {value}", param=self.full_name(name))
        return default if value is None else value == "true"

    def choice(self, name: str, allowed: Iterable[str], *, required: bool = False) -> str | None:
        """One of some words."""
        value = self.text(name, required=required)
        if value is not None and value not in allowed:
            words = ", ".join(allowed)
            raise Problem(400, f"Invalid {name}: must be one of {words}", param=self.full_name(name))
        return value

    def part(self, name: str) -> Params | None:
        """A hash of further parameters."""
        value = self._content.pop(name, None)
        if value is None or value == "":
            return None
        if not isinstance(value, dict):
            raise Problem(400, "Invalid object", param=self.full_name(name))
        part = Params(value, self.full_name(name))
        self._parts.append(part)
        return part

    def parts(self, name: str) -> list[Params]:
        """A list of hashes."""
        whole = self.part(name)
        if whole is None:
            return []
        found = [whole.part(index) for index in list(whole._content)]
        return [part for part in found if part is not None]

    def texts(self, name: str) -> list[str]:
        """A list of strings."""
        whole = self.part(name)
        return [] if whole is None else [whole.required(index) for index in list(whole._content)]

    def metadata(self, present: dict[str, str] | None = None) -> dict[str, str]:
        """The notes: 50 at most, names up to 40 characters, texts up to 500; an empty text takes one away."""
        notes = dict(present or {})
        if self._content.get("metadata") == "":
            del self._content["metadata"]
            return {}
        given = self.part("metadata")
        for name in list(given._content) if given else []:
            assert given is not None
            if len(name) > 40:
                raise Problem(400, f"Metadata keys must be under 40 characters: {name}", param="metadata")
            value = given.text(name, longest=500)
            notes.pop(name, None)
            if value is not None:
                notes[name] = value
        if len(notes) > 50:
            raise Problem(400, "You can specify up to 50 keys of metadata.", param="metadata")
        return notes

    def missing(self, name: str) -> Problem:
        """The error for a parameter that was not sent."""
        full = self.full_name(name)
        return Problem(400, f"Missing required param: {full}.", code="parameter_missing", param=full)

    def done(self) -> None:
        """Refuse what nobody asked for."""
        unknown = self._unread()
        if unknown:
            raise unknown_parameters(unknown)

    def _unread(self) -> list[str]:
        own = [self.full_name(name) for name in self._content]
        return own + [name for part in self._parts for name in part._unread()]
