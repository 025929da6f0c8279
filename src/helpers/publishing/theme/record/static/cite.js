// The chooser of citation forms, fetched with the first “Cite” that a reader opens. It fills the patterns that the build made
// (`_cite/<page>.js`): the same text as in the plain page of every form, which stays the way for those without a script.
(() => {
  "use strict";
  const style = document.createElement("style");
  style.textContent = `
.cite-form :is(select,button){font:inherit;color:inherit;background:var(--paper);border:1px solid var(--axis);border-radius:3px;min-height:2rem;padding:.15em .6em}
.cite-form button{cursor:pointer}
.cite-bar{display:flex;flex-wrap:wrap;align-items:center;gap:.4rem .8rem;margin:.3rem 0 .6rem;color:var(--ink)}
.cite-form pre{margin:.2rem 0 .6rem;max-height:20rem;overflow:auto;color:var(--ink);font-size:.82rem;white-space:pre-wrap;overflow-wrap:anywhere}
.cite-form .cite-text{padding:.5em .8em;background:var(--wash);overflow-wrap:anywhere}`;
  document.head.append(style);

  const make = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const fill = (given, id, name) => {
    const [number, title, tex = title] = given.things[id];
    const words = name === "bib" ? tex : name === "json" ? JSON.stringify(title).slice(1, -1) : title;
    return given.patterns[number][name].split(given.slots[0]).join(words).split(given.slots[1]).join(id);
  };

  const copy = async (shown, text) => {
    try {
      const rich = shown.querySelector("i") && window.ClipboardItem;
      if (!rich) return await navigator.clipboard.writeText(text);
      const as = (type, words) => new Blob([words], { type });
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": as("text/plain", text), "text/html": as("text/html", shown.innerHTML) })]);
    } catch {
      getSelection().selectAllChildren(shown); // what a browser does not let a script copy, the reader can
      if (!document.execCommand("copy")) throw new Error("not copied");
    }
  };

  let last = "apa";
  try {
    last = localStorage.getItem("record-cite") || last;
  } catch {}

  // Put the chooser for a thing into a box, in the place of what stood there.
  window.recordChooser = (box, id, given) => {
    const names = [...given.styles, ...given.files], kept = new Set(given.files.map(([suffix]) => suffix));
    const choice = make("select", {}, ...names.map(([value, name]) => make("option", { value, selected: value === last }, name)));
    const button = make("button", { type: "button" }, "Copy"), told = make("span", { role: "status" }), shown = make("div");
    const files = make("p", {}, "Download: ");
    let text = "";
    given.files.forEach(([suffix, name], index) => {
      const link = make("a", { href: `#${id}`, download: `${id}.${suffix}` }, name);
      link.addEventListener("click", () => (link.href = URL.createObjectURL(new Blob([fill(given, id, suffix)], { type: given.types[suffix] }))));
      files.append(index ? ", " : "", link);
    });
    const show = () => {
      const name = choice.value, isFile = kept.has(name), [begin, end] = given.marks;
      const raw = fill(given, id, name);
      text = raw.split(begin).join("").split(end).join("").replace(/[\r\n]+$/, "");
      const parts = raw.split(begin).flatMap((piece, index) => {
        if (!index) return [piece];
        const [inner, rest] = piece.split(end);
        return [make("i", {}, inner), rest];
      });
      shown.replaceChildren(isFile ? make("pre", { tabIndex: 0 }, text) : make("p", { className: "cite-text" }, ...parts));
      told.textContent = "";
    };
    choice.addEventListener("change", () => {
      last = choice.value;
      try {
        localStorage.setItem("record-cite", last);
      } catch {} // a browser that stores nothing forgets the choice, no more
      show();
    });
    button.addEventListener("click", async () => {
      try {
        await copy(shown, text);
        told.textContent = "Copied";
      } catch {
        told.textContent = "Please copy the marked text";
      }
    });
    show();
    box.replaceChildren(make("div", { className: "cite-bar" }, make("label", {}, "Form ", choice), button, told), shown, files);
  };
})();
