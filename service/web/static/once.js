// A form that was saved and is saved again from its page, by the browser's way back, is sent under the id it had: it counts once.

const KEPT_FOR = 60 * 60 * 1000;
// What is another each time that a page is shown, and does not tell one form from another.
const FRESH = ["command_id", "form_token", "seen", "written_on", "shown"];
const fieldIn = (form) => form.querySelector('input[name="command_id"]');

// Which form of the page it is: two of one address differ in what they are about.
function keyOf(form) {
  const about = [...form.querySelectorAll('input[type="hidden"]')].filter(({ name }) => !FRESH.includes(name));
  return [new URL(form.action).pathname, ...about.map(({ name, value }) => `${name}=${value}`)].join("&");
}

// What the browser remembers of this visit to the page.
export function rememberSent(form) {
  const id = fieldIn(form)?.value;
  if (!id) return;
  const sent = { ...history.state?.sent, [keyOf(form)]: { id, at: Date.now() } };
  history.replaceState({ ...history.state, sent }, "");
}

export function sentBefore(form) {
  const [field, sent] = [fieldIn(form), history.state?.sent?.[keyOf(form)]];
  if (!field || !sent?.id || Date.now() - sent.at > KEPT_FOR) return false;
  field.value = sent.id;
  return true;
}

// Forms that the browser sends by itself; the outbox says of its own when they arrived.
addEventListener("submit", ({ target, defaultPrevented }) => {
  if (!defaultPrevented && target.method === "post") rememberSent(target);
});

// A page that says what is wrong with a form has given it the id that it needs.
if (!document.getElementById("problems")) document.querySelectorAll('form[method="post"]').forEach(sentBefore);
