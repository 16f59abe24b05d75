"""Secrets kept encrypted: sessions are useless to whoever gets the database and not the key."""

import contextlib
import errno
import logging
import os
import secrets
import stat
from functools import lru_cache
from pathlib import Path

from assistant.errors import SignedOut, StorageFull, Unreachable

log = logging.getLogger(__name__)

KEY_FILE = "secret.key"
_KEY_BYTES = 32
_VERSION = b"P1"
_SALT, _NONCE = 16, 12
_SCRYPT = {"n": 2**14, "r": 8, "p": 1}  # RFC 7914, section 2: interactive use


class Vault:
    """Encrypts with AES-256-GCM. The key comes from `PAPILLON_SECRET`, or from a file that only its owner may read."""

    def __init__(self, secret: str, home: Path) -> None:
        self._secret = secret
        self._home = home

    def __repr__(self) -> str:
        return "Vault(…)"

    def lock(self, text: str, name: str) -> bytes:
        """The text, encrypted for one purpose: it opens under the same `name` only.

        Raises:
            StorageFull, Unreachable: the key file cannot be written.
        """
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
        box = AESGCM(_derived(self._key(), salt)).encrypt(nonce, text.encode(), name.encode())
        return _VERSION + salt + nonce + box

    def open(self, box: bytes, name: str) -> str:
        """The text that was locked under this name.

        Raises:
            SignedOut: the key is another one than it was locked with, or the box was changed.
        """
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        salt, nonce = box[2 : 2 + _SALT], box[2 + _SALT : 2 + _SALT + _NONCE]
        if box[:2] != _VERSION or len(nonce) != _NONCE:
            raise SignedOut("networks.locked")
        try:
            opened = AESGCM(_derived(self._key(), salt)).decrypt(nonce, box[2 + _SALT + _NONCE :], name.encode())
        except InvalidTag:
            raise SignedOut("networks.locked") from None
        return opened.decode()

    def _key(self) -> bytes:
        return self._secret.encode() if self._secret else _key_of(self._home / KEY_FILE)


def _key_of(path: Path) -> bytes:
    """The key in a file, made the first time."""
    try:
        with contextlib.suppress(FileNotFoundError):
            return _read_key(path)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
        # Linked whole into its place, so that of two processes the second finds the first one's key.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
        return _read_key(path)
    except OSError as error:
        kind = StorageFull if error.errno == errno.ENOSPC else Unreachable
        raise kind("networks.key_file", path=path, reason=error.strerror) from error


def _read_key(path: Path) -> bytes:
    mode = path.stat().st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        log.warning("%s could be read by others; it is yours alone again", path)
        path.chmod(0o600)
    return path.read_bytes()


@lru_cache(maxsize=64)
def _derived(key: bytes, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=_KEY_BYTES, **_SCRYPT).derive(key)
