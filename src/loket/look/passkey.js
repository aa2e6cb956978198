/* Passkeys: asks the browser for one and sends the answer along as an ordinary form. Without this script there are no
   passkeys; everything else works.

   <form method="post" data-passkey="create|get" data-prf-salt="..." data-options="address" data-credentials="id id">
     data-passkey      make a passkey, or use one
     data-options      where our question comes from (POST); without it the question is made here: enough to open keys
                       with, where nothing is checked but what the passkey gives
     data-credentials  for a question made here: the passkeys that will do
     data-prf-salt     what the passkey is asked to give 32 bytes for
   Fields that are filled in when the form has them: passkey (the answer), credential (its id), prf (the 32 bytes).
   [data-passkey-problem] in the form is shown when it does not work; [data-passkey-only] anywhere when passkeys can;
   [data-passkey-none] when they cannot. */

(() => {
  "use strict";

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, type: "public-key", id: bytes(one.id) }));
  const random = () => crypto.getRandomValues(new Uint8Array(32));
  const asked = (form) =>
    form.dataset.prfSalt ? { prf: { eval: { first: bytes(form.dataset.prfSalt) } } } : {};
  const given = (credential) => credential.getClientExtensionResults().prf?.results?.first;

  async function question(form) {
    if (!form.dataset.options) {
      const ids = (form.dataset.credentials || "").split(" ").filter(Boolean);
      return { challenge: random(), allowCredentials: named(ids.map((id) => ({ id }))), userVerification: "required" };
    }
    const answer = await fetch(form.dataset.options, {
      method: "POST",
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    });
    if (!answer.ok || answer.redirected) throw new Error("no question");
    const options = await answer.json();
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    if (options.allowCredentials) options.allowCredentials = named(options.allowCredentials);
    if (options.excludeCredentials) options.excludeCredentials = named(options.excludeCredentials);
    return options;
  }

  const use = (form, options) => navigator.credentials.get({ publicKey: { ...options, extensions: asked(form) } });

  async function make(form, options) {
    const credential = await navigator.credentials.create({ publicKey: { ...options, extensions: asked(form) } });
    return { credential, prf: given(credential) || (await firstUse(form, options, credential)) };
  }

  /* Many passkeys only give their 32 bytes when they are used: so use it once. Saying no to that is no problem. */
  async function firstUse(form, options, credential) {
    if (!credential.getClientExtensionResults().prf?.enabled) return undefined;
    try {
      const allowCredentials = [{ type: "public-key", id: credential.rawId }];
      return given(await use(form, { challenge: random(), rpId: options.rp.id, allowCredentials, userVerification: "required" }));
    } catch {
      return undefined;
    }
  }

  function written({ id, rawId, type, response }) {
    const parts = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[name]) parts[name] = text(response[name]);
    }
    return JSON.stringify({ id, rawId: text(rawId), type, response: parts });
  }

  function fill(form, credential, prf) {
    const put = (name, value) => {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    };
    put("passkey", written(credential));
    put("credential", credential.id);
    put("prf", prf ? text(prf) : "");
  }

  async function answer(form) {
    const options = await question(form);
    if (form.dataset.passkey === "create") return make(form, options);
    const credential = await use(form, options);
    return { credential, prf: given(credential) };
  }

  async function handle(event) {
    event.preventDefault();
    const form = event.target;
    const problem = form.querySelector("[data-passkey-problem]");
    if (problem) problem.hidden = true;
    try {
      const { credential, prf } = await answer(form);
      fill(form, credential, prf);
      form.submit();
    } catch {
      if (problem) problem.hidden = false;
    }
  }

  const show = (mark) => document.querySelectorAll(`[${mark}]`).forEach((part) => { part.hidden = false; });
  if (window.PublicKeyCredential && window.isSecureContext) {
    document.querySelectorAll("form[data-passkey]").forEach((form) => form.addEventListener("submit", handle));
    show("data-passkey-only");
  } else {
    show("data-passkey-none");
  }
})();
