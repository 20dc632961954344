// What they missed is asked about in the words that were typed; without this script it goes by the name of its point.

const QUOTED = /^(["“”„‘’«»])([^"“”„‘’«»]*)["“”‘’«»]$/;

for (const use of document.querySelectorAll("[data-words]")) {
  const words = document.getElementById(use.dataset.words);
  const legend = use.querySelector("legend");
  const name = legend.textContent;
  const quoted = document.createElement("q");
  const say = () => {
    quoted.textContent = words.value.trim().replace(QUOTED, "$2");
    legend.replaceChildren(quoted.textContent ? quoted : name);
  };
  words.addEventListener("input", say);
  words.form.addEventListener("draft:restored", say);
  say();
}
