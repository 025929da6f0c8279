// Everything that a page does by itself: light and dark, charts that answer, previews of references, citations.
// The page is complete without it. No request leaves the book, and what fails leaves the page as it was.
(() => {
  "use strict";
  const html = document.documentElement, root = html.dataset.content_root || "";
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  const load = (src) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = root + src;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });

  // What only some readers need stands in a file of its own (figures.js).
  let rest;
  const more = () => (rest ??= load("_static/figures.js").then(() => window.recordFigures));

  // Light and dark ------------------------------------------------------------------------------------------
  const toggle = document.querySelector(".theme-toggle"), night = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (html.dataset.theme ? html.dataset.theme === "dark" : night.matches);
  const show = () => toggle.setAttribute("aria-pressed", String(isDark()));
  if (toggle) {
    toggle.addEventListener("click", () => {
      html.dataset.theme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem("record-theme", html.dataset.theme);
      } catch {} // a browser that stores nothing forgets the choice, no more
      show();
    });
    night.addEventListener("change", show);
    show();
  }

  // Contents and outline ------------------------------------------------------------------------------------
  const contents = document.querySelector(".contents");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && contents?.open) {
      contents.open = false;
      contents.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (contents?.open && !contents.contains(event.target)) contents.open = false;
  });
  const links = new Map(all(".outline a").map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
  if (links.size) {
    const seen = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (!isIntersecting) continue;
          links.forEach((a) => a.removeAttribute("aria-current"));
          links.get(target.id)?.setAttribute("aria-current", "true");
        }
      },
      { rootMargin: "0px 0px -75% 0px" },
    );
    all("main section[id]").forEach((section) => links.has(section.id) && seen.observe(section));
  }

  // An id that moved leads on to where it went: its note holds the link, also without this script.
  const onward = () => {
    const link = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(".moved")?.querySelector("a");
    if (link) location.replace(link.href);
  };
  addEventListener("hashchange", onward);
  onward();

  // Charts --------------------------------------------------------------------------------------------------
  const specs = new Map();
  window.recordFigure = (id, spec) => specs.set(id, spec);
  let vega;

  const draw = async (figure) => {
    if (figure.dataset.state) return;
    figure.dataset.state = "loading";
    const id = figure.dataset.figure, chart = figure.querySelector(".chart"), drawing = chart.querySelector("svg");
    const stage = document.createElement("div");
    try {
      vega ??= load("_static/vega.js");
      await Promise.all([vega, load(`_figures/${id}.js`)]);
      stage.style.cssText = "position:absolute;visibility:hidden;width:600px";
      chart.append(stage);
      const { view } = await window.recordVega.embed(stage, specs.get(id), {
        actions: false, ast: true, defaultStyle: false, logLevel: 1, renderer: "svg",
        tooltip: { disableDefaultStyle: true, id: "chart-tip", theme: "record" },
      });
      const live = stage.querySelector("svg");
      for (const part of [stage, ...all("*", stage)]) {
        for (const name of ["role", "aria-label", "aria-roledescription", "tabindex"]) part.removeAttribute(name);
      }
      for (const name of ["viewBox", "width", "height"]) live.setAttribute(name, drawing.getAttribute(name));
      live.setAttribute("role", "img");
      live.setAttribute("aria-label", drawing.querySelector("title")?.textContent || "");
      stage.removeAttribute("style");
      const inputs = stage.querySelector("form.vega-bindings");
      if (inputs?.children.length) {
        // A reader's own values: beside the other tools, closed, so that nothing moves when the chart comes to life.
        const tool = document.createElement("details"), name = document.createElement("summary");
        tool.className = "tool tool-values";
        name.textContent = "Set values";
        tool.append(name, inputs);
        figure.querySelector(".figure-tools")?.append(tool);
      } else inputs?.remove();
      drawing.remove();
      figure.dataset.state = "interactive";
      (await more()).walk(chart, view);
    } catch {
      stage.remove();
      figure.dataset.state = "static";
    }
  };

  const figures = all(".record-figure").filter((figure) => figure.querySelector(".chart svg"));
  const near = new IntersectionObserver(
    (entries) => entries.forEach(({ target, isIntersecting }) => {
      if (isIntersecting) {
        near.unobserve(target);
        draw(target);
      }
    }),
    { rootMargin: "400px 0px" },
  );
  for (const figure of figures) {
    for (const kind of ["pointerenter", "touchstart", "focusin"]) {
      figure.addEventListener(kind, () => draw(figure), { once: true, passive: true });
    }
  }
  // On a narrow screen a chart scrolls in its own box (record.css: 30 rem wide at least), by keyboard too. Asking a media
  // query costs nothing; measuring would lay out every section at once.
  const narrow = matchMedia("(max-width: 32.5rem)");
  const reach = () => {
    for (const chart of all(".record-figure .chart:not([data-keys])")) {
      for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", "Chart, scrolls sideways"]]) {
        if (narrow.matches) chart.setAttribute(name, value);
        else chart.removeAttribute(name);
      }
    }
  };
  narrow.addEventListener("change", reach);
  reach();
  const stack = () => narrow.matches && document.querySelector("main .record-table") && more().then((part) => part.stack()).catch(() => {});
  narrow.addEventListener("change", stack);
  stack();
  // The library weighs more than all else together: it waits until the reader moves at all.
  const begin = () => {
    for (const kind of ["scroll", "keydown", "pointerdown"]) removeEventListener(kind, begin);
    if (!navigator.connection?.saveData) figures.forEach((figure) => near.observe(figure));
  };
  for (const kind of ["scroll", "keydown", "pointerdown"]) addEventListener(kind, begin, { passive: true });

  // Previews ------------------------------------------------------------------------------------------------
  let texts, owner, timer;
  const box = document.createElement("div");
  box.className = "preview";
  box.id = "preview";
  box.setAttribute("role", "tooltip");
  box.hidden = true;

  window.recordPreviews = (found) => (texts = found);
  const previews = () => (texts === undefined ? ((texts = {}), load(`_previews/${html.dataset.page}.js`).catch(() => {})) : null);

  const note = (link) => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const copy = target?.cloneNode(true);
    copy?.querySelectorAll(".label, [role=doc-backlink]").forEach((part) => part.remove());
    copy?.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
    return copy?.innerHTML;
  };

  const hide = () => {
    clearTimeout(timer);
    box.hidden = true;
    owner?.removeAttribute("aria-describedby");
    owner = null;
  };

  const open = async (link) => {
    if (owner === link) return;
    const isNote = link.matches(".footnote-reference");
    let text = isNote ? note(link) : /^(fig|tab):/.test(link.dataset.ref) ? shown(link) : "";
    if (!text && !isNote) {
      await previews();
      text = texts[link.dataset.ref ?? link.getAttribute("href")];
    }
    hide();
    if (!text) return;
    owner = link;
    box.classList.toggle("of-figure", /<svg/.test(text));
    box.innerHTML = text; // written and escaped by the build, or copied from this page
    document.body.append(box);
    box.hidden = false;
    const at = link.getClientRects()[0] || link.getBoundingClientRect(), size = box.getBoundingClientRect();
    const left = Math.max(16, Math.min(at.left, html.clientWidth - size.width - 16));
    const above = at.bottom + size.height + 12 > innerHeight && at.top > size.height + 12;
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${(above ? at.top - size.height - 6 : at.bottom + 6) + scrollY}px`;
    link.setAttribute("aria-describedby", "preview");
  };

  const reference = (event) => event.target.closest?.("a[data-ref], a.footnote-reference, .entry :is(.fact, td) a");
  const later = (action, wait) => {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = reference(event);
    if (link) later(() => open(link), 180);
    else if (box.contains(event.target)) clearTimeout(timer);
    else if (owner) later(hide, 250);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const link = reference(event);
    if (link?.matches(":focus-visible")) open(link);
    else if (owner && !box.contains(event.target)) hide();
  });
  // A tap shows the preview, a second one follows the link.
  let touched = false;
  document.addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"), true);
  document.addEventListener("click", (event) => {
    const link = reference(event);
    if (link && touched && owner !== link) {
      event.preventDefault();
      open(link).then(() => owner === link || (location.href = link.href));
    } else if (!link && !box.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());

  // Citations -----------------------------------------------------------------------------------------------
  // A box or link is complete without this: it shows one form, or leads to the page of every form.
  let forms, chooser;
  window.recordCite = (found) => (forms = found);
  const cite = async (box, id) => {
    await (chooser ??= Promise.all([load("_static/cite.js"), load(`_cite/${html.dataset.page}.js`)]));
    window.recordChooser(box, id, forms);
  };
  document.addEventListener("toggle", ({ target }) => {
    if (!target.open || !target.dataset.cite || target.dataset.ready) return;
    target.dataset.ready = "yes";
    cite(target.querySelector(".cite-form"), target.dataset.cite).catch(() => {});
  }, true);
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a.to-cite");
    if (!link) return;
    event.preventDefault();
    let box = link.nextElementSibling;
    if (!box?.matches(".cite-form")) {
      box = document.createElement("div");
      box.className = "cite-form tool";
      try {
        await cite(box, link.dataset.cite);
      } catch {
        return location.assign(link.href);
      }
      link.after(box);
      box.hidden = true;
    }
    box.hidden = !box.hidden;
    link.setAttribute("aria-expanded", String(!box.hidden));
  });
})();
