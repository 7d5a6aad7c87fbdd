// A stand-in for Stripe.js, for the local double only: the card is typed into plain fields of this page.
// The real script puts them into a frame of Stripe's. Same calls, same answers: {paymentMethod} or {error}.
(() => {
  "use strict";
  const base = new URL(".", document.currentScript.src).origin;

  async function call(method, path, key, account, fields) {
    const form = new URLSearchParams();
    form.set("key", key);
    if (account) form.set("_stripe_account", account);
    fill(form, "", fields);
    const address = `${base}/v1/${path}`;
    let answer;
    try {
      answer =
        method === "GET"
          ? await fetch(`${address}?${form}`)
          : await fetch(address, { method, body: form });
    } catch {
      return { error: { type: "api_connection_error", message: "Stripe could not be reached." } };
    }
    return answer.json();
  }

  function fill(form, prefix, fields) {
    for (const [name, value] of Object.entries(fields ?? {})) {
      const full = prefix ? `${prefix}[${name}]` : name;
      if (value === undefined || value === null) continue;
      if (typeof value === "object") fill(form, full, value);
      else form.set(full, String(value));
    }
  }

  const PARTS = {
    number: ["Card number", "cc-number", "4242 4242 4242 4242"],
    expiry: ["Expiry date", "cc-exp", "12/34"],
    cvc: ["Security code", "cc-csc", "123"],
  };

  class Element {
    constructor(type) {
      this.type = type;
      this.listeners = {};
      this.inputs = {};
    }
    mount(where) {
      const node = typeof where === "string" ? document.querySelector(where) : where;
      if (!node) throw new Error("Invalid value for mount(): there is no such element.");
      this.root = document.createElement("div");
      this.root.className = "StripeElement";
      for (const [name, [label, autocomplete, hint]] of Object.entries(PARTS)) {
        const wrapper = document.createElement("label");
        wrapper.textContent = label;
        const input = document.createElement("input");
        input.name = `stripe-double-${name}`;
        input.autocomplete = autocomplete;
        input.inputMode = "numeric";
        input.placeholder = hint;
        input.addEventListener("input", () => this.changed());
        wrapper.append(input);
        this.inputs[name] = input;
        this.root.append(wrapper);
      }
      node.replaceChildren(this.root);
      queueMicrotask(() => this.emit("ready", { elementType: this.type }));
      return this;
    }
    on(event, listener) {
      (this.listeners[event] ??= []).push(listener);
      return this;
    }
    off(event, listener) {
      this.listeners[event] = (this.listeners[event] ?? []).filter((one) => listener && one !== listener);
      return this;
    }
    emit(event, content) {
      for (const listener of this.listeners[event] ?? []) listener(content);
    }
    values() {
      const number = this.inputs.number?.value.replace(/\s/g, "") ?? "";
      const [month, year] = (this.inputs.expiry?.value ?? "").split("/").map((part) => part.trim());
      return { number, exp_month: month, exp_year: year ? String(2000 + (Number(year) % 100)) : "", cvc: this.inputs.cvc?.value };
    }
    complete() {
      const { number, exp_month, exp_year, cvc } = this.values();
      return number.length >= 12 && Boolean(exp_month && exp_year) && (cvc ?? "").length >= 3;
    }
    changed() {
      const { number } = this.values();
      const empty = Object.values(this.inputs).every((input) => input.value === "");
      const brand = number.startsWith("4") ? "visa" : number.startsWith("5") ? "mastercard" : "unknown";
      this.emit("change", { elementType: this.type, complete: this.complete(), empty, brand, error: undefined, value: { type: "card" } });
    }
    update() {}
    focus() {
      this.inputs.number?.focus();
    }
    blur() {
      document.activeElement?.blur();
    }
    clear() {
      for (const input of Object.values(this.inputs)) input.value = "";
      this.changed();
    }
    unmount() {
      this.root?.remove();
    }
    destroy() {
      this.unmount();
      this.listeners = {};
    }
  }

  class Elements {
    constructor(options) {
      this.options = options ?? {};
    }
    create(type) {
      if (!["card", "payment"].includes(type)) throw new Error(`The double has no ${type} element.`);
      this.element = new Element(type);
      return this.element;
    }
    getElement() {
      return this.element ?? null;
    }
    update(options) {
      Object.assign(this.options, options);
    }
    async submit() {
      if (this.element?.complete()) return { selectedPaymentMethod: "card" };
      return { error: { type: "validation_error", code: "incomplete_number", message: "Your card number is incomplete." } };
    }
    async fetchUpdates() {
      return {};
    }
  }

  // The bank's question, in a dialog of this page.
  function askThePayer(page) {
    return new Promise((resolve) => {
      const dialog = document.createElement("dialog");
      dialog.setAttribute("aria-label", "Your bank asks");
      const text = document.createElement("p");
      text.textContent = "Your bank asks: is it you? (a local double)";
      dialog.append(text);
      async function answer(ok) {
        await fetch(`${page}?ok=${ok}`, { method: "POST", headers: { Accept: "application/json" } });
        dialog.remove();
        resolve();
      }
      for (const [label, ok] of [["Approve", true], ["Fail", false]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = label;
        button.addEventListener("click", () => void answer(ok));
        dialog.append(button);
      }
      dialog.addEventListener("cancel", () => void answer(false));
      document.body.append(dialog);
      dialog.showModal();
    });
  }

  const KINDS = {
    pi: { path: "payment_intents", name: "paymentIntent", failure: "last_payment_error" },
    seti: { path: "setup_intents", name: "setupIntent", failure: "last_setup_error" },
  };

  function split(clientSecret) {
    const id = String(clientSecret).split("_secret_")[0];
    const kind = KINDS[id.split("_")[0]];
    if (!kind || !String(clientSecret).includes("_secret_")) throw new Error("Invalid value for clientSecret.");
    return { id, kind };
  }

  function Stripe(key, options) {
    if (typeof key !== "string" || !key.startsWith("pk_")) throw new Error("Please call Stripe() with your publishable key.");
    const account = options?.stripeAccount;
    const ask = (method, path, fields) => call(method, path, key, account, fields);

    async function createPaymentMethod(given) {
      const element = given.elements?.getElement() ?? given.card;
      if (!(element instanceof Element)) throw new Error("createPaymentMethod needs an element of this script.");
      const billing = given.params?.billing_details ?? given.billing_details;
      const made = await ask("POST", "payment_methods", { type: "card", card: element.values(), billing_details: billing });
      return made.error ? { error: made.error } : { paymentMethod: made };
    }

    async function retrieve(clientSecret) {
      const { id, kind } = split(clientSecret);
      const found = await ask("GET", `${kind.path}/${id}`, { client_secret: clientSecret });
      return found.error ? { error: found.error } : { [kind.name]: found };
    }

    async function handleNextAction({ clientSecret }) {
      const { kind } = split(clientSecret);
      const before = await retrieve(clientSecret);
      const action = before[kind.name]?.next_action;
      if (before.error || !action) return before;
      if (action.type === "redirect_to_url") {
        location.assign(action.redirect_to_url.url);
        return new Promise(() => {});
      }
      await askThePayer(action.use_stripe_sdk.stripe_js);
      const after = await retrieve(clientSecret);
      const failure = after[kind.name]?.[kind.failure];
      return failure ? { error: failure } : after;
    }

    async function confirm(clientSecret, data) {
      const { id, kind } = split(clientSecret);
      let method = data?.payment_method;
      if (method && typeof method === "object") {
        const made = await createPaymentMethod({ type: "card", card: method.card, billing_details: method.billing_details });
        if (made.error) return made;
        method = made.paymentMethod.id;
      }
      const fields = { client_secret: clientSecret, payment_method: method, use_stripe_sdk: true, return_url: data?.return_url };
      const confirmed = await ask("POST", `${kind.path}/${id}/confirm`, fields);
      if (confirmed.error) return { error: confirmed.error };
      if (confirmed.status === "requires_action" && data?.handleActions !== false) return handleNextAction({ clientSecret });
      return { [kind.name]: confirmed };
    }

    async function confirmWithElements({ elements, clientSecret, confirmParams, redirect }) {
      const secret = clientSecret ?? elements.options.clientSecret;
      const result = await confirm(secret, {
        payment_method: { card: elements.getElement(), billing_details: confirmParams?.payment_method_data?.billing_details },
      });
      if (!result.error && redirect !== "if_required" && confirmParams?.return_url) {
        location.assign(confirmParams.return_url);
        return new Promise(() => {});
      }
      return result;
    }

    return {
      elements: (given) => new Elements(given),
      createPaymentMethod,
      confirmCardPayment: (secret, data, more) => confirm(secret, { ...data, ...more }),
      confirmCardSetup: (secret, data, more) => confirm(secret, { ...data, ...more }),
      confirmPayment: confirmWithElements,
      confirmSetup: confirmWithElements,
      handleNextAction,
      handleCardAction: (clientSecret) => handleNextAction({ clientSecret }),
      retrievePaymentIntent: retrieve,
      retrieveSetupIntent: retrieve,
    };
  }
  Stripe.version = 3;
  window.Stripe = Stripe;
})();
