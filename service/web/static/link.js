// What opens a page stands behind the # of its link: no server, log or referrer sees it. Here it goes into the form.
const field = document.querySelector("input[data-from-link]");
const brought = decodeURIComponent(location.hash.slice(1));
if (field && brought) {
  field.value = brought;
  history.replaceState(null, "", location.pathname);
  // Only looking: what changes something waits for a button.
  if (field.dataset.fromLink === "look") field.form.requestSubmit();
}
