"""Names for the keys inside a stack, so that reasons speak of titles and never of ids."""

from collections.abc import Iterable, Mapping

from wallet.credentials.shown_text import show_line
from wallet.i18n import N_, Message, translate
from wallet.pathways.holding import Holding
from wallet.pathways.pathway import Item, Pathway
from wallet.pathways.reason_words import sentence
from wallet.pathways.standing import Reason
from wallet.session.stack_holdings import Held

_NODES = ("requirement", "place", "places")


class Names:
    """Titles in one language for one pathway and one body of holdings."""

    def __init__(self, pathway: Pathway, held: Held, language: str, own: tuple[Holding, ...] = ()) -> None:
        self._pathway, self._held, self.language = pathway, held, language
        self._holdings = {holding.id: holding for holding in (*held.holdings, *own)}
        self._nodes = {node.id: node for node in pathway.nodes()}

    def holding(self, key: str) -> str:
        """Return a holding's title."""
        found = self._holdings.get(key)
        return key if found is None else show_line(found.title.best(self.language)) or key

    def achievement(self, key: str) -> str:
        """Return an achievement's title."""
        found = self._pathway.achievements.get(key)
        return key if found is None else found.title.best(self.language) or key

    def requirement(self, key: str) -> str:
        """Return a requirement's title; one item is called by what fills it."""
        node = self._nodes.get(key)
        if node is None:
            return key
        title = node.title.best(self.language)
        return title or (self.achievement(node.achievements[0]) if isinstance(node, Item) else key)

    def rule(self, key: str) -> str:
        """Return the title of a credit bank's or transfer rule."""
        found = next((rule for rule in self._pathway.rules if rule.id == key), None)
        return key if found is None else found.title.best(self.language) or key

    def issuer(self, key: str) -> str:
        """Return an issuer's name, by the pathway's key or by id."""
        issuers = self._pathway.issuers
        if key in issuers:
            return issuers[key].name
        return next((issuer.name for issuer in issuers.values() if key in issuer.ids), show_line(key))

    def sentence(self, reason: Reason) -> Message:
        """Return a reason as a sentence that speaks of titles."""
        told = sentence(reason)
        return Message(told.text, {name: self._fact(name, fact) for name, fact in told.facts.items()})

    def facts(self, facts: Mapping[str, object]) -> dict[str, str]:
        """Return facts with titles in the place of ids."""
        return {name: self._fact(name, fact) for name, fact in facts.items()}

    def listed(self, names: Iterable[str]) -> str:
        """Return names with the language's own comma."""
        return translate(N_(", "), self.language).join(names)

    def _fact(self, name: str, fact: object) -> str:
        if isinstance(fact, tuple | list):
            return self.listed(self._fact(name, part) for part in fact)
        key = str(fact)
        if name == "achievement":
            return self.achievement(key)
        if name in _NODES:
            return self.requirement(key)
        if name == "rule":
            return self.rule(key)
        if name == "by":
            return self.holding(key) if key in self._holdings else self.issuer(key)
        if name in ("issuer", "authority"):
            return self.issuer(key)
        return show_line(key)
