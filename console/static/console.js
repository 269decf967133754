// The console's own script: keys, quick decisions, and the count of new hits. No other file is loaded.
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const token = () => document.body.dataset.token || "";
const OUTCOMES = ["confirmed", "authorised", "lawful use", "not ours", "duplicate", "needs information"];

function say(words) {
  const toast = $("#toast");
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.hidden = true; }, 4000);
}

// -- inbox ----------------------------------------------------------------------------------------

const rows = () => all(".row");
const current = () => $('.row[aria-current="true"]');

function choose(row) {
  if (!row) return;
  for (const other of rows()) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const list = rows();
  const at = list.indexOf(current());
  choose(list[Math.min(list.length - 1, Math.max(0, at + by))] || list[0]);
}

async function decide(row, outcome) {
  const answer = await fetch(`/hits/${row.dataset.hit}/decide`, {
    method: "POST",
    headers: { "x-token": token(), accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ outcome }),
  });
  if (!answer.ok) { say("That was not saved. Load the page again and repeat it."); return; }
  const { status } = await answer.json();
  const tag = $("[data-status]", row);
  tag.textContent = status;
  tag.className = "tag info";
  row.classList.add("done");
  say(`Decided: ${status}`);
}

function inboxKey(key) {
  const row = current();
  if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (key === "x" && row) $("input[type=checkbox]", row)?.click();
  else if (key === "Enter" && row) $("h3 a", row).click();
  else if (OUTCOMES[key - 1] && row) { decide(row, OUTCOMES[key - 1]); step(1); }
  else return false;
  return true;
}

function bulk() {
  const boxes = all('input[name="hit"]');
  const shown = () => {
    const count = boxes.filter((box) => box.checked).length;
    $("#ticked").textContent = count ? `${count} ticked` : "";
  };
  $("#all").addEventListener("change", (event) => {
    for (const box of boxes) box.checked = event.target.checked;
    shown();
  });
  for (const box of boxes) box.addEventListener("change", shown);
}

// -- hit page -------------------------------------------------------------------------------------

function hitKey(key) {
  if (key === "j") $("a[rel=next]")?.click();
  else if (key === "k") $("a[rel=prev]")?.click();
  else if (OUTCOMES[key - 1]) {
    const radio = $(`.decide input[value="${OUTCOMES[key - 1]}"]`);
    radio.checked = true;
    if (OUTCOMES[key - 1] === "authorised" && $(".remember input")) $(".remember input").focus();
    else radio.form.requestSubmit();
  } else return false;
  return true;
}

function scrollTogether() {
  const [ours, theirs] = all(".sides .text");
  if (!theirs) return;
  let leader = null;
  const follow = (from, to) => {
    if (leader && leader !== from) return;
    leader = from;
    const room = from.scrollHeight - from.clientHeight;
    to.scrollTop = room ? (from.scrollTop / room) * (to.scrollHeight - to.clientHeight) : 0;
    clearTimeout(follow.timer);
    follow.timer = setTimeout(() => { leader = null; }, 120);
  };
  ours.addEventListener("scroll", () => follow(ours, theirs));
  theirs.addEventListener("scroll", () => follow(theirs, ours));
}

// -- everywhere -----------------------------------------------------------------------------------

function busy(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
}

function keys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || busy(event.target)) return;
  if (event.key === "Enter" && event.target.closest("a, button, input")) return;
  if (event.key === "/" && $("#search")) { $("#search").focus(); event.preventDefault(); return; }
  const handle = $(".rows") ? inboxKey : $(".decide") ? hitKey : null;
  if (handle && handle(event.key)) event.preventDefault();
}

async function pulse() {
  const { seq, at } = document.body.dataset;
  if (!seq || document.hidden) return;
  let news;
  try {
    const answer = await fetch(`/pulse?seq=${seq}&at=${encodeURIComponent(at)}`);
    if (!answer.ok) return;
    news = await answer.json();
  } catch { return; } // the server is away; the next pulse tries again
  const badge = $("#news");
  badge.hidden = !news.fresh;
  badge.textContent = news.fresh ? `${news.fresh}${news.more ? "+" : ""} new` : "";
  document.title = document.title.replace(/^\(\d+\+?\) /, "");
  if (news.fresh) document.title = `(${news.fresh}${news.more ? "+" : ""}) ${document.title}`;
}

function start() {
  document.addEventListener("keydown", keys);
  if ($("#all")) bulk();
  if (matchMedia("(max-width: 1180px)").matches) $("[data-facets]")?.removeAttribute("open");
  scrollTogether();
  $("form[data-at-once]")?.requestSubmit();
  $("#suspect")?.addEventListener("submit", () => {
    const button = $("#suspect button");
    button.disabled = true;
    button.textContent = "Comparing…";
  });
  const seconds = Number(document.body.dataset.pulse || 15);
  setInterval(pulse, seconds * 1000);
}

start();
