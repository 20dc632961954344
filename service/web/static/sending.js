// Sends what waits, from a page or from the worker: each entry once, in the order in which they were written. One that the service
// cannot take now holds no other.

export const BACKGROUND = "soundings-outbox";
const PATIENCE = 30_000;
const TOO_MANY = 429;

export function post(action, fields, token) {
  const body = new URLSearchParams([["form_token", token], ...fields]);
  return fetch(action, { method: "POST", body, headers: { accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE) });
}

export const isSignIn = (answer) => new URL(answer.url).pathname.startsWith("/sign-in");

// Who is signed in here, with the key and the token of now; null when nobody is.
export async function currentSession() {
  const answer = await fetch("/outbox", { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  return answer.ok ? answer.json() : null;
}

// Of several tabs and the worker one sends at a time. Says how many were sent, and how many wait still.
export const sendAll = (unsent, reasonIn) => navigator.locks.request(BACKGROUND, () => sendInTurn(unsent, reasonIn));

async function sendInTurn(unsent, reasonIn) {
  let sent = 0;
  try {
    const waiting = await stillWaiting(unsent);
    const session = waiting.length ? await currentSession() : null;
    if (session?.person === unsent.person) {
      for (const one of waiting) {
        const answer = await post(one.action, one.fields, session.form_token).catch(() => null);
        if (answer ? isSignIn(answer) : !(await currentSession())) break;
        if (answer?.ok && answer.redirected) {
          await unsent.remove("entry", one.id, answer.url);
          sent += 1;
        } else await unsent.keep("entry", one.id, { ...one, ...(await outcomeOf(answer, reasonIn)) }, one.at);
      }
    }
  } catch {
    // No network: all that is left waits for it.
  }
  return { sent, left: (await stillWaiting(unsent)).length };
}

const stillWaiting = async (unsent) => (await unsent.entries()).filter((one) => !one.refused);

// No answer, though the service can be reached, is about the entry.
async function outcomeOf(answer, reasonIn) {
  if (!answer || answer.status >= 500 || answer.status === TOO_MANY) return { stuck: true };
  return { stuck: false, refused: reasonIn(await answer.text()) };
}
