// A change of language keeps the place: the parts of an article have the same ids in every one.
const links = "#page--languages a[hreflang], .notice-links a[hreflang]";

function follow() {
  // The page's own parts, such as the list of languages, are no place in the article.
  if (location.hash.startsWith("#page--")) return;
  for (const link of document.querySelectorAll(links)) link.hash = location.hash;
}

addEventListener("hashchange", follow);
follow();
