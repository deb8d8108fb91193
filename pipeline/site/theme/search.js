// Searches the articles of the page's language. Pagefind chooses the index by the `lang` of the page.
const form = document.querySelector("form.search");
const field = form.elements.q;
const state = document.getElementById("page--found");
const list = document.getElementById("page--results");
const words = (id) => document.getElementById(id).content.cloneNode(true);
const MOST = 20;
const LONG = 240; // Text without spaces has excerpts of any length.

const engine = await import(new URL(`${form.dataset.index}pagefind.js`, location.href).href);
await engine.options({ baseUrl: form.dataset.base });

function item(found) {
  const link = document.createElement("a");
  link.href = found.url;
  link.textContent = found.meta.title ?? found.url;
  const excerpt = document.createElement("p");
  const text = [...found.plain_excerpt];
  excerpt.textContent = text.length > LONG ? `${text.slice(0, LONG).join("")}…` : text.join("");
  const line = document.createElement("li");
  line.append(link, excerpt);
  return line;
}

async function search() {
  const asked = field.value.trim();
  const found = asked ? (await engine.search(asked)).results : [];
  const shown = await Promise.all(found.slice(0, MOST).map((one) => one.data()));
  if (asked !== field.value.trim()) return;
  list.replaceChildren(...shown.map(item));
  const number = new Intl.NumberFormat(document.documentElement.lang).format(found.length);
  state.replaceChildren(...(asked ? [words(found.length ? "page--some" : "page--none")] : []));
  const slot = state.querySelector("span");
  if (slot) slot.textContent = number;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
  search();
});
field.addEventListener("input", search);
field.value = new URLSearchParams(location.search).get("q") ?? "";
search();
