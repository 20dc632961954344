// Copies what stands somewhere on the page. Without this script there is no button, and it can be selected by hand.

function prepare() {
  for (const button of document.querySelectorAll("button[data-copies]:not([data-ready])")) {
    const from = document.getElementById(button.dataset.copies);
    const said = button.parentElement.querySelector("output");
    button.dataset.ready = "yes";
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText((from.value ?? from.textContent).trim());
        said.textContent = button.dataset.done;
      } catch {
        getSelection().selectAllChildren(from);
        from.select?.();
      }
    });
  }
}

prepare();
document.addEventListener("htmx:after:settle", prepare);
