"""A stand-in for Mercado Pago's browser script: fields that live in the page, and tokens of what is in them."""

from __future__ import annotations


def script(api: str) -> str:
    """The script, asking `api` for tokens."""
    return _SCRIPT.replace("__API__", api)


_SCRIPT = """// A local double of Mercado Pago's script: no real cards.
(function () {
  "use strict";
  var names = { cardNumber: "card number", securityCode: "security code", expirationDate: "expiry (MM/YY)",
    expirationMonth: "expiry month", expirationYear: "expiry year" };
  function MercadoPago(publicKey) {
    var fields = {};
    function create(type, options) {
      var input = document.createElement("input");
      input.setAttribute("aria-label", (options && options.placeholder) || names[type] || type);
      input.setAttribute("autocomplete", "off");
      input.setAttribute("data-checkout", type);
      var listeners = {};
      var field = {
        mount: function (place) {
          var host = typeof place === "string" ? document.getElementById(place) : place;
          host.appendChild(input);
          setTimeout(function () { (listeners.ready || []).forEach(function (one) { one({ field: type }); }); }, 0);
          return field;
        },
        unmount: function () { input.remove(); delete fields[type]; },
        update: function () {},
        focus: function () { input.focus(); },
        on: function (event, listener) { (listeners[event] = listeners[event] || []).push(listener); return field; },
      };
      fields[type] = input;
      return field;
    }
    function value(type) { return fields[type] ? fields[type].value.replace(/\\s/g, "") : ""; }
    function createCardToken(holder) {
      var both = value("expirationDate").split("/");
      var month = value("expirationMonth") || both[0] || "", year = value("expirationYear") || both[1] || "";
      return post({ cardNumber: value("cardNumber"), securityCode: value("securityCode"),
        cardExpirationMonth: month, cardExpirationYear: year, cardholderName: holder.cardholderName });
    }
    function post(card) {
      var year = Number(card.cardExpirationYear);
      var body = { card_number: String(card.cardNumber).replace(/\\s/g, ""), security_code: card.securityCode,
        expiration_month: Number(card.cardExpirationMonth), expiration_year: year < 100 ? 2000 + year : year,
        cardholder: { name: card.cardholderName } };
      return fetch("__API__/v1/card_tokens?public_key=" + encodeURIComponent(publicKey), {
        method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
      }).then(function (answer) {
        return answer.json().then(function (content) {
          if (!answer.ok) { throw content.cause || content; }
          return content;
        });
      });
    }
    this.fields = { create: create, createCardToken: createCardToken };
    this.createCardToken = post;
    this.getPaymentMethods = function (query) {
      var ids = { 4: "visa", 5: "master", 3: "amex" };
      var id = ids[String(query.bin)[0]];
      return Promise.resolve({ results: id ? [{ id: id, payment_type_id: "credit_card" }] : [] });
    };
  }
  window.MercadoPago = MercadoPago;
})();
"""
