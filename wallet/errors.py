"""Everything Tessera can refuse to do, as sentences for a person.

    WalletError
    ├── InputError              strangers' bytes that cannot be read
    │   ├── MalformedInputError     not what it seems to be (JSON, base64, CBOR, JWT, PNG ...)
    │   ├── TooBigError             over a byte, depth, count, work or time budget
    │   ├── UnrecognisedInputError  no credential found in it
    │   ├── UnsupportedInputError   recognised, but this version cannot read it
    │   │   └── UnsupportedKeyError     a kind of key Tessera does not verify with
    │   ├── MalformedKeyError       a public key that is not one, or that contradicts itself
    │   └── WeakKeyError            a public key under which a signature proves nothing
    ├── VaultError              the encrypted store
    │   ├── WrongPassphraseError, VaultDamagedError, VaultBusyError, VaultMissingError, VaultTooNewError, VaultFullError,
    │   │   RecoveryCodeError
    │   └── BackupError
    ├── KeyringUnavailableError
    ├── ResolutionError         a key or document that is not held
    ├── PathwayError            a pathway file that is refused
    ├── PresentationError       cannot be shown like that
    ├── NetworkError            refused or failed fetch
    ├── FileAccessError         a file of the person's that cannot be read or written
    ├── MissingLibraryError     an optional library is not installed
    └── CancelledError          the person pressed cancel

A *bad credential* is never an error: it is a result (`wallet/report.py`). An error says what could not be done,
at which step, and what to do about it. `code` is stable and stored; nothing chooses behaviour by reading text.
"""

from typing import ClassVar

from wallet.i18n import N_, Message


