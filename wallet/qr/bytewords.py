"""Bytewords (BCR-2020-012): every byte a four-letter English word. URs use the minimal style, a word's first and last letter.

The last four bytes are the CRC-32 of those before. Upper case is the same, for QR codes write it so.
"""

import zlib

from wallet.errors import MalformedInputError

# In the order of the bytes they stand for. All differ in (first letter, last letter).
_SPELLED = (
    "able acid also apex aqua arch atom aunt away axis back bald barn belt beta bias "
    "blue body brag brew bulb buzz calm cash cats chef city claw code cola cook cost "
    "crux curl cusp cyan dark data days deli dice diet door down draw drop drum dull "
    "duty each easy echo edge epic even exam exit eyes fact fair fern figs film fish "
    "fizz flap flew flux foxy free frog fuel fund gala game gear gems gift girl glow "
    "good gray grim guru gush gyro half hang hard hawk heat help high hill holy hope "
    "horn huts iced idea idle inch inky into iris iron item jade jazz join jolt jowl "
    "judo jugs jump junk jury keep keno kept keys kick kiln king kite kiwi knob lamb "
    "lava lazy leaf legs liar limp lion list logo loud love luau luck lung main many "
    "math maze memo menu meow mild mint miss monk nail navy need news next noon note "
    "numb obey oboe omit onyx open oval owls paid part peck play plus poem pool pose "
    "puff puma purr quad quiz race ramp real redo rich road rock roof ruby ruin runs "
    "rust safe saga scar sets silk skew slot soap solo song stub surf swan taco task "
    "taxi tent tied time tiny toil tomb toys trip tuna twin ugly undo unit urge user "
    "vast very veto vial vibe view visa void vows wall wand warm wasp wave waxy webs "
    "what when whiz wolf work yank yawn yell yoga yurt zaps zero zest zinc zone zoom"
)
_WORDS = tuple(_SPELLED.split())
_BYTE_OF_WORD = {word: byte for byte, word in enumerate(_WORDS)}
_BYTE_OF_PAIR = {word[0] + word[3]: byte for byte, word in enumerate(_WORDS)}
_CHECK_BYTES = 4


def read_bytewords(text: str) -> bytes:
    """Return the bytes that minimal bytewords spell. Raises MalformedInputError (steps bytewords, bytewords.checksum)."""
    lower = text.lower()
    if len(lower) % 2:
        raise MalformedInputError("bytewords of an odd length", step="bytewords")
    return _decoded([lower[at : at + 2] for at in range(0, len(lower), 2)], _BYTE_OF_PAIR)


def read_spoken_bytewords(text: str) -> bytes:
    """Return the bytes that whole words spell, between spaces or hyphens. Raises as `read_bytewords`."""
    return _decoded(text.lower().replace("-", " ").split(" "), _BYTE_OF_WORD)


def write_bytewords(octets: bytes) -> str:
    """Return `octets` and their checksum in minimal bytewords."""
    checked = octets + zlib.crc32(octets).to_bytes(_CHECK_BYTES, "big")
    return "".join(_WORDS[byte][0] + _WORDS[byte][3] for byte in checked)


def _decoded(words: list[str], table: dict[str, int]) -> bytes:
    try:
        checked = bytes(table[word] for word in words)
    except KeyError as error:
        raise MalformedInputError("not a byteword", step="bytewords") from error
    octets, checksum = checked[:-_CHECK_BYTES], checked[-_CHECK_BYTES:]
    if len(checked) <= _CHECK_BYTES or zlib.crc32(octets).to_bytes(_CHECK_BYTES, "big") != checksum:
        raise MalformedInputError("the checksum of the bytewords does not match", step="bytewords.checksum")
    return octets
