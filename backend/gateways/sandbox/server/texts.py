"""What the hosted pages say, in English and Spanish."""

from __future__ import annotations

FIELDS = {
    "en": {
        "title": "Card details",
        "number": "Card number",
        "expiry": "Expiry",
        "expiry_placeholder": "MM / YY",
        "cvc": "CVC",
        "number_incomplete": "Enter the whole card number.",
        "incorrect_number": "This card number is not valid. Check the digits.",
        "test_card_unknown": "Only test cards work here. Never enter a real card.",
        "expiry_incomplete": "Enter the month and year.",
        "invalid_expiry": "This card has expired.",
        "cvc_incomplete": "Enter the security code.",
        "invalid_cvc": "The security code does not have the right length.",
        "failed": "The card could not be checked. Try again.",
        "no_script": "Turn on JavaScript to enter a card.",
    },
    "es": {
        "title": "Datos de la tarjeta",
        "number": "Número de tarjeta",
        "expiry": "Vencimiento",
        "expiry_placeholder": "MM / AA",
        "cvc": "CVC",
        "number_incomplete": "Escribe el número completo de la tarjeta.",
        "incorrect_number": "El número de tarjeta no es válido. Revisa los dígitos.",
        "test_card_unknown": "Aquí solo funcionan tarjetas de prueba. No escribas una tarjeta real.",
        "expiry_incomplete": "Escribe el mes y el año.",
        "invalid_expiry": "Esta tarjeta está vencida.",
        "cvc_incomplete": "Escribe el código de seguridad.",
        "invalid_cvc": "El código de seguridad no tiene la longitud correcta.",
        "failed": "No se pudo verificar la tarjeta. Inténtalo de nuevo.",
        "no_script": "Activa JavaScript para escribir una tarjeta.",
    },
}

CHALLENGE = {
    "en": {
        "title": "Confirm your payment",
        "bank": "Your bank",
        "demo": "Demo",
        "lead": "Confirm this purchase to pay with your card.",
        "for": "For",
        "card": "Card",
        "reference": "Reference",
        "approve": "Approve",
        "fail": "Fail",
        "close": "Close",
        "note": "This page stands in for your bank's 3-D Secure check. No money moves. "
        "Close leaves the payment waiting.",
        "decided": "This payment is decided",
        "back": "Back to the shop",
        "succeeded": "It was approved.",
        "failed": "It was declined.",
        "canceled": "It was canceled.",
        "expired": "Nobody confirmed it in time.",
        "processing": "The bank is working on it.",
        "missing": "This page does not exist",
        "missing_lead": "The address is incomplete or no longer valid.",
    },
    "es": {
        "title": "Confirma tu pago",
        "bank": "Tu banco",
        "demo": "Demo",
        "lead": "Confirma esta compra para pagar con tu tarjeta.",
        "for": "Concepto",
        "card": "Tarjeta",
        "reference": "Referencia",
        "approve": "Aprobar",
        "fail": "Rechazar",
        "close": "Cerrar",
        "note": "Esta página representa la verificación 3-D Secure de tu banco. No se mueve dinero. "
        "Cerrar deja el pago en espera.",
        "decided": "Este pago ya se resolvió",
        "back": "Volver a la tienda",
        "succeeded": "Se aprobó.",
        "failed": "Se rechazó.",
        "canceled": "Se canceló.",
        "expired": "Nadie lo confirmó a tiempo.",
        "processing": "El banco lo está procesando.",
        "missing": "Esta página no existe",
        "missing_lead": "La dirección está incompleta o ya no es válida.",
    },
}


def language(wanted: str) -> str:
    """The language to show for a locale or an Accept-Language header: Spanish if asked for first, else English."""
    return "es" if wanted.strip().lower().startswith("es") else "en"
