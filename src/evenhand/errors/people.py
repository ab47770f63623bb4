"""Failures of people, their keys, what they sign and whom a reader trusts."""

from evenhand.errors.base import EvenhandError, Refusal, Undecided, Usage


class KeyUnreadable(Usage):
    """A public or private key does not read as an Ed25519 key in OpenSSH's format."""

    code = "KEY-UNREADABLE"
    remedy = "Use an Ed25519 key: 'evenhand identity create NAME', or 'ssh-keygen -t ed25519'."


class KeyMissing(Usage):
    """No key lies where one is looked for."""

    code = "KEY-MISSING"
    remedy = "Create it with 'evenhand identity create NAME', or name the path of an existing key."


class KeyExists(Refusal):
    """A key lies there already, and a key is never overwritten."""

    code = "KEY-EXISTS"
    remedy = "Use the existing key, or choose another name."


class KeyExposed(Refusal):
    """A private key that others may read or replace is no longer one person's key."""

    code = "KEY-EXPOSED"
    remedy = "Run 'chmod 600' on the key itself and name it without links; if others could read it, replace it."


class PassphraseRefused(Refusal):
    """The key is locked and the passphrase does not open it."""

    code = "PASSPHRASE-REFUSED"
    remedy = "Try again with the passphrase that the key was made with."


class PassphraseLibraryMissing(EvenhandError):
    """A locked key needs a library that is not installed."""

    code = "PASSPHRASE-LIBRARY-MISSING"
    remedy = "Install it with 'pip install bcrypt', or use a key without a passphrase."


class EnvelopeUnreadable(Usage):
    """A text is no DSSE envelope around an in-toto statement."""

    code = "ENVELOPE-UNREADABLE"
    remedy = "Ask for the file again as 'evenhand' wrote it; mail programs that rewrap text break signatures."


class StatementUnreadable(Usage):
    """A statement lacks a field, has one too many, or one of the wrong form."""

    code = "STATEMENT-UNREADABLE"
    remedy = "See docs/reference/statements.md for the fields of each kind of statement."


class NotListed(Refusal):
    """Somebody would sign a founding that does not list him."""

    code = "NOT-LISTED"
    remedy = "Sign with the key that the founding lists for you, or have it drafted again with yours."


class AccountUnknown(Undecided):
    """Nobody knows which person stands behind an account."""

    code = "ACCOUNT-UNKNOWN"
    remedy = "Have the account proposed and confirmed first; separation of duties compares persons."


class TrustUnreadable(Usage):
    """A trust file does not read as one."""

    code = "TRUST-UNREADABLE"
    remedy = "See docs/reference/evidence-pack.md for the form of a trust file."
