"use strict";
// The map of a story: moves and enlarges the drawing, finds scenes, and opens what is written in one.
const drawing = document.querySelector("main svg");
const reader = document.querySelector("aside");
const field = document.querySelector("input");
const count = document.querySelector("output");
const nodes = [...document.querySelectorAll(".node")];
const ways = [...document.querySelectorAll(".way")];
const whole = drawing.viewBox.baseVal;
const start = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };

function scale() { return Math.max(whole.width / drawing.clientWidth, whole.height / drawing.clientHeight); }

function zoom(by, x, y) {
  const width = Math.min(start.width * 1.5, Math.max(300, whole.width * by));
  const ratio = width / whole.width;
  whole.x = x - (x - whole.x) * ratio;
  whole.y = y - (y - whole.y) * ratio;
  whole.width *= ratio;
  whole.height *= ratio;
}

function move(x, y) { whole.x += x; whole.y += y; }

function pointAt(event) {
  const box = drawing.getBoundingClientRect();
  return [whole.x + whole.width / 2 + (event.clientX - box.left - box.width / 2) * scale(),
    whole.y + whole.height / 2 + (event.clientY - box.top - box.height / 2) * scale()];
}

function middle() { return [whole.x + whole.width / 2, whole.y + whole.height / 2]; }

function show(node) {
  const box = node.getBBox();
  if (whole.width > 2600) {
    const ratio = 1600 / whole.width;
    whole.width *= ratio;
    whole.height *= ratio;
  }
  whole.x = box.x + box.width / 2 - whole.width / 2;
  whole.y = box.y + box.height / 2 - whole.height / 2;
}

function mark(node) {
  const number = node ? node.dataset.node : null;
  for (const one of nodes) one.classList.toggle("chosen", one === node);
  for (const way of ways) way.classList.toggle("lit", number !== null && (way.dataset.from === number || way.dataset.to === number));
}

function open(node) {
  mark(node);
  for (const one of reader.querySelectorAll("[data-scene]")) one.hidden = one.dataset.scene !== node.dataset.node;
  reader.hidden = false;
  reader.scrollTop = 0;
  history.replaceState(null, "", "#" + node.id);
}

function close() { reader.hidden = true; mark(null); }

let found = [];
let at = -1;
function look() {
  const words = field.value.trim().toLowerCase();
  found = words ? nodes.filter((node) => node.querySelector("title").textContent.toLowerCase().includes(words)
    || (document.querySelector('[data-scene="' + node.dataset.node + '"]') || node).textContent.toLowerCase().includes(words)) : [];
  at = -1;
  for (const node of nodes) node.classList.toggle("found", found.includes(node));
  count.textContent = words ? found.length + (found.length === 1 ? " scene" : " scenes") : "";
}

field.addEventListener("input", look);
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !found.length) return;
  at = (at + (event.shiftKey ? found.length - 1 : 1)) % found.length;
  show(found[at]);
  open(found[at]);
});

drawing.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, ...pointAt(event));
}, { passive: false });

let held = null;
let moved = false;
drawing.addEventListener("pointerdown", (event) => { held = [event.clientX, event.clientY]; moved = false; });
addEventListener("pointermove", (event) => {
  if (!held) return;
  const [x, y] = [held[0] - event.clientX, held[1] - event.clientY];
  if (!moved && Math.abs(x) + Math.abs(y) < 4) return;
  moved = true;
  move(x * scale(), y * scale());
  held = [event.clientX, event.clientY];
});
addEventListener("pointerup", () => { held = null; });

for (const node of nodes) {
  node.setAttribute("tabindex", "0");
  node.setAttribute("role", "button");
  node.addEventListener("click", () => { if (!moved) open(node); });
  node.addEventListener("focus", () => mark(node));
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(node); open(node); }
  });
}

addEventListener("keydown", (event) => {
  if (event.target === field && event.key !== "Escape") return;
  const step = whole.width / 10;
  const keys = {
    ArrowLeft: () => move(-step, 0), ArrowRight: () => move(step, 0), ArrowUp: () => move(0, -step), ArrowDown: () => move(0, step),
    "+": () => zoom(0.8, ...middle()), "=": () => zoom(0.8, ...middle()), "-": () => zoom(1.25, ...middle()),
    0: () => Object.assign(whole, start), "/": () => field.focus(), Escape: () => { close(); drawing.focus(); },
  };
  if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  keys[event.key]();
});

for (const [name, what] of [["in", () => zoom(0.8, ...middle())], ["out", () => zoom(1.25, ...middle())], ["all", () => Object.assign(whole, start)], ["close", close]]) {
  document.getElementById(name).addEventListener("click", what);
}
for (const link of reader.querySelectorAll("a[data-to]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const node = document.getElementById("n" + link.dataset.to);
    show(node);
    open(node);
  });
}
const asked = document.getElementById(location.hash.slice(1));
if (asked && nodes.includes(asked)) { show(asked); open(asked); }
