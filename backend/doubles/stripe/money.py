"""Which currencies Stripe takes, in which units, and from how much on."""

from __future__ import annotations

from .problems import Problem

_NONE = frozenset(
    {
        "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf",
    }
)  # fmt: skip
_THREE = frozenset(("bhd", "jod", "kwd", "omr", "tnd"))
# Without decimals, and counted in hundredths all the same.
_HUNDREDS = frozenset(("isk", "ugx"))
_TWO = frozenset(
    {
        "usd", "aed", "afn", "all", "amd", "ang", "aoa", "ars", "aud", "awg", "azn", "bam", "bbd", "bdt", "bmd",
        "bnd", "bob", "brl", "bsd", "bwp", "byn", "bzd", "cad", "cdf", "chf", "cny", "cop", "crc", "cve", "czk",
        "dkk", "dop", "dzd", "egp", "etb", "eur", "fjd", "fkp", "gbp", "gel", "gip", "gmd", "gtq", "gyd", "hkd",
        "hnl", "htg", "huf", "idr", "ils", "inr", "jmd", "kes", "kgs", "khr", "kyd", "kzt", "lak", "lbp", "lkr",
        "lrd", "lsl", "mad", "mdl", "mkd", "mmk", "mnt", "mop", "mur", "mvr", "mwk", "mxn", "myr", "mzn", "nad",
        "ngn", "nio", "nok", "npr", "nzd", "pab", "pen", "pgk", "php", "pkr", "pln", "qar", "ron", "rsd", "rub",
        "sar", "sbd", "scr", "sek", "sgd", "shp", "sle", "sos", "srd", "std", "szl", "thb", "tjs", "top", "try",
        "ttd", "twd", "tzs", "uah", "uyu", "uzs", "wst", "xcd", "yer", "zar", "zmw",
    }
)  # fmt: skip
_LEAST = {
    "aed": 200, "aud": 50, "brl": 50, "cad": 50, "chf": 50, "czk": 1500, "dkk": 250, "eur": 50, "gbp": 30, "hkd": 400,
    "huf": 17500, "inr": 50, "jpy": 50, "mxn": 1000, "myr": 200, "nok": 300, "nzd": 50, "pln": 200, "ron": 200,
    "sek": 300, "sgd": 50, "thb": 1000, "usd": 50,
}  # fmt: skip
_MOST = 99_999_999


def check_currency(code: str) -> str:
    """A currency that Stripe takes."""
    lower = code.lower()
    if lower not in _NONE | _THREE | _HUNDREDS | _TWO:
        raise Problem(400, f"Invalid currency: {lower}. Stripe currently supports other currencies", param="currency")
    return lower


def check_amount(amount: int, currency: str, *, param: str = "amount") -> int:
    """An amount that can be charged."""
    if amount < 1:
        text = "This value must be greater than or equal to 1."
        raise Problem(400, text, code="parameter_invalid_integer", param=param)
    if currency in _THREE and amount % 10:
        raise Problem(400, f"Invalid amount: the last digit must be 0 in {currency}", param=param)
    if currency in _HUNDREDS and amount % 100:
        raise Problem(400, f"Invalid amount: must be divisible by 100 in {currency}", param=param)
    least = _LEAST.get(currency, 1)
    if amount < least:
        text = f"Amount must be at least {shown(least, currency)}"
        raise Problem(400, text, code="amount_too_small", param=param)
    if amount > _MOST:
        text = f"Amount must be no more than {shown(_MOST, currency)}"
        raise Problem(400, text, code="amount_too_large", param=param)
    return amount


def shown(amount: int, currency: str) -> str:
    """An amount for people."""
    decimals = 0 if currency in _NONE else 3 if currency in _THREE else 2
    digits = str(amount).rjust(decimals + 1, "0")
    text = digits if not decimals else f"{digits[:-decimals]}.{digits[-decimals:]}"
    return f"{text} {currency}"
