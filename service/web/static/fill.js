// Fills a field of a form with the text of a file, to be looked at. Without this script the file is sent.

for (const choice of document.querySelectorAll("[data-fills]")) {
  const field = document.getElementById(choice.dataset.fills);
  choice.querySelector("input").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    field.value = await file.text();
    event.target.value = "";
  });
}
