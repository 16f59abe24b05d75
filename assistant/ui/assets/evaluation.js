"use strict";
// Which messages are shown: of one sort, and only those where something is wrong. Works from the page alone.
{
  const articles = [...document.querySelectorAll("article")];
  const buttons = [...document.querySelectorAll(".tools button")];
  const wrong = document.querySelector(".tools input");
  const told = document.querySelector(".tools output");
  const show = () => {
    const sort = buttons.find((one) => one.getAttribute("aria-pressed") === "true").dataset.sort;
    for (const one of articles) {
      one.hidden = (sort && one.dataset.sort !== sort) || (wrong.checked && !one.dataset.wrong);
    }
    told.textContent = told.dataset.shown.replace("#", articles.filter((one) => !one.hidden).length);
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      for (const one of buttons) one.setAttribute("aria-pressed", String(one === button));
      show();
    });
  }
  wrong.addEventListener("change", show);
  show();
}
