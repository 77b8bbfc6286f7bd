"""Looking for the key store starts no other program and imports nothing of other systems."""

import subprocess
import sys
from pathlib import Path

import pytest

from wallet.errors import KeyringUnavailableError
from wallet.store.key_store import find_backend

ROOT = Path(__file__).resolve().parents[3]
PROBE = """
import subprocess, sys
from wallet.store.key_store import SystemKeyStore
started = []
sys.addaudithook(lambda event, arguments: started.append(arguments) if event in ("subprocess.Popen", "os.exec", "os.system") else None)
SystemKeyStore().available()
foreign = {"darwin": ("Windows", "kwallet"), "win32": ("macOS", "kwallet")}.get(sys.platform, ("macOS", "Windows"))
print(started, [name for name in foreign if f"keyring.backends.{name}" in sys.modules])
"""


def test_looking_for_a_key_store_runs_nothing_and_imports_nothing_foreign():
    ended = subprocess.run([sys.executable, "-c", PROBE], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[] []"


def test_STORE_06_a_backend_chosen_for_all_programs_must_be_a_trusted_one(monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(KeyringUnavailableError) as refused:
        find_backend()
    assert refused.value.step == "keyring.not_trusted"
