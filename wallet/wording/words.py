"""What is said about one thing: a heading, a sentence, how it is known, and what can be done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """English keys for the catalogues: `title` (a few words), `explanation` (one sentence), `how` ("how do we know?"), `advice`."""

    title: str
    explanation: str
    how: str = ""
    advice: str = ""
