// The form above a list of the record: what does not fit it is hidden, the choice stands in the address (after “#?”,
// since a page opened from disk may change nothing else there), and the number of hits is said aloud.
(() => {
  "use strict";
  const box = document.querySelector(".explore"), form = document.getElementById("explore");
  const html = document.documentElement;
  if (!form || !window.recordSpellings) return html.classList.remove("exploring"); // the list stands without its form
  const { plain, fold, begins } = window.recordSpellings;
  const status = box.querySelector("[role=status]"), reset = box.querySelector("button[type=reset]"), chosen = box.querySelector(".chosen");
  const total = Number(box.dataset.total), fields = [...form.elements].filter((field) => field.name);

  for (const select of form.querySelectorAll("select[data-like]")) {
    for (const option of form.elements[select.dataset.like].options) if (option.value) select.append(option.cloneNode(true));
  }

  const split = (value) => (value ? value.split(" ") : []);
  const entry = (element) => {
    const { from, to = from, known = from, ...marks } = element.dataset;
    const later = [...element.querySelectorAll("[data-since]")];
    return { element, from, to, known, later, marks: new Map(Object.entries(marks).map(([name, value]) => [name, new Set(split(value))])) };
  };
  let list;
  /** The list as the form sees it; read at the first question, so that a page that is only read waits for nothing. */
  const all = () =>
    (list ??= {
      entries: [...document.querySelectorAll("main .entry[data-from]")].map(entry),
      sections: [...document.querySelectorAll("main > section > section:not(.entry)")].filter((section) => section.querySelector(".entry")),
      outline: new Map([...document.querySelectorAll(".outline a")].map((a) => [decodeURIComponent(a.hash.slice(1)), a.closest("li")])),
    });

  /** The words of some elements, each folded, with a space before and after each. */
  const said = (parts) => ` ${plain(parts.map((part) => part.textContent).join(" ")).map(fold).join(" ")} `;

  /** The words of an entry as the reader sees it, without its sources and the places that refer to it; read when somebody asks. */
  const words = (entry) => {
    entry.words ??= said([...entry.element.children].filter((part) => !part.matches(".backrefs, .cited, .headerlink, [data-since]")));
    return entry.words + entry.later.map((line) => (line.hidden ? "" : (line.words ??= said([line])))).join("");
  };

  const whole = (day) => (/^\d{4}-\d\d-\d\d$/.test(day) && day >= "1900" ? day : "");
  const numbered = (count) => `${count.toLocaleString("en")} ${count === 1 ? box.dataset.one : box.dataset.many}`;
  const months = "January February March April May June July August September October November December".split(" ");
  const inWords = (day) => `${Number(day.slice(8))} ${months[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;

  /** A choice in words, for paper and for a form that is folded away: “Kind: Call”. */
  const inPlain = (field) => {
    const value = field.tagName === "SELECT" ? field.selectedOptions[0].text.replace(/ \(\d+\)$/, "") : field.type === "date" ? inWords(field.value) : `“${field.value.trim()}”`;
    return `${field.labels[0].textContent}: ${value}`;
  };

  /** What the form asks for: {name: value} without what is empty. */
  const asked = () => {
    const found = {};
    for (const field of fields) {
      const value = field.type === "date" ? whole(field.value) : field.value.trim();
      if (value) found[field.name] = value;
    }
    return found;
  };

  const fits = (entry, want, choices, looked) =>
    (!want.from || entry.to >= want.from) &&
    (!want.until || entry.from <= want.until) &&
    (!want.known || entry.known <= want.known) &&
    choices.every(([mark, value]) => entry.marks.get(mark)?.has(value)) &&
    (!looked.length || looked.every((starts) => starts.some((start) => words(entry).includes(` ${start}`))));

  const show = () => {
    const want = asked(), names = Object.keys(want);
    const choices = fields.filter((field) => field.dataset.mark && field.value).map((field) => [field.dataset.mark, field.value]);
    const looked = plain(want.text || "").map(begins), { entries, sections, outline } = all();
    let hits = 0;
    for (const entry of entries) {
      for (const line of entry.later) line.hidden = Boolean(want.known) && line.dataset.since > want.known;
      const fit = fits(entry, want, choices, looked);
      hits += fit;
      if (entry.element.hidden === fit) entry.element.hidden = !fit;
    }
    for (const section of sections) {
      section.hidden = !section.querySelector(".entry:not([hidden])");
      const item = outline.get(section.id);
      if (item) item.hidden = section.hidden;
    }
    for (const entry of entries) {
      const item = outline.get(entry.element.id);
      if (item) item.hidden = entry.element.hidden;
    }
    const day = want.known ? `, as known on ${inWords(want.known)}` : "";
    status.textContent = (names.length ? `${hits.toLocaleString("en")} of ${numbered(total)}` : numbered(total)) + day;
    chosen.textContent = names.filter((name) => name !== "known").map((name) => inPlain(form.elements[name])).join("; ");
    reset.hidden = !names.length;
    html.classList.remove("exploring");
    return want;
  };

  const address = (want) => {
    const query = new URLSearchParams(Object.entries(want)).toString();
    return query ? `#?${query}` : "";
  };

  /** Put the choice into the address, without a new entry in the history for each letter. */
  const keep = (want) => {
    const now = address(want);
    if (now || location.hash.startsWith("#?")) history.replaceState(null, "", now || location.pathname + location.search);
  };

  /** Read the address into the form; whether it held a choice. */
  const read = () => {
    if (!location.hash.startsWith("#?")) return false;
    const given = new URLSearchParams(location.hash.slice(2));
    for (const field of fields) {
      const value = given.get(field.name) || "";
      field.value = value;
      if (field.value !== value) field.value = ""; // what the form does not offer is no choice
    }
    return true;
  };

  let timer;
  const update = () => keep(show());
  form.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (event.target.type === "search") timer = setTimeout(update, 120);
    else update();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    setTimeout(() => {
      update();
      const first = fields.find((field) => field.offsetParent) || box.querySelector("summary");
      first.focus({ preventScroll: true });
    });
  });
  addEventListener("hashchange", () => {
    if (read()) return show();
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.closest("[hidden]")) return; // a link to an entry that the choice hides: the entry comes first
    for (const field of fields) field.value = "";
    show();
    target.scrollIntoView();
  });
  if (read()) show();
  window.recordExplore = { show, address, asked };
})();
