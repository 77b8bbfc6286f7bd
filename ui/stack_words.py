"""Words of the stack page: amounts in their units, figures, states of bricks, sentences with units in them."""

from collections.abc import Mapping

from ui.words import say, show_date, verdict_title
from wallet.i18n import N_, Message
from wallet.messages.stack_views import BrickState, StackBrick, StackCard, StackFigure, StackLayer
from wallet.report import Verdict

# The credit units of the pathway format; another unit is a file's own word.
_UNITS: Mapping[str, str] = {
    "ects": N_("ECTS"),
    "us-sem": N_("semester credits"),
    "us-qtr": N_("quarter credits"),
    "ceu": N_("CEU"),
    "clock-hour": N_("hours"),
    "cn-xuefen": N_("xuefen"),
    "cats": N_("CATS"),
    "credits": N_("credits"),
    "none": N_("parts"),
}
STATE_WORDS: Mapping[BrickState, str] = {
    BrickState.COUNTS: N_("Counts"),
    BrickState.TO_CONFIRM: N_("Counts by a rule; the institution confirms"),
    BrickState.UNVERIFIED: N_("Held, not established enough to count"),
    BrickState.IN_PROGRESS: N_("In progress, your own word"),
    BrickState.PAPER: N_("On paper, your own word"),
    BrickState.PLANNED: N_("Planned, your own word"),
    BrickState.WAIVED: N_("Waived"),
    BrickState.OPEN: N_("Still open"),
}
STATE_ICONS: Mapping[BrickState, str] = {
    BrickState.COUNTS: "badge-check",
    BrickState.TO_CONFIRM: "file-check",
    BrickState.UNVERIFIED: "circle-help",
    BrickState.IN_PROGRESS: "hourglass",
    BrickState.PAPER: "file-text",
    BrickState.PLANNED: "calendar-check",
    BrickState.WAIVED: "circle-slash",
    BrickState.OPEN: "circle-dashed",
}


def unit_word(unit: str) -> str:
    """Return the word for a unit."""
    return say(_UNITS[unit]) if unit in _UNITS else unit


def amount_words(amount: str, unit: str) -> str:
    """Return `10 ECTS`, or `1` of parts."""
    if unit == "none":
        return amount
    return say(N_("{amount} {unit}"), amount=amount, unit=unit_word(unit))


def tell(message: Message) -> str:
    """Return a message in the window's language; its unit becomes a word."""
    facts = dict(message.facts)
    if "unit" in facts:
        facts["unit"] = unit_word(str(facts["unit"]))
    return say(message.text, **facts)


def figure_words(figure: StackFigure) -> str:
    """Return `66 %`, or `66–72 %` where it is not proven which."""
    if figure.proven or figure.percent == figure.upper_percent:
        return say(N_("{percent}%"), percent=figure.percent)
    return say(N_("{low}–{high}%"), low=figure.percent, high=figure.upper_percent)


def headline(card: StackCard) -> str:
    """Return the one sentence with the whole: what counts, of what."""
    facts: dict[str, object] = {"have": card.have, "need": card.need, "unit": unit_word(card.unit)}
    if card.figure is not None and card.figure.complete:
        return say(N_("Complete: everything that is asked for counts"))
    if card.unit == "none":
        return say(N_("{have} of {need} parts count"), **facts)
    return say(N_("{have} of {need} {unit} count"), **facts)


def short_standing(card: StackCard) -> str:
    """Return the second line of a sidebar row."""
    facts: dict[str, object] = {"have": card.have, "need": card.need, "unit": unit_word(card.unit)}
    return say(N_("{have} of {need} {unit}"), **facts)


def rule_words(layer: StackLayer) -> str:
    """Return what a layer asks, as one phrase."""
    return say(N_("; ")).join(tell(rule) for rule in layer.rules)


def to_go_words(layer: StackLayer) -> str:
    """Return `3 to go`, or that the layer is complete."""
    return say(N_("Complete")) if layer.complete else say(N_("{amount} to go"), amount=layer.to_go)


def milestone_words(layer: StackLayer, unit: str) -> str:
    """Return a milestone's name with how far it is."""
    if layer.complete:
        return say(N_("{milestone}: reached"), milestone=layer.milestone)
    amount = amount_words(layer.to_go, unit)
    return say(N_("{milestone}: {amount} to go"), milestone=layer.milestone, amount=amount)


def state_words(brick: StackBrick) -> str:
    """Return in words how a brick is drawn; an open one has no more to say, an old status does."""
    if brick.state is BrickState.COUNTS and brick.verdict is Verdict.REFRESH_DUE:
        return say(N_("Counts; its status data is old"))
    if brick.state is BrickState.UNVERIFIED and brick.verdict is not None:
        return verdict_title(brick.verdict)
    return say(STATE_WORDS[brick.state])


def state_icon(brick: StackBrick) -> str:
    """Return the icon of a brick."""
    if brick.state is BrickState.COUNTS and brick.verdict is Verdict.REFRESH_DUE:
        return "clock-alert"
    if brick.state is BrickState.COUNTS and brick.rule:
        return "file-check"
    if brick.state is BrickState.UNVERIFIED and brick.verdict is Verdict.STATUS_UNKNOWN:
        return "clock-alert"
    return STATE_ICONS[brick.state]


def spoken(brick: StackBrick, layer: StackLayer, unit: str) -> str:
    """Return what a screen reader says of a brick."""
    parts = [brick.title, amount_words(brick.amount, unit), state_words(brick)]
    if brick.issuer:
        parts.append(brick.issuer)
    if brick.expires is not None:
        parts.append(say(N_("until {day}"), day=show_date(brick.expires)))
    parts.append(say(N_("in the layer {layer}"), layer=layer.title))
    return say(N_(", ")).join(parts)
