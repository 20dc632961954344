// Passkeys: what the browser and the device say to each other. Without them the buttons stay hidden.
const API = "/api/v1";

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const named = (credentials = []) => credentials.map((one) => ({ ...one, id: bytes(one.id) }));

class Refused extends Error {
  constructor(problem) {
    super(problem.title);
    this.kind = String(problem.type).split("/").pop();
  }
}

async function send(path, body, formToken) {
  const headers = { "content-type": "application/json", ...(formToken && { "x-form-token": formToken }) };
  const answer = await fetch(API + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (answer.ok) return answer.json();
  throw new Refused(await answer.json());
}

function answered(credential, response) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
  };
}

async function signIn(place) {
  const asked = await send("/sign-in/passkey/options", {});
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge),
    allowCredentials: named(asked.allowCredentials),
  };
  const credential = await navigator.credentials.get({ publicKey });
  const { authenticatorData, signature, userHandle } = credential.response;
  const me = await send("/sign-in/passkey", answered(credential, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle && text(userHandle),
  }));
  location.assign(me.needs.length ? "/account" : place.dataset.next);
}

async function register(place) {
  const { formToken } = place.dataset;
  const asked = await send("/passkeys/options", {}, formToken);
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge),
    user: { ...asked.user, id: bytes(asked.user.id) },
    excludeCredentials: named(asked.excludeCredentials),
  };
  const credential = await navigator.credentials.create({ publicKey });
  const answer = answered(credential, {
    attestationObject: text(credential.response.attestationObject),
    transports: credential.response.getTransports?.() ?? [],
  });
  await send("/passkeys", { answer, called: place.querySelector("input").value }, formToken);
  location.assign("/account");
}

// Which of the page's sentences says what went wrong.
function sentence(failure, whenRefused) {
  if (failure instanceof Refused) return whenRefused;
  if (failure.name === "InvalidStateError") return "known";
  return failure instanceof DOMException ? "cancelled" : "away";
}

const WAYS = {
  "sign-in": { begin: signIn, event: "click", on: "button", whenRefused: "refused" },
  register: { begin: register, event: "submit", on: "form", whenRefused: "kept" },
};

function offer(place) {
  const way = WAYS[place.dataset.passkey];
  const button = place.querySelector("button");
  const say = (said) => {
    for (const one of place.querySelectorAll("[data-said]")) one.hidden = one.dataset.said !== said;
  };
  place.querySelector(way.on).addEventListener(way.event, async (event) => {
    event.preventDefault();
    say(null);
    button.disabled = true;
    try {
      await way.begin(place);
    } catch (failure) {
      if (failure.kind === "prove-again") location.assign("/account/proof");
      else say(sentence(failure, way.whenRefused));
    } finally {
      button.disabled = false;
    }
  });
  place.hidden = false;
}

if (window.PublicKeyCredential && navigator.credentials) {
  document.querySelectorAll("[data-passkey]").forEach(offer);
}
