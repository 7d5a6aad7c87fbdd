"""PayPal's signature of webhooks: RSA-SHA256 over the transmission's id and time, the webhook's id and a CRC32."""

from __future__ import annotations

import base64
import uuid
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from ..kit.webhooks import SignWith

_FROM, _UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)
CERTIFICATE_PATH = "/v1/notifications/certs/CERT-360caa42-fca2a594-double"


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    """One key for all doubles of the process; another `name` is a stranger's."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def certificate_pem() -> str:
    """The certificate of the key, as PayPal publishes it; valid for so long that a moved clock stays inside."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "messageverificationcerts.sandbox.paypal.com")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private_key("real").public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
        .sign(private_key("real"), hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM).decode()


def signer(public_url: str, webhook_id: str, event_id: str) -> Callable[[bytes, datetime, SignWith], Mapping[str, str]]:
    """What signs the deliveries of one event to one webhook."""
    transmission_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{webhook_id}/{event_id}"))

    def sign(body: bytes, at: datetime, sign_with: SignWith) -> Mapping[str, str]:
        sent_at = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        signed = f"{transmission_id}|{sent_at}|{webhook_id}|{zlib.crc32(body)}".encode()
        # There is no older secret that still counts: "old" is the same key.
        key = private_key("stranger" if sign_with in ("wrong", "empty") else "real")
        signature = key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
        return {
            "paypal-transmission-id": transmission_id,
            "paypal-transmission-time": sent_at,
            "paypal-transmission-sig": base64.b64encode(signature).decode(),
            "paypal-cert-url": public_url + CERTIFICATE_PATH,
            "paypal-auth-algo": "SHA256withRSA",
        }

    return sign
