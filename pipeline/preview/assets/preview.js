// The preview in the browser: reloads a page in place, shows what a translator needs to know.
// It is added to pages by the preview alone and is never published.
//
// All text from articles and catalogs is set as text, never as HTML.
"use strict";

(() => {
  const RESERVED = "/_preview/";
  const TO_DO = ["untranslated", "fuzzy", "rejected", "machine"];
  const SIGNS = {
    untranslated: "○", fuzzy: "≈", rejected: "✕", machine: "⚙", translated: "●",
    source: "●",
  };
  const KEYS = [
    ["n", "next passage that needs work"], ["p", "previous one"],
    ["e", "open it in the editor"], ["s", "side by side with the source"],
    ["h", "hide or show the marks"], ["d", "dashboard"],
    ["l", "list of all passages"], ["Esc", "close what is open"], ["?", "these keys"],
  ];

  let data = read(document);
  if (!data) return;
  const framed = window.parent !== window;
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
    return children.filter((one) => one !== null && one !== undefined && one !== false);
  }

  function button(label, click, attributes = {}) {
    return make("button", { type: "button", click, ...attributes }, label);
  }

  function link(label, href, attributes = {}) {
    return make("a", { href, ...attributes }, label);
  }

  function place(path, line) {
    return make("p", { class: "place" }, make("code", {}, line ? `${path}:${line}` : path));
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
      if (box.bottom > 0 && box.height) {
        return { number: element.dataset.segment, top: box.top, y: scrollY };
      }
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
    for (const one of document.querySelectorAll("[data-segment]")) {
      found.set(one.dataset.segment, one.textContent);
    }
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
  const panel = make("div", {
    class: "panel", role: "complementary", "aria-label": "Passage", hidden: true,
  });
  const overlay = make("div", {
    class: "overlay", role: "alertdialog", "aria-label": "A file cannot be read", hidden: true,
  });
  const style = make("link", { rel: "stylesheet", href: RESERVED + "bar.css" });
  shadow.append(style, overlay, panel, bar);

  function paint() {
    document.documentElement.setAttribute("data-preview-marks", stored("marks", "on"));
    if (framed) return;
    host.setAttribute("data-kind", data.kind);
    bar.replaceChildren(...something([
      link("Preview", RESERVED, { class: "home", title: "Dashboard (d)" }),
      languages(),
      standing(),
      ...counts(),
      aboutFileButton(),
      ...walkers(),
      data.side && link(data.kind === "side" ? "One page" : "Side by side", data.side,
        { title: "Source and translation side by side (s)" }),
      data.article ? marksButton() : null,
      button("?", showKeys, { title: "Keys (?)" }),
      data.elsewhere
        ? link(`${data.elsewhere} more that cannot be read`, RESERVED, { class: "elsewhere" })
        : null,
      make("span", { class: "lost" }, "The preview has stopped: start it again."),
    ]));
    paintOverlay();
    if (selected !== null && !panel.hidden) select(selected, { still: true });
  }

  function languages() {
    if (!data.languages || !data.languages.length) return null;
    const choose = (event) => { location.href = event.target.value; };
    return make("select", { "aria-label": "Language", change: choose }, data.languages.map((one) =>
      make("option", { value: one.href, selected: one.here }, `${one.autonym} (${one.percent} %)`)));
  }

  function standing() {
    if (!data.state) return null;
    const rest = data.wordsToGo ? `, ${words(data.wordsToGo)} to go` : "";
    const why = (data.reasons || []).join("; ");
    return make("span", { class: "state", title: why }, `${data.state}, ${data.percent} %${rest}`);
  }

  function counts() {
    return TO_DO.filter((state) => (data.counts || {})[state]).map((state) =>
      button(`${SIGNS[state]} ${data.counts[state]} ${state}`, () => walk(1, [state]), {
        class: "count", "data-state": state, title: `Walk to the next passage that is ${state}`,
      }));
  }

  function walkers() {
    if (!data.article) return [];
    return [
      button("◀", () => walk(-1), { title: "Previous passage that needs work (p)" }),
      button("▶", () => walk(1), { title: "Next passage that needs work (n)" }),
    ];
  }

  function marksButton() {
    const on = stored("marks", "on") === "on";
    const attributes = { title: "Hide or show the marks (h)", "aria-pressed": String(on) };
    return button("Marks", toggleMarks, attributes);
  }

  function aboutFileButton() {
    const found = data.fileFindings || [];
    if (!found.length) return null;
    const show = () => tell([place(data.catalog, 0), opener(data.open), ...found.map(finding)]);
    return button(`△ ${found.length} about the file`, show,
      { title: "What the checks say of the catalog as a file" });
  }

  function paintOverlay() {
    const problems = data.problems || [];
    const said = JSON.stringify(problems);
    if (!problems.length) dismissed = "";
    overlay.hidden = !problems.length || said === dismissed;
    if (overlay.hidden) {
      overlay.replaceChildren();
      return;
    }
    const under = data.lastGood
      ? "Below is the page as it could last be read. It changes as soon as the file is mended."
      : "The page appears as soon as the file is mended.";
    const look = () => {
      dismissed = said;
      paintOverlay();
    };
    overlay.replaceChildren(make("div", { class: "box" },
      make("h1", {}, "This cannot be read"),
      problems.map((one) => make("section", {},
        place(one.path, one.line),
        make("p", { class: "message" }, one.message),
        one.remedy ? make("p", { class: "remedy" }, one.remedy) : null,
        opener(one.open))),
      make("p", { class: "under" }, under),
      button("Look at the page (Esc)", look)));
  }

  // The way to the editor: an address, a program that the preview starts, or a command to copy.
  function opener(way) {
    if (!way) return null;
    const as = { class: "open" };
    if (way.address) return make("p", {}, link("Open in the editor (e)", way.address, as));
    if (way.start) {
      return make("p", {}, button(`Open with ${way.program} (e)`, () => fetch(way.start), as));
    }
    if (!way.command) return null;
    const copy = () => navigator.clipboard.writeText(way.command);
    return make("p", { class: "command" },
      make("code", {}, way.command), button("Copy (e)", copy, as));
  }

  function open() {
    const way = (overlay.hidden ? panel : overlay).querySelector(".open");
    if (way) way.click();
  }

  // --- passages ------------------------------------------------------------------------------

  function pages() {
    const frames = [...document.querySelectorAll("iframe")].map((one) => one.contentDocument);
    const inside = frames.filter(Boolean);
    return inside.length ? inside : [document];
  }

  function unselect() {
    selected = null;
    for (const page of pages()) {
      for (const one of page.querySelectorAll("[data-preview-selected]")) {
        one.removeAttribute("data-preview-selected");
      }
    }
  }

  function select(number, { still = false } = {}) {
    unselect();
    const segment = segmentOf(number);
    if (!segment) { close(); return; }
    selected = number;
    for (const page of pages()) {
      const element = elementOf(segment.twin === null ? number : segment.twin, page);
      if (!element) continue;
      element.setAttribute("data-preview-selected", "");
      if (!still) element.scrollIntoView({ block: "center", behavior: "instant" });
    }
    describe(segment);
  }

  function describe(one) {
    const { sourceLanguage: source, language } = data;
    const roles = one.roles.length ? ` (${one.roles.join(", ")})` : "";
    show([
      make("header", {},
        make("span", { class: "state", "data-state": one.state },
          `${SIGNS[one.state] || ""} ${one.state}`),
        `${one.kind}${roles}, ${words(one.words)}`, closer()),
      one.path ? place(one.path, one.line) : null,
      opener(one.open),
      one.onPage ? null : make("p", { class: "quiet" }, "This text is not visible on the page."),
      one.hint ? make("p", { class: "hint" }, one.hint) : null,
      ...one.findings.map(finding),
      ...titled(language ? `Source (${source.english || source.tag})` : "Text",
        said("source", source, one.source)),
      ...titled("What changed in it", one.previous && said("diff", source, changes(one.previous))),
      ...titled(`Translation (${language ? language.english || language.tag : ""})`,
        one.target && said("target", language, one.target)),
      ...titled("The author says", one.note && make("p", {}, one.note)),
      ...titled("Translators say", ...one.comments.map((comment) => make("p", {}, comment))),
      ...titled("Context", one.context && make("p", {}, one.context)),
      one.headings.length
        ? make("p", { class: "quiet" }, `under ${one.headings.join(" › ")}`) : null,
    ]);
  }

  function titled(title, ...content) {
    const found = content.filter(Boolean);
    return found.length ? [make("h2", {}, title), ...found] : [];
  }

  function said(className, language, content) {
    return make("p", { class: className, lang: language.tag, dir: language.direction }, content);
  }

  function changes(pairs) {
    const names = { gone: "del", new: "ins" };
    return pairs.map(([kind, text]) => (names[kind] ? make(names[kind], {}, text) : text));
  }

  function finding(found) {
    const sign = found.severity === "error" ? "✕" : "△";
    return make("div", { class: "finding", "data-severity": found.severity },
      make("p", {}, `${sign} ${found.message} `, make("code", {}, found.rule)),
      found.hint ? make("p", { class: "quiet" }, found.hint) : null);
  }

  // --- the panel -----------------------------------------------------------------------------

  function show(content) {
    panel.replaceChildren(...something(content));
    panel.hidden = false;
    panel.scrollTop = 0;
  }

  function tell(content) {
    unselect();
    show([make("header", {}, closer()), ...content]);
  }

  function closer() {
    return button("×", close, { class: "close", title: "Close (Esc)" });
  }

  function close() {
    if (!overlay.hidden) {
      overlay.querySelector(".box > button").click();
      return;
    }
    panel.hidden = true;
    unselect();
  }

  function walk(step, states = TO_DO) {
    const wanted = (one) => states.includes(one.state) && one.twin === null;
    const todo = data.segments.filter(wanted).map((one) => one.number);
    const from = selected === null ? (step > 0 ? -1 : Infinity) : selected;
    const ahead = todo.filter((one) => (step > 0 ? one > from : one < from));
    if (ahead.length) select(step > 0 ? ahead[0] : ahead[ahead.length - 1]);
    else if (step > 0) arrive(todo);
    else if (todo.length) select(todo[todo.length - 1]);
  }

  function arrive(todo) {
    const none = todo.length
      ? "No passage further down needs work." : "No passage of this article needs work.";
    tell([
      make("p", {}, none),
      data.next
        ? make("p", {}, "Next: ", link(data.next.title, data.next.href, { class: "open" }),
          ` (${data.next.step})`)
        : null,
      todo.length ? button("Start from the top", () => select(todo[0])) : null,
    ]);
  }

  function list() {
    tell([make("ol", { class: "list" }, data.segments.map((one) => make("li", {},
      button(`${SIGNS[one.state] || ""} ${one.source.slice(0, 90)}`, () => select(one.number),
        { "data-state": one.state }))))]);
  }

  function showKeys() {
    tell([make("dl", { class: "keys" }, KEYS.flatMap(([key, what]) =>
      [make("dt", {}, make("kbd", {}, key)), make("dd", {}, what)]))]);
  }

  function toggleMarks() {
    store("marks", stored("marks", "on") === "on" ? "off" : "on");
    for (const page of pages()) {
      page.documentElement.setAttribute("data-preview-marks", stored("marks", "on"));
    }
    paint();
  }

  // --- hands ---------------------------------------------------------------------------------

  const ACTIONS = {
    n: () => walk(1),
    p: () => walk(-1),
    e: open,
    h: toggleMarks,
    l: list,
    "?": showKeys,
    Escape: close,
    d: () => { location.href = RESERVED; },
    s: () => { if (data.side) location.href = data.side; },
  };

  function pressed(event) {
    const typing = event.target.closest && event.target.closest("input, textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !ACTIONS[event.key]) return;
    event.preventDefault();
    if (framed) send({ preview: "key", key: event.key });
    else ACTIONS[event.key]();
  }

  function clicked(event) {
    if (event.defaultPrevented || event.button || String(getSelection())) return;
    const element = event.target.closest("[data-segment]");
    const busy = event.target.closest("a[href], summary, button, input");
    if (!element || (busy && !event.altKey)) return;
    event.preventDefault();
    const number = Number(element.dataset.segment);
    if (framed) send({ preview: "select", number });
    else select(number, { still: true });
  }

  function send(message) {
    window.parent.postMessage(message, location.origin);
  }

  function received(event) {
    if (event.origin !== location.origin || !event.data) return;
    const { preview, number, key } = event.data;
    if (framed) {
      if (preview === "refresh") refresh();
    } else if (preview === "select") select(number, { still: true });
    else if (preview === "key" && ACTIONS[key]) ACTIONS[key]();
  }

  addEventListener("keydown", pressed);
  addEventListener("click", clicked);
  addEventListener("message", received);
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
    const all = [...from.document.querySelectorAll("[data-segment]")];
    const shown = all.filter((one) => one.offsetParent);
    const at = shown.findLastIndex((one) => one.getBoundingClientRect().top <= EYE);
    if (at < 0) {
      to.scrollTo({ top: from.scrollY, behavior: "instant" });
      return;
    }
    const [one, next] = [shown[at], shown[at + 1]];
    const twin = elementOf(one.dataset.segment, to.document);
    if (!twin) return;
    const here = stretch(one, next);
    const there = stretch(twin, next && elementOf(next.dataset.segment, to.document));
    const share = here.length > 0 ? (EYE - here.top) / here.length : 0;
    const top = to.scrollY + there.top + share * there.length - EYE;
    to.scrollTo({ top, behavior: "instant" });
  }

  function stretch(one, next) {
    const box = one.getBoundingClientRect();
    const end = next ? next.getBoundingClientRect().top : box.bottom;
    return { top: box.top, length: end - box.top };
  }

  // --- begin ---------------------------------------------------------------------------------

  if (!framed) document.body.append(host);
  if (data.kind === "side") together();
  paint();
  listen();
  if (location.hash.startsWith("#passage-")) select(Number(location.hash.slice(9)));
})();
