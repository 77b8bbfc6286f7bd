"""Badgr (Canvas Credentials) pathways: a tree of elements, each with badges, children and how many of them it needs."""

from typing import Any

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.i18n import N_
from wallet.pathways.cursor import Cursor
from wallet.pathways.imported import Draft, ImportedPathway
from wallet.pathways.refusal import refuse

DEPTH_AT_MOST = 20
ELEMENTS_AT_MOST = 4_000


def is_badgr(document: JsonValue) -> bool:
    """Say whether this looks like a Badgr pathway element."""
    return isinstance(document, dict) and "elementId" in document and "requirements" in document


def read_badgr(document: JsonObject) -> ImportedPathway:
    """Return the pathway of a Badgr export. Raises PathwayError where it cannot be understood."""
    return _Importer(Cursor(document)).run()


class _Importer:
    def __init__(self, here: Cursor) -> None:
        self.here = here
        name = here.at("name").text()
        identifier = here.at("elementId").text(1)
        self.draft = Draft(f"urn:badgr:pathway:{identifier}", {"en": name}, f"urn:badgr:pathway:{identifier}")
        summary = here.maybe("description", Cursor.text)
        if summary:
            self.draft.summary = {"en": summary}
        self.elements = 0

    def run(self) -> ImportedPathway:
        parts = self._parts(self.here, 0)
        badge = self._completion(self.here)
        if not parts and badge:
            parts = [self._badge(badge, str(self.draft.title["en"]))]
        if not parts:
            refuse(N_("{place}: there is nothing to be earned in this pathway."), "/requirements", "pathway.empty")
        goal: dict[str, Any] = {"name": dict(self.draft.title)}
        if badge:
            goal["achievement"] = badge
        self.draft.warn(N_("The file names no issuers: any issuer that can be verified is accepted."))
        requires = self.draft.choice("root", parts, None, self.draft.title)
        return self.draft.finish(requires, goal)

    def _element(self, here: Cursor, depth: int) -> list[dict[str, Any]]:
        self.elements += 1
        if depth > DEPTH_AT_MOST or self.elements > ELEMENTS_AT_MOST:
            refuse(N_("{place}: requirements are nested too deeply."), here.place, "pathway.depth")
        name = here.maybe("name", Cursor.text) or here.at("elementId").text(1)
        parts = self._parts(here, depth)
        badge = self._completion(here)
        if not parts:
            if badge:
                return [self._badge(badge, name)]
            self.draft.warn(N_("“{name}” asks for nothing: it was left out."), name=name)
            return []
        whole = self.draft.choice(here.at("elementId").text(1), parts, None, {"en": name})
        if not badge:
            return [whole]
        self.draft.warn(N_("“{name}”: its own badge was taken to stand for everything in it."), name=name)
        either = [self._badge(badge, name), whole]
        return [self.draft.choice(f"{name} or its badge", either, 1, {"en": name})]

    def _parts(self, here: Cursor, depth: int) -> list[dict[str, Any]]:
        name = here.maybe("name", Cursor.text) or ""
        needs = here.at("requirements")
        children = []
        for child in here.at("children").items() if here.has("children") else ():
            if child.maybe("requiredForParentCompletion", Cursor.flag) is False:
                self.draft.warn(N_("“{name}” is not needed for the whole: it was left out."), name=_label(child))
                continue
            children += self._element(child, depth + 1)
        parts = self._counted(needs, "childElementRequirements", children, f"{name} parts", name)
        badges = needs.find("badgeRequirements")
        if badges is not None:
            found = [
                self._badge(_url(badge), "")
                for badge in (badges.at("requiredBadges").items() if badges.has("requiredBadges") else ())
            ]
            parts += self._counted(needs, "badgeRequirements", found, f"{name} badges", name)
        others = needs.find("nonChildElementRequirements")
        if others is not None and others.has("elementIds") and others.at("elementIds").items():
            self.draft.warn(N_("“{name}” also needs another element first: that order was left out."), name=name)
        return parts

    def _counted(
        self, needs: Cursor, member: str, parts: list[dict[str, Any]], wanted: str, name: str
    ) -> list[dict[str, Any]]:
        rule = needs.find(member)
        count = None if rule is None else rule.find("countRule")
        if not parts:
            return []
        if count is None or count.maybe("@type", Cursor.text) not in ("all", "atLeastN"):
            self.draft.warn(N_("“{name}” does not say how many of its parts are needed: all were taken."), name=name)
            return parts
        if count.at("@type").text() == "all":
            return parts
        number = count.at("requiredCount").whole()
        if number == 0:
            self.draft.warn(N_("“{name}” asks for none of its badges: they were left out."), name=name)
            return []
        if number > len(parts):
            self.draft.warn(N_("“{name}” asks for more parts than there are: all were taken."), name=name)
        return [self.draft.choice(wanted, parts, number, {"en": name} if name else {})]

    def _completion(self, here: Cursor) -> str:
        badge = here.find("completionBadge")
        return "" if badge is None else _url(badge)

    def _badge(self, url: str, name: str) -> dict[str, Any]:
        if url not in self.draft.achievements:
            title = name or url.rsplit("/", 1)[-1]
            matches: list[dict[str, str]] = [{"by": "achievement", "id": url}]
            if name:
                matches.append({"by": "name", "name": name})
            self.draft.achievements[url] = {"title": {"en": title}, "match": matches}
        return self.draft.item(url, url)


def _url(badge: Cursor) -> str:
    return badge.at("badgeUrl").text(1)


def _label(here: Cursor) -> str:
    return here.maybe("name", Cursor.text) or here.at("elementId").text(1)
