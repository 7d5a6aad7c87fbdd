// Spanish of the settings of the gateways that come with Perennial. English is what their plugins say themselves.
import type { GatewayWords } from "~/features/gateways/form/words";

const SHOWN = "Cualquiera puede verla.";
const PREVIOUS = "Mientras se cambia el secreto, también valen los webhooks firmados con este.";
const TAKES = "Con ella se puede cobrar.";
const ADDRESS = "Dirección de la API";
const SECRET = "Secreto del webhook";
const COUNTRIES = {
  mx: "México",
  ar: "Argentina",
  br: "Brasil",
  cl: "Chile",
  co: "Colombia",
  pe: "Perú",
  uy: "Uruguay",
};
const PREVIOUS_SECRET = "Secreto anterior del webhook";

export const esGateways: GatewayWords = {
  stripe: {
    mode: {
      title: "Modo",
      help: "En prueba solo se aceptan tarjetas de prueba; en real se cobra dinero de verdad.",
    },
    publishable_key: { title: "Clave publicable", help: `Empieza con pk_. ${SHOWN}` },
    secret_key: {
      title: "Clave secreta",
      help: `Empieza con sk_, o con rk_ si es una clave restringida. ${TAKES}`,
    },
    webhook_secret: {
      title: SECRET,
      help: "Empieza con whsec_. Se llena solo cuando Perennial configura el webhook.",
    },
    previous_webhook_secret: { title: PREVIOUS_SECRET, help: PREVIOUS },
    connected_account: {
      title: "Cuenta conectada",
      help: "acct_…, cuando las claves son de una plataforma y el dinero es de esta cuenta.",
    },
    base_url: { title: ADDRESS, help: "Solo para un proxy, o para el doble de Stripe de Perennial." },
  },
  openpay: {
    mode: { title: "Modo", help: "En prueba se usa el sandbox de Openpay: no se mueve dinero de verdad." },
    country: { title: "País", help: "Donde se abrió la cuenta.", options: COUNTRIES },
    merchant_id: { title: "ID de comercio", help: "El id de la cuenta en el panel; empieza con m." },
    private_key: { title: "Clave privada", help: `Empieza con sk_. ${TAKES}` },
    public_key: { title: "Clave pública", help: `Empieza con pk_. ${SHOWN}` },
    three_ds: {
      title: "3-D Secure",
      help: "Si quien paga confirma con su banco: nunca, solo cuando Openpay sospecha un fraude, o siempre.",
      options: { never: "Nunca", on_risk: "Si hay riesgo", always: "Siempre" },
    },
    voucher_days: {
      title: "Días para pagar en tienda o por transferencia",
      help: "Una ficha o una transferencia se puede pagar hasta el final de ese número de días después de hoy.",
    },
    webhook_user: {
      title: "Usuario del webhook",
      help: "Cualquier nombre; Openpay lo muestra cuando llama.",
    },
    webhook_password: {
      title: "Contraseña del webhook",
      help: "Al menos 20 caracteres al azar; Openpay los muestra cuando llama.",
    },
    previous_webhook_password: {
      title: "Contraseña anterior del webhook",
      help: "Mientras se cambia la contraseña, también valen los webhooks que llegan con esta.",
    },
    base_url: {
      title: "Dirección de un sustituto",
      help: "Déjala vacía. Un doble local de Openpay, o un proxy.",
    },
  },
  paypal: {
    mode: { title: "Modo", help: "En prueba se usa el sandbox de PayPal: no hay dinero de verdad." },
    client_id: { title: "ID de cliente", help: "De tu app en el panel para desarrolladores de PayPal." },
    client_secret: { title: "Secreto", help: "Con él se puede cobrar y devolver dinero." },
    webhook_id: { title: "ID del webhook", help: "Se llena cuando Perennial configura el webhook." },
    webhook_certificate: {
      title: "Certificado del webhook",
      help: "Opcional, en formato PEM. Con él se comprueba la firma de cada webhook; sin él, un webhook solo hace que Perennial pregunte a PayPal.",
    },
    base_url: {
      title: ADDRESS,
      help: "Solo para un doble o un proxy; si está vacía, se llama al propio PayPal.",
    },
  },
  mercadopago: {
    mode: {
      title: "Modo",
      help: "En prueba se aceptan claves que empiezan con TEST-: no hay dinero de verdad.",
    },
    country: { title: "País", help: "Donde está la cuenta; de él es su moneda.", options: COUNTRIES },
    access_token: { title: "Token de acceso", help: "Con él se puede cobrar y devolver dinero." },
    public_key: { title: "Clave pública", help: SHOWN },
    webhook_secret: {
      title: SECRET,
      help: "Está en Tus integraciones > Webhooks, como clave secreta.",
    },
    previous_webhook_secret: { title: PREVIOUS_SECRET, help: PREVIOUS },
    store: { title: "Efectivo", help: "Dónde se pagan las fichas." },
    base_url: {
      title: ADDRESS,
      help: "Solo para un doble o un proxy; si está vacía, se llama al propio Mercado Pago.",
    },
  },
  sandbox: {
    base_url: { title: ADDRESS, help: "Donde los procesos de Perennial encuentran el Sandbox." },
    public_url: {
      title: "Dirección pública",
      help: "Donde el navegador de quien paga encuentra el Sandbox.",
    },
    publishable_key: { title: "Clave publicable", help: `Empieza con pk_. ${SHOWN}` },
    secret_key: { title: "Clave secreta", help: `Empieza con sk_. ${TAKES}` },
    webhook_secret: { title: SECRET, help: "Con él firma el Sandbox sus webhooks." },
    previous_webhook_secret: { title: PREVIOUS_SECRET, help: PREVIOUS },
  },
  manual: {
    mode: { title: "Modo", help: "El dinero de prueba no es dinero: va aparte." },
    transfer_instructions: {
      title: "Cómo transferir",
      help: "Banco, cuenta y titular. Quien paga ve además una referencia para citar.",
    },
    cash_instructions: {
      title: "Cómo pagar en efectivo",
      help: "Dónde y cuándo. Quien paga ve además una referencia para citar.",
    },
  },
};
