"""A double of Openpay (Mexico): its API, its browser script, its bank's page and its stores."""

from .accounts import ACCOUNTS, Account
from .double import OpenpayDouble

# Of `perennial double openpay`; above the shop's, and no other double's.
DEFAULT_PORT = 8102


def make_double(public_url: str) -> OpenpayDouble:
    """The double for `perennial double openpay`."""
    return OpenpayDouble(public_url)


__all__ = ["ACCOUNTS", "DEFAULT_PORT", "Account", "OpenpayDouble", "make_double"]
