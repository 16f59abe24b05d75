// What happens in the browser alone: copying, applying a suggestion, keys, the reader's language.
(() => {
  "use strict";
  const words = JSON.parse(document.getElementById("papillon-words").textContent);
  const say = (key) => words[document.documentElement.lang === "fr" ? "fr" : "en"][key];

  const announce = (text) => {
    let live = document.getElementById("papillon-live");
    if (!live) {
      live = document.createElement("p");
      live.id = "papillon-live";
      live.className = "sr";
      live.setAttribute("role", "status");
      live.setAttribute("aria-live", "polite");
      document.body.append(live);
    }
    live.textContent = "";
    requestAnimationFrame(() => (live.textContent = text));
  };

  const boxOf = (element) => element.closest(".card")?.querySelector(".manuscript textarea");

  const fill = (box, text) => {
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // Offsets come in code points; a string here is counted in UTF-16 units.
  const unit = (text, point) => Array.from(text).slice(0, point).join("").length;

  const apply = (button) => {
    const box = boxOf(button);
    if (!box) return;
    const { start, end, was, suggestion } = button.dataset;
    let from = unit(box.value, Number(start));
    const length = was.length;
    if (box.value.slice(from, from + length) !== was) from = was ? box.value.indexOf(was) : -1;
    if (from < 0 || (!was && start !== end)) return announce(say("moved"));
    fill(box, box.value.slice(0, from) + suggestion + box.value.slice(from + length));
    box.focus();
    box.setSelectionRange(from, from + suggestion.length);
    announce(say("applied"));
  };

  const copied = (button) => {
    const before = button.textContent;
    button.textContent = button.dataset.done;
    button.classList.add("done");
    announce(button.dataset.done);
    setTimeout(() => {
      button.textContent = before;
      button.classList.remove("done");
    }, 1600);
  };

  const copy = async (button) => {
    const text = button.dataset.text ?? boxOf(button)?.value ?? "";
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without HTTPS a page on another machine has no clipboard of its own.
      const box = document.createElement("textarea");
      box.value = text;
      box.className = "sr";
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
      button.focus();
    }
    copied(button);
  };

  // On a narrow screen the answers stand below the form.
  const follow = (go) => {
    const status = document.getElementById(go.id.replace(/-go$/, "-status").replace("ideas", "posts"));
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (innerWidth < 820) status?.scrollIntoView({ behavior: calm ? "auto" : "smooth" });
  };

  // On a narrow screen the inbox shows its list, or the conversation that was opened.
  const turn = (target) => {
    const inbox = document.getElementById("inbox");
    if (target.closest("#inbox-back")) {
      inbox?.classList.remove("one-open");
      inbox?.querySelector("[aria-current]")?.focus();
    } else if (target.closest("[data-open]")) {
      inbox?.classList.add("one-open");
      if (innerWidth <= 820) inbox?.scrollIntoView();
    }
  };

  document.addEventListener("click", (event) => {
    turn(event.target);
    const go = event.target.closest("#reply-go, #posts-go, #ideas-go, #knowledge-go");
    if (go) follow(go);
    const button = event.target.closest("[data-apply], [data-copy]");
    if (button) (button.hasAttribute("data-apply") ? apply : copy)(button);
  });

  // A sentence that is pointed at, tapped or reached by key shows below what it rests on.
  const tell = (sentence) => {
    const sourced = sentence.closest(".sourced");
    for (const other of sourced.querySelectorAll(".sentence.told")) other.classList.remove("told");
    for (const note of sourced.querySelectorAll(".note-of")) note.hidden = note.id !== sentence.getAttribute("aria-describedby");
    sourced.querySelector(".point").hidden = true;
    sentence.classList.add("told");
  };
  const sentenceOf = (event) => event.target.closest?.(".sourced .sentence");
  for (const name of ["mouseover", "focusin", "click"]) {
    document.addEventListener(name, (event) => {
      const sentence = sentenceOf(event);
      if (sentence) tell(sentence);
    });
  }

  // Drafts in the order they are ranked: at once while nobody has one in hand, else only when a person asks for it.
  const cardOf = (list, index) => list.querySelector(`:scope > .card[id$="-${index}"]`);
  const inHand = (cards) =>
    cards.some((card) => card.dataset.edited || card.matches(":hover") || card.contains(document.activeElement));
  const place = (ranking, order, shown) => {
    const list = ranking.closest(".answers");
    const open = list.dataset.unfolded === "yes";
    list.dataset.placed = JSON.stringify(order);
    list.dataset.shown = shown;
    for (const card of list.querySelectorAll(":scope > .card")) card.style.order = card.dataset.folded = "";
    order.forEach((index, at) => {
      const card = cardOf(list, index);
      if (!card) return;
      card.style.order = at < shown ? 10 + at : 60 + at;
      card.dataset.folded = at >= shown && !open ? "yes" : "";
    });
    const more = order.length - shown;
    const { one, many, fewer } = ranking.dataset;
    const unfold = ranking.querySelector("[data-unfold]");
    unfold.hidden = more <= 0;
    unfold.setAttribute("aria-expanded", open);
    unfold.textContent = open ? fewer : more === 1 ? one : many.replace("{n}", more);
  };
  const arrange = (ranking, asked) => {
    const list = ranking.closest(".answers");
    const order = JSON.parse(ranking.dataset.order);
    const wanted = Number(ranking.dataset.shown);
    const before = JSON.parse(list.dataset.placed || "[]").filter((index) => order.includes(index));
    if (order.length === 0) {
      list.dataset.unfolded = list.dataset.placed = "";
      for (const card of list.querySelectorAll(":scope > .card")) card.dataset.edited = "";
    }
    const cards = before.map((index) => cardOf(list, index)).filter(Boolean);
    const moves = ranking.hasAttribute("data-final") && before.some((index, at) => index !== order[at]);
    const held = moves && !asked && inHand(cards);
    ranking.querySelector("[data-arrange]").hidden = !held;
    if (!held) return place(ranking, order, wanted);
    const stays = [...before, ...order.filter((index) => !before.includes(index))];
    // The one that is proposed first is never under the fold, and no card above it moves.
    const seen = Math.min(Number(list.dataset.shown) || wanted, stays.length);
    if (stays.indexOf(order[0]) < seen) return place(ranking, stays, seen);
    place(ranking, [...stays.slice(0, seen), order[0], ...stays.slice(seen).filter((index) => index !== order[0])], seen + 1);
  };
  document.addEventListener("input", (event) => {
    const card = event.target.closest?.(".manuscript")?.closest(".card");
    if (card) card.dataset.edited = "yes";
  });
  document.addEventListener("click", (event) => {
    const ranking = event.target.closest("[data-unfold], [data-arrange]")?.closest(".ranking");
    if (!ranking) return;
    const list = ranking.closest(".answers");
    if (event.target.closest("[data-arrange]")) return arrange(ranking, true);
    list.dataset.unfolded = list.dataset.unfolded === "yes" ? "" : "yes";
    place(ranking, JSON.parse(list.dataset.placed), Number(list.dataset.shown));
  });

  // What is drawn again keeps what a person typed into it, and stays folded where they folded it.
  const typed = new Map();
  document.addEventListener("input", (event) => {
    const name = event.target.dataset?.typed;
    if (name) typed.set(name, event.target.value);
  });
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.(".sourced")) return;
    const card = event.target.closest(".card");
    if (card) card.dataset.plain = event.target.open ? "" : "yes";
  }, true);
  const restore = () => {
    for (const box of document.querySelectorAll("[data-typed]")) {
      if (box.dataset.restored === box.dataset.typed) continue;
      box.dataset.restored = box.dataset.typed;
      box.value = typed.get(box.dataset.typed) ?? "";
    }
    for (const sourced of document.querySelectorAll(".card[data-plain=yes] .sourced[open]")) sourced.open = false;
    for (const ranking of document.querySelectorAll(".ranking")) {
      // Gradio changes what is there in place: a mark that was set by hand stays.
      const now = `${ranking.dataset.order} ${ranking.hasAttribute("data-final")} ${ranking.dataset.many}`;
      if (ranking.dataset.arranged === now) continue;
      ranking.dataset.arranged = now;
      arrange(ranking, false);
    }
  };

  const visible = (element) => element && element.offsetParent !== null;

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const go = ["inbox-approve", "inbox-go", "reply-go", "posts-go", "chat-go"].map((id) => document.getElementById(id)).find(visible);
      if (go && !go.disabled) {
        event.preventDefault();
        go.click();
      }
    }
    const line = event.target.closest?.("[data-open]");
    if (line && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const lines = [...document.querySelectorAll("[data-open]")];
      const next = lines[lines.indexOf(line) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }
    if ((event.key === "Enter" || event.key === " ") && sentenceOf(event)) event.preventDefault();
    if (event.key === "Escape") {
      const stop = ["inbox-stop", "reply-stop", "posts-stop", "chat-stop"].map((id) => document.getElementById(id)).find(visible);
      if (stop) stop.click();
    }
  });

  // What gradio leaves out: live regions, names of groups, one group of radio buttons for the arrow keys.
  const mend = () => {
    restore();
    for (const element of document.querySelectorAll(".block.live:not([aria-live])")) {
      element.setAttribute("aria-live", "polite");
    }
    for (const group of document.querySelectorAll("fieldset.block")) {
      const name = group.querySelector("[data-testid=block-info]")?.textContent.trim();
      if (name && group.getAttribute("aria-label") !== name) group.setAttribute("aria-label", name);
      const radios = [...group.querySelectorAll("input[type=radio]")];
      for (const radio of radios) if (radio.name !== radios[0].name) radio.name = radios[0].name;
    }
  };

  window.papillon = {
    language(code) {
      document.documentElement.lang = code;
      document.title = say("page_title");
      document.documentElement.classList.add("ready");
      mend();
    },
  };
  let due = 0;
  const soon = () => (due ||= requestAnimationFrame(() => ((due = 0), mend())));
  const all = { childList: true, subtree: true, attributes: true, attributeFilter: ["name", "data-order", "data-final"] };
  const changed = (changes) => (changes.some((change) => change.type === "attributes") ? mend : soon)();
  new MutationObserver(changed).observe(document.documentElement, all);
})();
