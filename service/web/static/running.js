// Looks every few seconds whether what a page waits for is done, and shows it then.
// Without this script the page loads itself again.

const PAUSE = 2_000;
const MOST = 300; // Looks; an untouched page does not keep its session alive for longer.
const part = document.querySelector("[data-running]");

async function look(left) {
  const answer = await fetch(location.pathname, { headers: { accept: "text/html" } }).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-running]");
    if (!fresh) return location.replace(location.pathname);
    if (fresh.textContent !== part.textContent) part.textContent = fresh.textContent;
  }
  if (left > 0 && (!answer || answer.ok)) setTimeout(look, PAUSE, left - 1);
}

if (part) setTimeout(look, PAUSE, MOST);
