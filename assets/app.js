// Everything here improves pages that already work without it.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
  createAll,
} from "govuk-frontend";
import { Alert } from "@ministryofjustice/frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

const components = [
  Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, PasswordInput, Radios,
  ServiceNavigation, SkipLink, Tabs, Alert,
];

function start(scope) {
  for (const component of components) {
    createAll(component, undefined, { scope, onError: () => {} });
  }
}

start(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) start(event.target);
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const button of document.querySelectorAll("[data-back]")) {
  button.hidden = history.length < 2;
  button.addEventListener("click", () => history.back());
}
for (const box of document.querySelectorAll("[data-select-all]")) {
  box.closest(".hp-select-all")?.removeAttribute("hidden");
  box.addEventListener("change", () => {
    for (const other of document.querySelectorAll(`input[name="${box.dataset.selectAll}"]`)) {
      other.checked = box.checked;
    }
  });
}

// A photo on a slow line takes minutes in which nothing seems to happen.
for (const said of document.querySelectorAll("[data-sending]")) {
  const form = said.closest("form");
  form.addEventListener("submit", () => {
    const files = form.querySelector("input[type=file]")?.files;
    if (files?.length) said.textContent = said.dataset.sending;
  });
  window.addEventListener("pageshow", () => { said.textContent = ""; });
}

// Another language is another page: what was typed into this one does not come along.
function isTyped(field) {
  if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
  return field.type !== "hidden" && field.value !== field.defaultValue;
}
for (const languages of document.querySelectorAll("[data-unsent]")) {
  languages.addEventListener("submit", (event) => {
    const typed = document.querySelector(".govuk-error-summary")
      || [...document.querySelectorAll("main input, main textarea")].some(isTyped);
    if (typed && !window.confirm(languages.dataset.unsent)) event.preventDefault();
  });
}

for (const box of document.querySelectorAll("[data-find-in]")) {
  box.closest(".hp-some__find").hidden = false;
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase();
    for (const item of document.querySelectorAll(`#${box.dataset.findIn} :is(.govuk-checkboxes__item, .govuk-radios__item)`)) {
      item.hidden = !item.textContent.toLowerCase().includes(wanted);
    }
  });
}

// What belongs to one answer is shown, and sent, while that answer is chosen.
for (const part of document.querySelectorAll("[data-when]")) {
  const [name, ...values] = part.dataset.when.split(" ");
  const choices = document.querySelectorAll(`input[name="${CSS.escape(name)}"]`);
  const follow = () => {
    const chosen = [...choices].some((one) => one.checked && values.includes(one.value));
    part.hidden = !chosen;
    for (const field of part.querySelectorAll("input, textarea")) field.disabled = !chosen;
  };
  for (const one of choices) one.addEventListener("change", follow);
  if (choices.length) follow();
}

for (const menu of document.querySelectorAll(".hp-user")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
