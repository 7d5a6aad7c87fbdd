// Spanish, continued: coupons and taxes. A part of the catalog in es.ts.
import type { Catalog } from "./catalog";
import type { enTerms } from "./en.terms";

export const esTerms: Pick<Catalog, keyof typeof enTerms> = {
  terms: {
    tax: "{name} {percent}",
    taxIncluded: "{name} {percent}, incluido",
    lineDiscount: "Descuento <amount></amount>",
    haveCode: "¿Tienes un código?",
    code: "Código",
    apply: "Aplicar",
    checking: "Comprobando…",
    applied: "Códigos que cuentan",
    remove: "Quitar {code}",
    added: "Se agregó {code}.",
    removed: "Se quitó {code}.",
    discounts: "Descuentos",
    discount: "{name}: <off></off>, {left}",
    off: "<what></what> de descuento",
    everyPeriod: "cada periodo",
    morePeriods: "{count, plural, one {# periodo más} other {# periodos más}}",
    removeShort: "Quitar",
    addCode: "Agregar un código",
    addCodeNote: "Reduce lo que se facture desde ahora. Lo que ya se facturó queda como está.",
    add: "Agregar",
    removeTitle: "¿Quitar {name}?",
    removeNote: "Las facturas desde ahora van sin él. No se puede agregar de nuevo.",
    doRemove: "Quitarlo",
  },
  couponProblem: {
    UNKNOWN_COUPON: "No existe ese código.",
    EXPIRED: "Este código valía hasta una fecha que ya pasó.",
    EXHAUSTED: "Este código ya se usó todas las veces posibles.",
    ALREADY_USED: "Ya usaste este código.",
    NO_AMOUNT: "Este código no descuenta precios en tu moneda.",
    OTHER_PLAN: "Este código es para otros planes.",
    TWICE: "Ya agregaste este código.",
    NOT_OFFERED: "Este plan no admite códigos.",
    unheard: "No se pudo comprobar el código. Inténtalo de nuevo.",
  },
};