class WalletError(Exception):
    """The family. `detail` is for the log, in English; people see `explanation` and `advice`.

    `step` names where it was refused (`json.depth`, `zip.member`, `vault.open`); `facts` fill the sentences.
    """

    code: ClassVar[str] = "wallet.error"
    explanation: ClassVar[str] = N_("Tessera could not do that.")
    advice: ClassVar[str] = N_("Try again. If it happens again, tell us what you did.")

    def __init__(self, detail: str = "", *, step: str = "", **facts: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.step = step or self.code
        self.facts: dict[str, object] = dict(facts)

    @property
    def sentence(self) -> Message:
        """What happened, for a person."""
        return Message(self.explanation, self.facts)

    @property
    def suggestion(self) -> Message:
        """What the person can do."""
        return Message(self.advice, self.facts)


class InputError(WalletError):
    """A stranger's bytes cannot be read."""

    code = "input.unreadable"
    explanation = N_("This could not be read.")
    advice = N_("Ask for the credential again, as a file, from whoever issued it.")


class MalformedInputError(InputError):
    """Not what it seems to be."""

    code = "input.malformed"
    explanation = N_("This is damaged or was not made to the standard.")


class TooBigError(InputError):
    """Over one of the budgets that keep a hostile file from harming this computer."""

    code = "input.too_big"
    explanation = N_("This is larger or more complicated than any real credential.")
    advice = N_("Tessera stopped reading to protect this computer. Ask the issuer for a plain copy.")


class UnrecognisedInputError(InputError):
    """No credential was found in it."""

    code = "input.unrecognised"
    explanation = N_("There is no credential in this.")
    advice = N_(
        "Tessera reads credentials as JSON, JWT, SD-JWT, badge images (PNG, SVG), QR codes and zip files of these."
    )


class UnsupportedInputError(InputError):
    """Recognised, but this version of Tessera cannot read it."""

    code = "input.unsupported"
    explanation = N_("Tessera knows what this is but cannot read it yet.")
    advice = N_("Ask the issuer for an Open Badges 3.0 or W3C credential.")


class MalformedKeyError(InputError):
    """A public key is not a point, number or encoding of its kind, or says two things about itself."""

    code = "key.malformed"
    explanation = N_("A public key in this is damaged or was not made to the standard.")
    advice = N_("Ask the issuer to publish the key again.")


class WeakKeyError(InputError):
    """A public key under which a signature proves nothing: too short, of low order, or with its private half published."""

    code = "key.weak"
    explanation = N_("A public key in this is too weak: anybody could sign with it.")
    advice = N_("Do not rely on it. Tell the issuer, who needs a new key.")


class UnsupportedKeyError(UnsupportedInputError):
    """A kind of key that is recognised, but that Tessera does not verify with."""

    code = "key.unsupported"
    explanation = N_("This was signed with a kind of key that Tessera does not check.")
    advice = N_("Ask the issuer for a credential signed with Ed25519, P-256 or P-384.")


class VaultError(WalletError):
    """Something about the encrypted store."""

    code = "vault.error"
    explanation = N_("The vault could not do that.")


class WrongPassphraseError(VaultError):
    """The passphrase does not unwrap this vault's key; the vault itself is sound."""

    code = "vault.wrong_passphrase"
    explanation = N_("That passphrase does not open this vault.")
    advice = N_("Passphrases are case-sensitive. If you have lost it, use your recovery kit.")


class VaultDamagedError(VaultError):
    """The header or the database fails its own integrity check."""

    code = "vault.damaged"
    explanation = N_("The vault is damaged.")
    advice = N_(
        "Have what can be read rescued (“tessera audit --rescue”), or restore your latest backup. Nothing in the damaged vault has "
        "been changed."
    )


class VaultBusyError(VaultError):
    """Another process holds the vault's lock."""

    code = "vault.busy"
    explanation = N_("This vault is open in another window or program.")
    advice = N_("Close it there, or lock it, and try again.")


class RecoveryCodeError(VaultError):
    """A recovery code is mistyped; nothing has been tried with it."""

    code = "vault.recovery_code"
    explanation = N_("Group {group} of the recovery code is not right.")
    advice = N_("Compare it with the paper, sign by sign. There are eight groups of five.")


class VaultMissingError(VaultError):
    """There is no vault in that folder."""

    code = "vault.missing"
    explanation = N_("There is no vault here yet.")
    advice = N_("Make one with “tessera init”, or open the window.")


class VaultExistsError(VaultError):
    """A vault is there already and will not be overwritten."""

    code = "vault.exists"
    explanation = N_("There is already a vault here.")
    advice = N_("Open it, or choose another folder.")


class VaultTooNewError(VaultError):
    """Written by a newer Tessera; refused rather than harmed."""

    code = "vault.too_new"
    explanation = N_("This vault was made by a newer Tessera.")
    advice = N_("Update Tessera. Nothing in the vault has been changed.")


class VaultFullError(VaultError):
    """The disk has no room; nothing was half written."""

    code = "vault.full"
    explanation = N_("There is no room left on the disk.")
    advice = N_("Free some space and try again. Nothing was lost.")


class NotInVaultError(VaultError):
    """No credential with that id."""

    code = "vault.not_found"
    explanation = N_("That credential is not in the vault.")
    advice = N_("List what is there with “tessera list”.")


class VaultLockedError(VaultError):
    """The vault has to be unlocked first."""

    code = "vault.locked"
    explanation = N_("The vault is locked.")
    advice = N_("Unlock it and try again.")


class BackupError(VaultError):
    """A backup file cannot be read or does not prove itself."""

    code = "backup.unreadable"
    explanation = N_("This backup cannot be restored: it is damaged, cut short, or not a Tessera backup.")
    advice = N_("Use another copy. What is in your vault now has not been changed.")


class KeyringUnavailableError(WalletError):
    """The operating system offers no safe place for a secret."""

    code = "keyring.unavailable"
    explanation = N_("This computer offers no safe key store that Tessera can use.")
    advice = N_("Use a passphrase. Everything else works the same.")


class ResolutionError(WalletError):
    """A key, DID document or context that is not held here."""

    code = "resolve.not_held"
    explanation = N_("A document needed for this check is not on this computer.")
    advice = N_("Import the issuer's documents, or a trust pack that has them.")


class PathwayError(WalletError):
    """A pathway file is refused, with the place and the reason."""

    code = "pathway.refused"
    explanation = N_("This stack cannot be used: {reason} (at {place})")
    advice = N_("Ask whoever made the file for a corrected one.")


class PresentationError(WalletError):
    """It cannot be shown like that."""

    code = "present.refused"
    explanation = N_("This cannot be shown like that.")
    advice = N_("Choose another credential, or show the whole of it.")


class NetworkError(WalletError):
    """A fetch was not allowed, or failed."""

    code = "network.refused"
    explanation = N_("Nothing was fetched.")
    advice = N_("Check the address and the connection, and try again.")


class FileAccessError(WalletError):
    """A file or folder of the person's cannot be read or written."""

    code = "file.inaccessible"
    explanation = N_("“{name}” could not be opened.")
    advice = N_("Check that it is there and that you may open it.")


class NotAFileError(FileAccessError):
    """A pipe or a device where a file is needed: it would be waited for, or read without an end."""

    code = "file.not_ordinary"
    explanation = N_("“{name}” is not an ordinary file.")
    advice = N_("Name a file that lies on a disk. Tessera does not wait for pipes and devices.")


class MissingLibraryError(WalletError):
    """An optional library is not installed."""

    code = "library.missing"
    explanation = N_("This needs the library “{library}”, which is not installed.")
    advice = N_("Install it with: pip install {library}")


class CancelledError(WalletError):
    """The person pressed cancel; nothing was half done."""

    code = "cancelled"
    explanation = N_("Cancelled.")
    advice = N_("Nothing was changed.")
