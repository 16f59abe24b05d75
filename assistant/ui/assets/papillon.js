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
      inbox?.classList.remove("reading");
      inbox?.querySelector("[aria-current]")?.focus();
    } else if (target.closest("[data-open]")) {
      inbox?.classList.add("reading");
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
    if (event.key === "Escape") {
      const stop = ["inbox-stop", "reply-stop", "posts-stop", "chat-stop"].map((id) => document.getElementById(id)).find(visible);
      if (stop) stop.click();
    }
  });

  // What gradio leaves out: live regions, names of groups, one group of radio buttons for the arrow keys.
  const mend = () => {
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
  const all = { childList: true, subtree: true, attributes: true, attributeFilter: ["name"] };
  const changed = (changes) => (changes.some((change) => change.type === "attributes") ? mend : soon)();
  new MutationObserver(changed).observe(document.documentElement, all);
})();
