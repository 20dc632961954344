// A form that was saved and is saved again from its page, by the browser's way back, is sent under the id it had: it counts once.

const pathOf = (form) => new URL(form.action).pathname;
const fieldIn = (form) => form.querySelector('input[name="command_id"]');

// What the browser remembers of this visit to the page.
export function rememberSent(form) {
  const id = fieldIn(form)?.value;
  if (id) history.replaceState({ ...history.state, sent: { ...history.state?.sent, [pathOf(form)]: id } }, "");
}

export function sentBefore(form) {
  const [field, id] = [fieldIn(form), history.state?.sent?.[pathOf(form)]];
  if (field && id) field.value = id;
  return Boolean(id);
}

// Forms that the browser sends by itself; the outbox says of its own when they arrived.
addEventListener("submit", ({ target, defaultPrevented }) => {
  if (!defaultPrevented && target.method === "post") rememberSent(target);
});

// A page that says what is wrong with a form has given it the id that it needs.
if (!document.getElementById("problems")) document.querySelectorAll('form[method="post"]').forEach(sentBefore);
