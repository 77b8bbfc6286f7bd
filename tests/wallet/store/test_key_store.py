"""The operating system's key store: only ones that encrypt, and never a reason not to open a vault."""

import pytest

from tests.vaults import MOMENT, PASSPHRASE, terms_for
from wallet.errors import KeyringUnavailableError
from wallet.store.key_store import SystemKeyStore, find_backend
from wallet.store.vault import Vault


class Remembering:
    """Keeps secrets, as a good backend does."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def called(module: str, name: str, base: type = Remembering, **members: object) -> object:
    """Return a backend that goes by this name."""
    return type(name, (base,), {"__module__": module, **members})()


GOOD = ("keyring.backends.SecretService", "Keyring")


class Forgetting(Remembering):
    def set_password(self, service: str, username: str, password: str) -> None:
        return


class Denying(Remembering):
    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("locked")

    set_password = get_password  # type: ignore[assignment]


@pytest.mark.parametrize(
    "backend",
    [
        called("keyring.backends.fail", "Keyring"),
        called("keyring.backends.null", "Keyring"),
        called("keyrings.alt.file", "PlaintextKeyring"),
        called("keyrings.alt.file", "EncryptedKeyring"),
        called("somebody.else", "Keyring"),
        called(
            "keyring.backends.chainer", "ChainerBackend", backends=[called("keyrings.alt.file", "PlaintextKeyring")]
        ),
    ],
    ids=["fail", "null", "plaintext", "encrypted-file", "stranger", "chainer-of-plaintext"],
)
def test_STORE_06_only_backends_that_are_known_to_encrypt_are_used(backend):
    with pytest.raises(KeyringUnavailableError) as refusal:
        SystemKeyStore(backend).write("vault", b"secret")
    assert refusal.value.step == "keyring.not_trusted"
    assert not SystemKeyStore(backend).available()
    assert getattr(backend, "kept", {}) == {}


def test_STORE_06_a_chainer_is_taken_apart():
    good, plain = called(*GOOD), called("keyrings.alt.file", "PlaintextKeyring")
    chainer = called("keyring.backends.chainer", "ChainerBackend", backends=[plain, good])
    assert find_backend(chainer) is good
    SystemKeyStore(chainer).write("vault", b"secret")
    assert plain.kept == {}


def test_STORE_06_what_was_not_really_kept_is_noticed():
    with pytest.raises(KeyringUnavailableError) as refusal:
        SystemKeyStore(called(*GOOD, base=Forgetting)).write("vault", b"secret")
    assert refusal.value.step == "keyring.absent"


def test_a_vault_opens_with_the_key_store_and_without_it(tmp_path):
    store = SystemKeyStore(called(*GOOD))
    terms = terms_for(tmp_path / "state", key_store=store)
    Vault.create(tmp_path / "vault", PASSPHRASE, terms, MOMENT, use_keyring=True).close()
    opened = Vault.open(tmp_path / "vault", None, terms)
    opened.forget_keyring()
    opened.close()
    with pytest.raises(KeyringUnavailableError):
        Vault.open(tmp_path / "vault", None, terms)
    Vault.open(tmp_path / "vault", PASSPHRASE, terms).close()


@pytest.mark.parametrize("base", [Forgetting, Denying])
def test_STORE_06_a_vault_is_made_without_a_key_store_and_says_so(tmp_path, base):
    terms = terms_for(tmp_path / "state", key_store=SystemKeyStore(called(*GOOD, base=base)))
    vault = Vault.create(tmp_path / "vault", PASSPHRASE, terms, MOMENT, use_keyring=True)
    assert vault.warnings == ("keyring.unavailable",)
    assert not vault.keyring
    vault.close()


@pytest.mark.parametrize("trouble", ["gone", "denied", "another"])
def test_STORE_07_a_key_store_that_fails_later_leaves_the_passphrase(tmp_path, trouble):
    backend = called(*GOOD)
    Vault.create(
        tmp_path / "vault",
        PASSPHRASE,
        terms_for(tmp_path / "state", key_store=SystemKeyStore(backend)),
        MOMENT,
        use_keyring=True,
    ).close()
    if trouble == "denied":
        backend = called(*GOOD, base=Denying)
    for key in list(getattr(backend, "kept", {})):
        backend.kept.pop(key) if trouble == "gone" else backend.kept.update({key: "AAAA"})
    terms = terms_for(tmp_path / "state", key_store=SystemKeyStore(backend))
    with pytest.raises(KeyringUnavailableError):
        Vault.open(tmp_path / "vault", None, terms)
    Vault.open(tmp_path / "vault", PASSPHRASE, terms).close()
