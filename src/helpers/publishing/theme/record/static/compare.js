// Two texts side by side, as the reader asks. What is shown was computed when the book was built; nothing is compared here.
(() => {
  "use strict";
  const box = document.querySelector(".compare"), form = box?.querySelector("form");
  if (!form) return;
  const said = box.querySelector(".compare-said"), place = box.querySelector(".compare-table");
  const { one, two } = form.elements;
  let data, loading;
  window.recordCompare = (found) => (data = found);
  const load = () =>
    (loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = box.dataset.source;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    }));
  const make = (name, text = "", attributes = {}) => {
    const node = document.createElement(name);
    node.textContent = text;
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };

  // The clauses of the first text in its order, each with its partner, then those that only the second has.
  const rows = (a, b) => {
    const swap = data.order.indexOf(a) > data.order.indexOf(b);
    const matched = a === b ? data.texts[a].clauses.map((_, n) => [n, n, "kept"]) : data.pairs[swap ? `${b} ${a}` : `${a} ${b}`] || [];
    const partner = new Map(matched.map(([x, y, change]) => (swap ? [y, [x, change]] : [x, [y, change]])));
    const first = data.texts[a].clauses, second = data.texts[b].clauses;
    const taken = new Set([...partner.values()].map(([n]) => n));
    return [
      ...first.map((clause, n) => (partner.has(n) ? [clause, second[partner.get(n)[0]], partner.get(n)[1]] : [clause, null, "dropped"])),
      ...second.flatMap((clause, n) => (taken.has(n) ? [] : [[null, clause, "added"]])),
    ];
  };
  const cell = (clause, none) => {
    const found = make("td");
    if (!clause) return (found.textContent = none), found;
    found.append(make("a", clause[2], { href: `${box.dataset.clauses}#${clause[0]}` }), make("p", clause[4], { class: "row-sources" }));
    return found;
  };
  const table = (heads, lines, label) => {
    const wrap = make("div", "", { class: "table-wrap", role: "region", tabindex: "0", "aria-label": label });
    const found = make("table", "", { class: "record-table" }), head = make("tr"), body = make("tbody");
    head.append(...heads.map((text) => make("th", text, { scope: "col" })));
    body.append(...lines.map((cells) => {
      const line = make("tr");
      line.append(...cells.map((part, n) => {
        const made = typeof part === "string" ? make("td", part) : part;
        made.dataset.head = heads[n]; // what a phone writes over a cell
        return made;
      }));
      return line;
    }));
    const top = make("thead");
    top.append(head);
    found.append(top, body);
    wrap.append(found);
    return wrap;
  };

  const show = async () => {
    try {
      await load();
    } catch {
      said.textContent = "The clauses could not be loaded. The chosen pairs stand in the tables at the end of the chapter.";
      return;
    }
    const first = data.texts[one.value], second = data.texts[two.value];
    if (!second) {
      said.textContent = `${first.name}: ${first.clauses.length} clauses, in our words with [qualifier].`;
      place.replaceChildren(table(["Issue", "Clause and sources", "Step"], first.clauses.map((c) => [c[1], cell(c), c[3]]), first.name));
    } else {
      const found = rows(one.value, two.value), count = { added: 0, dropped: 0, kept: 0 };
      for (const [, , change] of found) if (change in count) count[change] += 1;
      const changed = found.length - count.added - count.dropped - count.kept;
      said.textContent = `From ${first.name} to ${second.name}: ${changed} clauses changed, ${count.dropped} dropped, ${count.added} added, ${count.kept} kept.`;
      const step = (a, b) => ((a?.[3] || b?.[3]) ? `${a?.[3] || "none"} → ${b?.[3] || "none"}` : "");
      const lines = found.map(([a, b, change]) => [(a || b)[1], cell(a, "none"), cell(b, "none"), change, step(a, b)]);
      place.replaceChildren(table(["Issue", first.name, second.name, "Change", "Step"], lines, `${first.name} and ${second.name}`));
    }
    try {
      history.replaceState(null, "", `#compare=${one.value}${second ? `,${two.value}` : ""}`);
    } catch {} // a browser that keeps no address of a file loses the link, no more
  };

  form.addEventListener("submit", (event) => (event.preventDefault(), show()));
  form.addEventListener("change", show);
  form.elements.exchange.addEventListener("click", () => {
    if (!two.value) return;
    [one.value, two.value] = [two.value, one.value];
    show();
  });
  form.hidden = false;
  const asked = /^#compare=([\w-]+)(?:,([\w-]+))?$/.exec(location.hash);
  if (asked && [...one.options].some((option) => option.value === asked[1])) {
    one.value = asked[1];
    two.value = asked[2] || "";
    box.scrollIntoView();
    show();
  }
})();
