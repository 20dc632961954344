// How different a role is from earlier work is asked only of one that is new on the list; without this script it is always asked.

const keyOf = (title) => title.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();

for (const distance of document.querySelectorAll("[data-known-roles]")) {
  const known = new Set(JSON.parse(distance.dataset.knownRoles).map(keyOf));
  const role = document.getElementById(distance.dataset.of);
  const ask = () => {
    distance.hidden = !keyOf(role.value) || known.has(keyOf(role.value));
  };
  role.addEventListener("input", ask);
  role.form.addEventListener("draft:restored", ask);
  ask();
}
