// Fills a field of a form with the text of a file. Without this script there is no such choice, and the text is pasted.

for (const choice of document.querySelectorAll("[data-fills]")) {
  const field = document.getElementById(choice.dataset.fills);
  choice.hidden = false;
  choice.querySelector("input").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) field.value = await file.text();
  });
}
