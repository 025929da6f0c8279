// What only some readers need, loaded by record.js when they do: values of charts by keyboard, tables as lists on a phone,
// previews of figures.
(() => {
  "use strict";
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // What the pointer finds in a chart, the arrow keys find too: each mark that has something to say, in the order of the data.
  const said = document.createElement("p");
  said.className = "hidden";
  said.setAttribute("role", "status");
  const walk = (chart, view) => {
    const marks = () => all("svg .mark-symbol path, svg .mark-rect path, svg .mark-rule line, svg .mark-shape path, svg .mark-text text", chart)
      .filter((mark) => mark.__data__?.tooltip);
    if (!marks().length) return;
    let at = -1, now;
    const tip = (mark) => {
      now?.classList.remove("at");
      now = mark;
      mark?.classList.add("at");
      const box = mark?.getBoundingClientRect(), event = { clientX: box?.right, clientY: box?.bottom };
      event.target = mark;
      view.tooltip()(null, event, mark?.__data__, mark ? mark.__data__.tooltip : null);
      said.textContent = mark ? document.getElementById("chart-tip")?.innerText.trim().replace(/\t/g, " ").replace(/\s*\n\s*/g, "; ") || "" : "";
    };
    chart.tabIndex = 0;
    chart.setAttribute("role", "group");
    chart.setAttribute("aria-label", "Chart, arrow keys show its values");
    chart.dataset.keys = "";
    document.body.append(said);
    chart.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -1e9, End: 1e9 }[event.key];
      if (event.key === "Escape") tip(null);
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const found = marks();
      at = Math.max(0, Math.min(found.length - 1, at + step));
      found[at].scrollIntoView({ block: "nearest", inline: "nearest" });
      tip(found[at]);
    });
    chart.addEventListener("blur", () => tip(null));
  };

  // On a narrow screen a table of running text reads as a list of its rows, each cell named by its column (record.css, .stack).
  // A table of numbers stays a table, and scrolls. Roles keep its rows and cells what they are for a screen reader; the table itself is one by its name.
  const stack = () => {
    for (const table of all("main .record-table:not(.stack)")) {
      const names = all("thead th", table).map((name) => name.textContent), cells = all("tbody td", table);
      if (names.length < 4 || table.closest(".ballots, .tool") || table.querySelector("[rowspan], [colspan], tbody th")) continue;
      if (!cells.some((cell) => cell.textContent.length > 44)) continue;
      for (const [role, parts] of [["rowgroup", all("thead, tbody", table)], ["row", all("tr", table)], ["columnheader", all("thead th", table)], ["cell", cells]]) {
        for (const part of parts) part.setAttribute("role", role);
      }
      for (const cell of cells) {
        cell.dataset.label = names[cell.cellIndex];
        if (!cell.textContent.trim()) cell.classList.add("blank");
      }
      table.classList.add("stack");
    }
  };

  // A figure or table of this page: its caption, and the figure itself, small.
  const shown = (link) => {
    const target = link.pathname === location.pathname && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const caption = target && target.querySelector("figcaption, caption")?.cloneNode(true);
    if (!caption) return "";
    caption.querySelectorAll(".headerlink").forEach((part) => part.remove());
    const number = caption.querySelector(".caption-number")?.textContent.trim() || link.textContent;
    caption.querySelector(".caption-number")?.remove();
    const part = document.createElement("div"), head = document.createElement("strong"), words = document.createElement("p");
    head.textContent = number;
    words.textContent = caption.textContent.trim();
    part.append(head, words);
    const drawing = target.querySelector(".chart svg")?.cloneNode(true);
    if (drawing) {
      const small = document.createElement("div");
      small.className = "chart";
      small.setAttribute("aria-hidden", "true");
      drawing.removeAttribute("aria-labelledby");
      drawing.querySelector("title")?.remove();
      small.append(drawing);
      part.append(small);
    }
    return part.innerHTML;
  };

  window.recordFigures = { walk, stack, shown };
})();
