// The preview in the browser: reloads a page in place, shows what a translator needs to know.
// It is added to pages by the preview alone and is never published.
//
// All text from articles and catalogs is set as text, never as HTML.
"use strict";

(() => {
  const RESERVED = "/_preview/";
  const TO_DO = ["untranslated", "fuzzy", "rejected", "machine"];
  const SIGNS = { untranslated: "○", fuzzy: "≈", rejected: "✕", machine: "⚙", translated: "●", source: "●" };
  const KEYS = [
    ["n", "next passage that needs work"], ["p", "previous one"],
    ["e", "open it in the editor"], ["s", "side by side with the source"],
    ["h", "hide or show the marks"], ["d", "dashboard"],
    ["l", "list of all passages"], ["Esc", "close what is open"], ["?", "these keys"],
  ];

  let data = read(document);
  if (!data) return;
  const framed = window.parent !== window;
  const marks = stored("marks", "on");
  let selected = null;
  let dismissed = "";

  // --- small things --------------------------------------------------------------------------

  function read(from) {
    const element = from.getElementById("preview-data");
    return element ? JSON.parse(element.textContent) : null;
  }

  function stored(name, otherwise) {
    try { return localStorage.getItem("preview-" + name) || otherwise; } catch { return otherwise; }
  }

  function store(name, value) {
    try { localStorage.setItem("preview-" + name, value); } catch { /* a private window */ }
  }

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (typeof value === "function") element.addEventListener(key, value);
      else element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...something(children.flat()));
    return element;
  }

  function something(children) {
    return children.filter((one) => one !== null && one !== undefined);
  }

  function words(count) {
    return count === 1 ? "1 word" : `${count} words`;
  }

  function elementOf(number, inside = document) {
    return inside.querySelector(`[data-segment="${number}"]`);
  }

  function segmentOf(number) {
    return data.segments.find((one) => one.number === number) || null;
  }

  // --- reloading in place --------------------------------------------------------------------

  let refreshing = null;
  let again = false;

  function refresh() {
    again = true;
    refreshing = refreshing || (async () => {
      while (again) {
        again = false;
        try { await swap(); } catch (error) { console.warn("preview:", error); }
      }
      refreshing = null;
    })();
    return refreshing;
  }

  async function swap() {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = read(fresh);
    if (!now) { location.reload(); return; }
    const here = anchor();
    const before = texts();
    data = now;
    if (data.kind !== "side") exchange(fresh);
    steady(here);
    glow(before);
    paint();
  }

  function exchange(fresh) {
    document.title = fresh.title;
    for (const name of ["lang", "dir"]) {
      document.documentElement.setAttribute(name, fresh.documentElement.getAttribute(name) || "");
    }
    const styles = 'link[rel="stylesheet"]:not([data-preview])';
    const wanted = [...fresh.querySelectorAll(styles)].map((one) => one.getAttribute("href"));
    const present = [...document.querySelectorAll(styles)];
    if (wanted.join() !== present.map((one) => one.getAttribute("href")).join()) {
      const first = document.querySelector("link[data-preview]");
      wanted.forEach((href) => first.before(make("link", { rel: "stylesheet", href })));
      // The old ones go when the new ones had time to come: no flash of a naked page.
      setTimeout(() => present.forEach((one) => one.remove()), 300);
    }
    const opened = [...document.querySelectorAll("details")].map((one) => one.open);
    const body = document.importNode(fresh.body, true);
    [...document.body.childNodes].forEach((one) => one !== host && one.remove());
    document.body.prepend(...body.childNodes);
    document.querySelectorAll("details").forEach((one, at) => {
      if (opened[at]) one.open = true;
    });
  }

  // The passage at the top of the window keeps its place, whatever grew or shrank above it.
  function anchor() {
    for (const element of document.querySelectorAll("[data-segment]")) {
      const box = element.getBoundingClientRect();
      if (box.bottom > 0 && box.height) return { number: element.dataset.segment, top: box.top, y: scrollY };
    }
    return { number: null, top: 0, y: scrollY };
  }

  function steady(here) {
    const element = here.number === null || here.y === 0 ? null : elementOf(here.number);
    const y = element ? scrollY + element.getBoundingClientRect().top - here.top : here.y;
    scrollTo({ top: y, behavior: "instant" });
  }

  function texts() {
    const found = new Map();
    document.querySelectorAll("[data-segment]").forEach((one) => found.set(one.dataset.segment, one.textContent));
    return found;
  }

  function glow(before) {
    document.querySelectorAll("[data-segment]").forEach((one) => {
      const was = before.get(one.dataset.segment);
      if (was !== undefined && was !== one.textContent) {
        one.setAttribute("data-preview-new", "");
        setTimeout(() => one.removeAttribute("data-preview-new"), 1600);
      }
    });
  }

  // --- listening -----------------------------------------------------------------------------

  let source = null;
  let retry = 0;

  function concerns(topics) {
    return topics.some((topic) =>
      data.topics.some((one) => one === topic || (one.endsWith(":") && topic.startsWith(one))));
  }

  function listen() {
    if (framed || source || document.hidden) return;
    source = new EventSource(RESERVED + "events");
    source.addEventListener("hello", (event) => {
      retry = 0;
      host.removeAttribute("data-lost");
      if (Number(event.data) !== data.generation) update();
    });
    source.addEventListener("change", (event) => {
      const change = JSON.parse(event.data);
      if (concerns(change.topics)) update();
      else data.generation = change.generation;
    });
    source.addEventListener("error", () => {
      deafen();
      host.setAttribute("data-lost", "");
      retry = Math.min(retry + 1, 5);
      setTimeout(listen, 500 * retry);
    });
  }

  function deafen() {
    if (source) source.close();
    source = null;
  }

  function update() {
    for (const frame of document.querySelectorAll("iframe")) {
      frame.contentWindow.postMessage({ preview: "refresh" }, location.origin);
    }
    return refresh();
  }

  // --- bar, panel, overlay -------------------------------------------------------------------

  const host = make("div", { id: "preview-host", lang: "en", dir: "ltr", translate: "no" });
  const shadow = host.attachShadow({ mode: "open" });
  const bar = make("div", { class: "bar", role: "region", "aria-label": "Preview" });
  const panel = make("div", { class: "panel", role: "complementary", "aria-label": "Passage", hidden: true });
  const overlay = make("div", { class: "overlay", role: "alertdialog", "aria-label": "A file cannot be read", hidden: true });
  shadow.append(make("link", { rel: "stylesheet", href: RESERVED + "bar.css" }), overlay, panel, bar);

  function paint() {
    document.documentElement.setAttribute("data-preview-marks", stored("marks", marks));
    paintBar();
    paintOverlay();
    if (selected !== null && !panel.hidden) select(selected, { still: true });
  }

  function paintBar() {
    if (framed) return;
    const counts = TO_DO.filter((state) => (data.counts || {})[state]);
    const languages = make("select", { "aria-label": "Language", change: (event) => { location.href = event.target.value; } },
      (data.languages || []).map((one) => make("option", { value: one.href, selected: one.here },
        `${one.autonym} (${one.percent} %)`)));
    bar.replaceChildren(
      make("a", { class: "home", href: RESERVED, title: "Dashboard (d)" }, "Preview"),
      ...(data.languages && data.languages.length ? [languages] : []),
      ...(data.state ? [make("span", { class: "state", title: (data.reasons || []).join("; ") },
        `${data.state}, ${data.percent} %`, data.wordsToGo ? `, ${words(data.wordsToGo)} to go` : "")] : []),
      ...counts.map((state) => make("button", { type: "button", class: "count", "data-state": state,
        title: `Walk to the next passage that is ${state}`, click: () => walk(1, [state]) },
        `${SIGNS[state]} ${data.counts[state]} ${state}`)),
      ...((data.fileFindings || []).length ? [make("button", { type: "button", title: "What the checks say of the catalog as a file", click: aboutFile }, `△ ${data.fileFindings.length} about the file`)] : []),
      ...(data.article ? [
        make("button", { type: "button", title: "Previous passage that needs work (p)", click: () => walk(-1) }, "◀"),
        make("button", { type: "button", title: "Next passage that needs work (n)", click: () => walk(1) }, "▶")] : []),
      ...(data.side ? [make("a", { href: data.side, title: "Source and translation side by side (s)" }, data.kind === "side" ? "One page" : "Side by side")] : []),
      make("button", { type: "button", title: "Hide or show the marks (h)", "aria-pressed": String(stored("marks", "on") === "on"), click: toggleMarks }, "Marks"),
      make("button", { type: "button", title: "Keys (?)", click: showKeys }, "?"),
      ...(data.elsewhere ? [make("a", { class: "elsewhere", href: RESERVED }, `${data.elsewhere} more files cannot be read`)] : []),
      make("span", { class: "lost" }, "The preview has stopped: start it again."));
  }

  function paintOverlay() {
    const problems = data.problems || [];
    const said = JSON.stringify(problems);
    const shown = problems.length > 0 && said !== dismissed && !framed;
    overlay.hidden = !shown;
    if (!problems.length) dismissed = "";
    if (!shown) { overlay.replaceChildren(); return; }
    overlay.replaceChildren(make("div", { class: "box" },
      make("h1", {}, problems.length > 1 ? `${problems.length} things cannot be read` : "This cannot be read"),
      ...problems.map((one) => make("section", {},
        make("p", { class: "place" }, make("code", {}, one.line ? `${one.path}:${one.line}` : one.path)),
        make("p", { class: "message" }, one.message),
        one.remedy ? make("p", { class: "remedy" }, one.remedy) : null,
        opener(one.open))),
      make("p", { class: "under" }, data.lastGood ? "Below is the page as it could last be read. It changes as soon as the file is mended." : "The page appears as soon as the file is mended."),
      make("button", { type: "button", click: () => { dismissed = said; overlay.hidden = true; } }, "Look at the page (Esc)")));
  }

  function opener(way) {
    if (!way) return null;
    if (way.address) return make("p", {}, make("a", { class: "open", href: way.address }, "Open in the editor (e)"));
    if (way.start) {
      return make("p", {}, make("button", { type: "button", class: "open", click: () => fetch(way.start) }, `Open with ${way.program} (e)`));
    }
    if (!way.command) return null;
    return make("p", { class: "command" }, make("code", {}, way.command),
      make("button", { type: "button", class: "open", click: () => navigator.clipboard.writeText(way.command) }, "Copy (e)"));
  }

  function open() {
    const button = (overlay.hidden ? panel : overlay).querySelector(".open");
    if (button) button.click();
  }

  // --- passages ------------------------------------------------------------------------------

  function select(number, { still = false } = {}) {
    const segment = segmentOf(number);
    if (!segment) { close(); return; }
    selected = number;
    for (const page of pages()) {
      page.querySelectorAll("[data-preview-selected]").forEach((one) => one.removeAttribute("data-preview-selected"));
      const element = elementOf(segment.twin === null ? number : segment.twin, page);
      if (!element) continue;
      element.setAttribute("data-preview-selected", "");
      if (!still) element.scrollIntoView({ block: "center", behavior: "instant" });
    }
    describe(segment);
  }

  function pages() {
    const frames = [...document.querySelectorAll("iframe")].map((one) => one.contentDocument).filter(Boolean);
    return frames.length ? frames : [document];
  }

  function text(className, language, value) {
    return make("p", { class: className, lang: language.tag, dir: language.direction }, value);
  }

  function describe(one) {
    const source = data.sourceLanguage;
    panel.replaceChildren(...something([
      make("header", {},
        make("span", { class: "state", "data-state": one.state }, `${SIGNS[one.state] || ""} ${one.state}`),
        ` ${one.kind}${one.roles.length ? ` (${one.roles.join(", ")})` : ""}, ${words(one.words)}`,
        make("button", { type: "button", class: "close", title: "Close (Esc)", click: close }, "×")),
      one.path ? make("p", { class: "place" }, make("code", {}, one.line ? `${one.path}:${one.line}` : one.path)) : null,
      opener(one.open),
      one.onPage ? null : make("p", { class: "quiet" }, "This text is not visible on the page."),
      one.hint ? make("p", { class: "hint" }, one.hint) : null,
      ...one.findings.map(finding),
      make("h2", {}, data.language ? `Source (${source.english || source.tag})` : "Text"), text("source", source, one.source),
      ...(one.previous ? [make("h2", {}, "What changed in it"), make("p", { class: "diff", lang: source.tag, dir: source.direction },
        one.previous.map(([kind, said]) => kind === "gone" ? make("del", {}, said) : kind === "new" ? make("ins", {}, said) : said))] : []),
      ...(one.target ? [make("h2", {}, `Translation (${data.language.english || data.language.tag})`), text("target", data.language, one.target)] : []),
      ...(one.note ? [make("h2", {}, "The author says"), make("p", {}, one.note)] : []),
      ...(one.comments.length ? [make("h2", {}, "Translators say"), ...one.comments.map((said) => make("p", {}, said))] : []),
      ...(one.context ? [make("h2", {}, "Context"), make("p", {}, one.context)] : []),
      ...(one.headings.length ? [make("p", { class: "quiet" }, `under ${one.headings.join(" › ")}`)] : []),
    ]));
    panel.hidden = false;
    panel.scrollTop = 0;
  }

  function finding(found) {
    return make("div", { class: "finding", "data-severity": found.severity },
      make("p", {}, `${found.severity === "error" ? "✕" : "△"} ${found.message} `, make("code", {}, found.rule)),
      found.hint ? make("p", { class: "quiet" }, found.hint) : null);
  }

  function aboutFile() {
    tell([make("p", { class: "place" }, make("code", {}, data.catalog)), opener(data.open), ...data.fileFindings.map(finding)]);
  }

  function walk(step, states = TO_DO) {
    const todo = data.segments.filter((one) => states.includes(one.state) && one.twin === null).map((one) => one.number);
    if (!todo.length) { tell(done()); return; }
    const from = selected === null ? (step > 0 ? -1 : Infinity) : selected;
    const next = step > 0 ? todo.find((one) => one > from) : todo.filter((one) => one < from).pop();
    if (next !== undefined) select(next);
    else if (step > 0 && selected !== null) tell(done("No passage further down needs work."), todo[0]);
    else select(step > 0 ? todo[0] : todo[todo.length - 1]);
  }

  function done(said = "No passage of this article needs work.") {
    return [make("p", {}, said),
      data.next ? make("p", {}, "Next: ", make("a", { class: "open", href: data.next.href }, data.next.title), ` (${data.next.step})`) : null];
  }

  function tell(content, first = null) {
    selected = null;
    panel.replaceChildren(make("header", {}, make("button", { type: "button", class: "close", click: close }, "×")),
      ...content.filter(Boolean),
      first === null ? "" : make("button", { type: "button", click: () => select(first) }, "Start from the top"));
    panel.hidden = false;
  }

  function list() {
    tell([make("ol", { class: "list" }, data.segments.map((one) => make("li", {},
      make("button", { type: "button", "data-state": one.state, click: () => select(one.number) },
        `${SIGNS[one.state] || ""} ${one.source.slice(0, 90)}`))))]);
  }

  function close() {
    if (!overlay.hidden) { overlay.querySelector(".box > button").click(); return; }
    panel.hidden = true;
    selected = null;
    for (const page of pages()) {
      page.querySelectorAll("[data-preview-selected]").forEach((one) => one.removeAttribute("data-preview-selected"));
    }
  }

  function toggleMarks() {
    const now = stored("marks", "on") === "on" ? "off" : "on";
    store("marks", now);
    for (const page of [document, ...pages()]) page.documentElement.setAttribute("data-preview-marks", now);
    paintBar();
  }

  function showKeys() {
    tell([make("dl", { class: "keys" }, KEYS.flatMap(([key, what]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, what)]))]);
  }

  // --- hands ---------------------------------------------------------------------------------

  const ACTIONS = {
    n: () => walk(1), p: () => walk(-1), e: open, h: toggleMarks, l: list, "?": showKeys, Escape: close,
    d: () => { location.href = RESERVED; }, s: () => { if (data.side) location.href = data.side; },
  };

  function pressed(event) {
    const typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !ACTIONS[event.key]) return;
    event.preventDefault();
    if (framed) window.parent.postMessage({ preview: "key", key: event.key }, location.origin);
    else ACTIONS[event.key]();
  }

  function clicked(event) {
    if (event.defaultPrevented || event.button || String(getSelection())) return;
    const element = event.target.closest("[data-segment]");
    if (!element || (event.target.closest("a[href], summary, button, input") && !event.altKey)) return;
    event.preventDefault();
    const number = Number(element.dataset.segment);
    if (framed) window.parent.postMessage({ preview: "select", number }, location.origin);
    else select(number, { still: true });
  }

  addEventListener("keydown", pressed);
  addEventListener("click", clicked);
  addEventListener("message", (event) => {
    if (event.origin !== location.origin || !event.data || !event.data.preview) return;
    if (event.data.preview === "refresh" && framed) refresh();
    if (event.data.preview === "select" && !framed) select(event.data.number, { still: true });
    if (event.data.preview === "key" && !framed && ACTIONS[event.data.key]) ACTIONS[event.data.key]();
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? deafen() : listen()));

  // --- side by side: the passage at the top of one page is brought to the top of the other ------

  function together() {
    const [left, right] = document.querySelectorAll("iframe");
    let leader = null;
    for (const [mine, other] of [[left, right], [right, left]]) {
      const ready = () => {
        const view = mine.contentWindow;
        for (const name of ["wheel", "pointerdown", "keydown", "touchstart"]) {
          view.addEventListener(name, () => { leader = mine; }, { passive: true });
        }
        view.addEventListener("scroll", () => {
          if (leader === null || leader === mine) follow(view, other.contentWindow);
        }, { passive: true });
      };
      mine.addEventListener("load", ready);
      if (mine.contentDocument && mine.contentDocument.readyState === "complete") ready();
    }
  }

  const EYE = 80; // Where on the page somebody reads, in pixels from the top of the window.

  function follow(from, to) {
    if (!to || !to.document.body) return;
    const marks = [...from.document.querySelectorAll("[data-segment]")].filter((one) => one.offsetParent);
    const at = marks.findLastIndex((one) => one.getBoundingClientRect().top <= EYE);
    if (at < 0) { to.scrollTo({ top: from.scrollY, behavior: "instant" }); return; }
    const here = between(marks[at], marks[at + 1], from);
    const mine = elementOf(marks[at].dataset.segment, to.document);
    if (!mine) return;
    const next = marks[at + 1] && elementOf(marks[at + 1].dataset.segment, to.document);
    const top = mine.getBoundingClientRect().top;
    const end = next ? next.getBoundingClientRect().top : mine.getBoundingClientRect().bottom;
    const share = here.length > 0 ? (EYE - here.top) / here.length : 0;
    to.scrollTo({ top: to.scrollY + top + share * (end - top) - EYE, behavior: "instant" });
  }

  function between(one, next) {
    const box = one.getBoundingClientRect();
    return { top: box.top, length: (next ? next.getBoundingClientRect().top : box.bottom) - box.top };
  }

  // --- begin ---------------------------------------------------------------------------------

  if (!framed) document.body.append(host);
  if (data.kind === "side") together();
  paint();
  listen();
  if (location.hash.startsWith("#passage-")) select(Number(location.hash.slice(9)));
})();
