"""Why something that arrived is not opened, when "unrecognised" would be less than we know.

UnrecognisedInputError
├── WebPageError            a page of HTML in place of a credential
├── LinkOnlyError           a QR code or text that holds only a link: told, not followed
├── NotACredentialError     a signed token or document of another kind
├── NoCredentialInImageError
├── BadgeDefinitionError    what a badge is, not that anybody earned it
└── SeveralCredentialsError one was asked for and many are there
UnsupportedInputError
├── OpenBadges2Error, BlockcertsError, LegacyTranscriptError, MdocError, CoseError, EncryptedInputError, HealthCardError, EuropassXmlError,
    │   JadesError, QrPartError
└── CriticalHeaderError     a token that insists on an extension we do not have
MalformedInputError
└── AmbiguousInputError     one credential was promised and two are there
"""

from wallet.errors import MalformedInputError, UnrecognisedInputError, UnsupportedInputError
from wallet.i18n import N_


class WebPageError(UnrecognisedInputError):
    """A page of HTML was saved in place of the credential."""

    code = "input.web_page"
    explanation = N_("This is a web page, not a credential.")
    advice = N_("Open the page in your browser and look for a button that downloads the credential itself.")


class LinkOnlyError(UnrecognisedInputError):
    """Only a link is here. Tessera says so and does not follow it."""

    code = "input.link_only"
    explanation = N_("There is only a link here, to {host}. Tessera did not follow it.")
    advice = N_("Open the link yourself if you trust it, download the credential, and drop the file here.")


class NotACredentialError(UnrecognisedInputError):
    """A token or document of another kind: a status list token, a key-binding token, a sign-in token, a request."""

    code = "input.not_a_credential"
    explanation = N_("This is a signed document of another kind ({kind}), not a credential.")
    advice = N_("Ask for the credential itself, as a file, from whoever issued it.")


class NoCredentialInImageError(UnrecognisedInputError):
    """A sound image with neither a baked badge nor a readable QR code."""

    code = "input.no_credential_in_image"
    explanation = N_("This image holds no credential and no QR code that can be read.")
    advice = N_("Screenshots lose what is stored inside a badge. Download the original image, or use a sharper photo.")


class BadgeDefinitionError(UnrecognisedInputError):
    """An achievement, badge class or profile by itself: nobody has earned it."""

    code = "input.badge_definition"
    explanation = N_("This describes a badge or an issuer; it does not say that anybody earned something.")
    advice = N_("Ask the issuer for the credential that was awarded to you.")


class SeveralCredentialsError(UnrecognisedInputError):
    """Exactly one credential was wanted and several are there."""

    code = "input.several"
    explanation = N_("There are several credentials in this, where one was expected.")
    advice = N_("Import the file instead: all of them will be taken in.")


class OpenBadges2Error(UnsupportedInputError):
    """Open Badges 1.x or 2.x: checking one needs the issuer's web site."""

    code = "input.open_badges_2"
    explanation = N_("This is an Open Badges {version} badge. It can only be checked by asking the issuer's web site.")
    advice = N_("Ask the issuer for an Open Badges 3.0 credential, which proves itself.")


class BlockcertsError(UnsupportedInputError):
    """Blockcerts before version 3: anchored in a blockchain."""

    code = "input.blockcerts"
    explanation = N_(
        "This is an older Blockcerts certificate. Checking it needs a blockchain, which Tessera does not ask."
    )
    advice = N_("Ask the issuer for an Open Badges 3.0 or W3C credential.")


class LegacyTranscriptError(UnsupportedInputError):
    """A CLR 1.0 transcript."""

    code = "input.clr_1"
    explanation = N_("This is a Comprehensive Learner Record 1.0. Tessera reads version 2.0.")
    advice = N_("Ask the issuer for a CLR 2.0 credential.")


class MdocError(UnsupportedInputError):
    """ISO 18013-5 mdoc (mobile driving licence and the like)."""

    code = "input.mdoc"
    explanation = N_("This is a mobile document (mdoc), a format that Tessera does not read yet.")


class CoseError(UnsupportedInputError):
    """A credential secured with COSE."""

    code = "input.cose"
    explanation = N_("This credential is secured with COSE, which Tessera does not read yet.")
    advice = N_("Ask the issuer for the same credential as JSON, JWT or SD-JWT.")


class EncryptedInputError(UnsupportedInputError):
    """A JWE, an encrypted zip or an encrypted PDF."""

    code = "input.encrypted"
    explanation = N_("This is encrypted, and Tessera does not have the key.")
    advice = N_("Ask the sender for a copy that is not encrypted.")


class HealthCardError(UnsupportedInputError):
    """A SMART Health Link, recognised by `shlink:/`: where a card is kept, not the card."""

    code = "input.health_card"
    explanation = N_("This is a SMART Health Link: it says where a health card is kept. Tessera did not follow it.")
    advice = N_("Open it in a health wallet, and show the card itself.")


class QrPartError(UnsupportedInputError):
    """One part of a credential that is spread over several QR codes."""

    code = "input.qr_part"
    explanation = N_("This QR code is one part of several. It means nothing without the others.")
    advice = N_("Scan all the parts with the camera, or ask for the credential as a file.")


class EuropassXmlError(UnsupportedInputError):
    """A European learning credential in its older XML form."""

    code = "input.europass_xml"
    explanation = N_("This is a European Digital Credential in XML, a format that Tessera does not read.")
    advice = N_("Ask the issuer for the JSON-LD form of the credential.")


class JadesError(UnsupportedInputError):
    """A European Digital Credential sealed with JAdES (ETSI TS 119 182), with its payload in the clear."""

    code = "input.jades"
    explanation = N_(
        "This credential is sealed with JAdES, as European Digital Credentials are. Tessera cannot check that."
    )
    advice = N_("View it in Europass. Ask the issuer for an Open Badges 3.0 or W3C credential as well.")


class CriticalHeaderError(UnsupportedInputError):
    """RFC 7515 section 4.1.11: an extension that must be understood, and is not."""

    code = "input.critical_header"
    explanation = N_("This token insists on an extension ({name}) that Tessera does not know, so it must not be read.")


class AmbiguousInputError(MalformedInputError):
    """Where the standard allows one credential there are two, and no telling which was meant."""

    code = "input.ambiguous"
    explanation = N_("This image has more than one credential baked into it, and no telling which was meant.")
    advice = N_("Ask the issuer for a new copy of the badge.")
