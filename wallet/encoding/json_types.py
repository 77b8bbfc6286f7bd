"""The shape of JSON once the strict reader has accepted it."""

from typing import TypeAlias

# Not one quoted whole: `JsonObject | None` has to work at run time too.
JsonValue: TypeAlias = bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"] | None
JsonObject: TypeAlias = dict[str, JsonValue]
