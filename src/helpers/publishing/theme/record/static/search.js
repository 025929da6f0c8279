// Search over the book's own index, from disk too: the index is three scripts, loaded when somebody begins to type.
// Names come before words of texts, exact names before beginnings; spellings of one name count as one.
(() => {
  "use strict";
  const { plain, fold, begins } = window.recordSpellings;
  const root = document.documentElement.dataset.content_root || "";
  const form = document.querySelector("form.search"), input = document.getElementById("q");
  const status = document.getElementById("found"), list = document.getElementById("results");
  const SHOWN = 6; // of each group before a reader asks for more
  // Of two names that fit equally well, the kind that a reader is more likely to mean comes first.
  const FIRST = { person: 30, actor: 30, document: 26, term: 24, event: 18, ceasefire: 16, vote: 14, section: 14, place: 12, figure: 8, source: 0 };

  let stop = new Set();
  const entries = [], groups = new Map(), vocabulary = new Set();
  let words = new Map(), wordList = [];

  // Index ---------------------------------------------------------------------------------------------------
  const name = (text) => {
    const own = plain(text), kept = own.filter((word) => !stop.has(word));
    const plainWords = kept.length ? kept : own;
    for (const word of plainWords) vocabulary.add(word);
    return { plain: plainWords, folded: plainWords.map(fold) };
  };
  const add = (kind, title, href, date, others, weight, shown, lang = "") => {
    const called = [title, ...others];
    if (kind === "person") for (const one of [...called]) called.push(one.split(" ").slice(1).join(" "), one.split(" ").at(-1));
    entries.push({ kind, title, href, date, shown, weight, lang, number: entries.length, names: called.map(name) });
  };

  const read = {
    names(found) {
      for (const { kind, title, start, rows } of found) {
        groups.set(kind, title);
        for (const [called, anchor, date = "", others = "", weight = 0, about = ""] of rows) {
          const more = others ? others.split("|") : [];
          // What stands beside a title is a name too; a person's office or a section's chapter is not.
          const named = about && kind !== "person" && kind !== "section" ? [about] : [];
          add(kind, called, start + anchor, date, [...named, ...more], weight, about);
        }
      }
    },
    words(found) {
      stop = new Set(found.stop);
      const folded = new Map();
      for (const line of found.words.split("\n")) {
        const at = line.indexOf(" "), numbers = [];
        let number = 0;
        for (const step of line.slice(at + 1).split(".")) numbers.push((number += parseInt(step, 36)));
        const word = line.slice(0, at), own = fold(word);
        vocabulary.add(word);
        for (const form of new Set([word, own])) folded.has(form) ? folded.get(form).push(...numbers) : folded.set(form, [...numbers]);
      }
      words = folded;
      wordList = [...folded.keys()].sort();
    },
    sources(found) {
      groups.set("source", "Sources");
      for (const [label, id, title, date, lang] of found) add("source", title, `record/sources.html#source-${id}`, date, [label], 0, label, lang);
    },
  };

  const held = {};
  window.recordIndex = (part, found) => (held[part] = found);
  const load = (part) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${root}_search/${part}.js`;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  let ready, more;
  /** Names and words, read once; in one order, so that the numbers of entries hold. */
  const prepare = () =>
    (ready ??= Promise.all([load("names"), load("words")]).then(() => {
      stop = new Set(held.words.stop);
      read.names(held.names);
      read.words(held.words);
    }));
  /** The sources are the larger part, and the last that a reader looks for: they come when the rest is there. */
  const withSources = () => (more ??= prepare().then(() => load("sources")).then(() => read.sources(held.sources)));

  // Ranking -------------------------------------------------------------------------------------------------
  /** How well a word of a name answers a word of the query: 1 the same, then another spelling, then a beginning. */
  const quality = (asked, own, folded) => {
    if (own === asked.word) return 1;
    if (folded === asked.folded) return 0.96;
    const start = asked.starts.find((one) => own.startsWith(one) || folded.startsWith(one));
    return start ? 0.5 + (0.3 * start.length) / Math.max(own.length, start.length) : 0;
  };

  /** The worth of one name: every word of the query in it, how much of it they make up, and whether it is just that. */
  const worth = (query, called) => {
    let sum = 0;
    for (const asked of query) {
      let best = 0;
      called.plain.forEach((own, at) => (best = Math.max(best, quality(asked, own, called.folded[at]))));
      if (!best) return 0;
      sum += best;
    }
    const typed = query.map((asked) => asked.folded).join(" "), whole = called.folded.join(" ");
    const part = Math.min(1, query.length / called.plain.length);
    const order = whole === typed ? 400 : whole.startsWith(`${typed} `) ? 120 : ` ${whole} `.includes(` ${typed} `) ? 60 : 0;
    return 400 * (sum / query.length) + 200 * part + order;
  };

  /** The entries whose text holds a word that begins so. */
  const inTexts = (asked) => {
    const found = new Set();
    for (const start of asked.starts) {
      let low = 0, high = wordList.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (wordList[middle] < start) low = middle + 1;
        else high = middle;
      }
      for (; low < wordList.length && wordList[low].startsWith(start); low++) for (const number of words.get(wordList[low])) found.add(number);
    }
    return found;
  };

  const parse = (text) => {
    const all = plain(text), kept = all.filter((word) => !stop.has(word));
    return (kept.length ? kept : all).map((word) => ({ word, folded: fold(word), starts: begins(word) }));
  };

  /** Entries that hold every word, best first. */
  const rank = (query) => {
    if (!query.length) return [];
    const texts = query.map(inTexts), found = [];
    for (const entry of entries) {
      let score = Math.max(...entry.names.map((called, at) => worth(query, called) - (at ? 12 : 0)));
      if (score <= 0) {
        score = 0;
        for (let at = 0; at < query.length; at++) {
          const named = Math.max(...entry.names.map((called) => worth([query[at]], called)));
          if (named > 0) score += named / 6;
          else if (texts[at].has(entry.number)) score += 40;
          else {
            score = 0;
            break;
          }
        }
        score /= query.length;
      }
      if (score > 0) found.push({ entry, score: score + FIRST[entry.kind] + 3 * entry.weight });
    }
    const last = ({ entry }) => entry.kind === "source";
    return found.sort((a, b) => last(a) - last(b) || b.score - a.score || a.entry.number - b.entry.number);
  };

  /** Whether two words differ by one letter, or two neighbours that changed places. */
  const near = (a, b) => {
    if (Math.abs(a.length - b.length) > 1) return false;
    let at = 0;
    while (at < a.length && a[at] === b[at]) at++;
    const [restA, restB] = [a.slice(at), b.slice(at)];
    return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1) ||
      (restA.length > 1 && restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2));
  };

  /** The query with words that nothing holds replaced by a near one; null if there is none. */
  const mended = (query) => {
    const made = query.map(({ word, folded, starts }) => {
      const known = [...vocabulary];
      if (known.some((one) => starts.some((start) => one.startsWith(start) || fold(one).startsWith(start)))) return word;
      return word.length > 3 ? known.find((one) => one.length > 3 && (near(one, word) || near(fold(one), folded))) : undefined;
    });
    return made.every(Boolean) ? made.join(" ") : null;
  };

  /** The best entries for a query, and the query that was answered if it had to be mended. */
  const find = (text) => {
    const query = parse(text), found = rank(query);
    if (found.length || !query.length) return { found, instead: "" };
    const instead = mended(query);
    return { found: instead ? rank(parse(instead)) : [], instead: instead || "" };
  };
  window.recordFind = async (text) => (await withSources(), find(text)).found.slice(0, 30).map(({ entry, score }) => ({ kind: entry.kind, title: entry.title, href: entry.href, score }));

  // Page ----------------------------------------------------------------------------------------------------
  const months = "January February March April May June July August September October November December".split(" ");
  const inWords = (iso) => {
    const [year, month, day] = iso.split("-");
    return [day && String(Number(day)), month && months[Number(month) - 1], year].filter(Boolean).join(" ");
  };
  const piece = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  const line = ({ entry }) => {
    const item = document.createElement("li"), a = document.createElement("a");
    a.href = root + entry.href;
    const title = entry.title.length > 160 ? entry.title.slice(0, 160).replace(/\s+\S*$/, " …") : entry.title;
    const name = piece("b", title);
    if (entry.lang) name.lang = entry.lang;
    a.append(name);
    const about = [entry.shown, entry.date && inWords(entry.date)].filter(Boolean).join(", ");
    if (about) a.append(" ", piece("span", about));
    item.append(a);
    return item;
  };

  const group = (kind, hits) => {
    const section = document.createElement("section"), head = piece("h2", groups.get(kind) + " "), items = document.createElement("ol");
    head.id = `found-${kind}`;
    head.append(piece("span", String(hits.length)));
    section.setAttribute("aria-labelledby", head.id);
    items.append(...hits.slice(0, SHOWN).map(line));
    section.append(head, items);
    if (hits.length > SHOWN) {
      const rest = piece("button", `Show all ${hits.length}`);
      rest.type = "button";
      rest.className = "more";
      rest.addEventListener("click", () => {
        const added = hits.slice(SHOWN).map(line);
        items.append(...added);
        rest.remove();
        added[0].firstChild.focus();
      });
      section.append(rest);
    }
    return section;
  };

  const tell = ({ found, instead }, text) => {
    const many = found.length === 1 ? "One result found" : `${found.length.toLocaleString("en")} results found`;
    const nothing = `Nothing found for “${text}”.`;
    status.textContent = !text ? "" : !found.length ? `${nothing} Try fewer or other words.` : instead ? `${nothing} ${many} for “${instead}”.` : `${many}.`;
  };
  const byKind = (found) => {
    const kinds = new Map();
    for (const hit of found) kinds.has(hit.entry.kind) ? kinds.get(hit.entry.kind).push(hit) : kinds.set(hit.entry.kind, [hit]);
    return kinds;
  };

  let asked = "", timer;
  const run = async () => {
    const text = input.value.trim();
    if (text === asked) return;
    asked = text;
    history.replaceState(null, "", text ? `#q=${encodeURIComponent(text)}` : location.pathname + location.search);
    try {
      await prepare();
      if (asked !== text) return;
      let result = find(text);
      list.replaceChildren(...[...byKind(result.found)].map(([kind, hits]) => group(kind, hits)));
      if (more && held.sources) return tell(result, text);
      if (result.found.length) tell(result, text);
      await withSources();
      if (asked !== text) return;
      const before = result.found.length;
      result = find(text); // what stands already stays as it is; the sources follow below
      const added = byKind(result.found);
      if (before) added.has("source") && list.append(group("source", added.get("source")));
      else list.replaceChildren(...[...added].map(([kind, hits]) => group(kind, hits)));
      tell(result, text);
    } catch {
      status.textContent = "The index of the search is missing here.";
    }
  };

  const links = () => [...list.querySelectorAll("a, .more")];
  // The page puts the cursor into the field: that is no question yet. A key or a touch is.
  for (const kind of ["keydown", "pointerdown"]) input.addEventListener(kind, () => prepare().catch(() => {}), { once: true });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(run, 90);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run().then(() => links()[0]?.focus());
  });
  // Arrow keys walk through the results; Escape goes back to the words.
  document.addEventListener("keydown", (event) => {
    const all = [input, ...links()], at = all.indexOf(document.activeElement);
    if (at < 0) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Escape: at ? 0 : -1, Home: at ? 1 : -1, End: at ? all.length - 1 : -1 }[event.key];
    if (to === undefined || !all[to]) return;
    event.preventDefault();
    all[to].focus();
    if (to === 0) input.select();
  });

  const given = () => {
    const hash = location.hash.startsWith("#q=") ? decodeURIComponent(location.hash.slice(3).replace(/\+/g, " ")) : "";
    return hash || new URLSearchParams(location.search).get("q") || "";
  };
  addEventListener("hashchange", () => {
    input.value = given();
    run();
  });
  input.value = given().trim();
  if (input.value) run();
  else input.focus();
})();
