// What changed since you cited us: a choice of version or day hides the releases that the reader has seen.
// The choice stands in the address (?since=0.1.0, ?since=2026-11-30); without a script the whole page is there.
(() => {
  "use strict";
  const box = document.getElementById("since"), data = document.getElementById("since-releases");
  if (!box || !data) return;
  const { releases, next } = JSON.parse(data.textContent);
  const dayOf = /^\d{4}-\d\d-\d\d$/;

  const make = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  const option = (value, text) => make("option", { value }, text);
  const version = make("select", { id: "since-version" },
    option("", "any: show everything"), ...releases.map((r) => option(r.version, `${r.version}, released ${r.date}`)));
  const day = make("input", { id: "since-day", type: "date" });
  const said = make("p", { role: "status" });
  const form = make("form", { class: "since" },
    make("label", { for: "since-version" }, "I cited version"), version,
    make("label", { for: "since-day" }, "or read the book on"), day);
  box.append(form, said);
  box.hidden = false;

  // The place of the release that a reader has seen, among those newest first; -1 for none.
  const seen = (value) =>
    releases.findIndex((r) => (dayOf.test(value) ? r.date <= value : r.version === value));

  const show = (value) => {
    const at = seen(value), hidden = new Set(at < 0 ? [] : releases.slice(at).map((r) => r.anchor));
    for (const { anchor } of releases) {
      const part = document.getElementById(anchor);
      if (part) part.hidden = hidden.has(anchor);
      const link = document.querySelector(`.outline a[href="#${anchor}"]`);
      if (link) link.parentElement.hidden = hidden.has(anchor);
    }
    version.value = at >= 0 && !dayOf.test(value) ? value : "";
    day.value = dayOf.test(value) ? value : "";
    const left = at + (document.getElementById(next) ? 1 : 0);
    if (!value) said.textContent = "Every release is shown.";
    else if (at < 0) said.textContent = dayOf.test(value) ? "No release was out on that day: everything is shown." : `There was no version ${value}: everything is shown.`;
    else if (left) said.textContent = `Shown is what changed after version ${releases[at].version} of ${releases[at].date}.`;
    else said.textContent = `Nothing changed after version ${releases[at].version} of ${releases[at].date}: you cited the newest.`;
  };

  const chosen = () => new URLSearchParams(location.search).get("since") || "";
  const choose = (value) => {
    const address = new URL(location.href);
    if (value) address.searchParams.set("since", value);
    else address.searchParams.delete("since");
    address.hash = "";
    try {
      history.replaceState(null, "", address);
    } catch {} // a browser that keeps addresses of files fixed shows the choice all the same
    show(value);
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  version.addEventListener("change", () => choose(version.value));
  day.addEventListener("change", () => choose(day.value));
  addEventListener("popstate", () => show(chosen()));
  show(chosen());
})();
