// The screen of one table: moving, taking candidates, editing in place, sums that follow what is typed.
import { grouped, plain, typed } from "./amounts.js";
import { panel } from "./panel.js";

const given = JSON.parse(document.getElementById("data").textContent);
const words = given.words;
const neighbours = given.neighbours;
const csrf = document.querySelector('meta[name="csrf"]').content;
const grid = document.getElementById("grid");
const wrap = grid.parentElement;
const reason = document.getElementById("reason");
const help = document.getElementById("help");
let screen = given.screen;
let here = null; // the focused cell
let editor = null; // the input of the cell being edited
let shortcuts = localStorage.getItem("shortcuts") !== "off";
let working = false;
const pending = []; // what was asked for while the server was still answering: done in its turn, on what is there then

const line = () => (here && here.dataset.line ? screen.lines[here.dataset.line] : null);
const cellOf = (one) => document.getElementById(`c-${one.row}-${one.col}`);
const open = () => screen.items.map((id) => screen.lines[id]).filter((one) => !one.later);
const say = (text, alarm = false) => {
  document.getElementById("said").textContent = alarm ? "" : text;
  document.getElementById("alarm").textContent = alarm ? text : "";
};
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const stack = () => JSON.parse(sessionStorage.getItem("undo") ?? "[]");

function renderCell(cell) {
  const one = screen.lines[cell.dataset.line];
  if (!one) return;
  const value = one.text === "" ? one.raw : grouped(one.text);
  cell.replaceChildren();
  const mark = document.createElement("span");
  mark.className = `mark ${one.origin}`;
  mark.setAttribute("aria-hidden", "true");
  const hidden = document.createElement("span");
  hidden.className = "unseen";
  const notes = [words[`origin.${one.origin}`]];
  if (one.item) notes.push(one.later ? words["item.later"] : words.item);
  hidden.textContent = `, ${notes.join(", ")}`;
  cell.append(mark, document.createTextNode(value), hidden);
  cell.classList.toggle("item", one.item && !one.later);
  cell.classList.toggle("later", one.later);
}

function render() {
  for (const cell of grid.querySelectorAll("[data-line]")) if (cell !== here || !editor) renderCell(cell);
  document.getElementById("left").textContent = `${open().length} ${words["queue.left"]}`;
}

function refresh() {
  const one = line();
  const draft = editor && one ? typed(editor.value, one.scale ?? "1") : undefined;
  panel({ screen, words, here, one, draft, typing: Boolean(editor), take: (index) => act(() => take(index)), withdraw: (id) => act(() => withdraw(id)) });
}

function focus(cell, quietly = false) {
  if (!cell) return;
  if (editor && cell !== here) cancel();
  if (here) {
    here.tabIndex = -1;
    here.classList.remove("current");
    here.removeAttribute("aria-selected");
  }
  here = cell;
  here.tabIndex = 0;
  here.classList.add("current");
  here.setAttribute("aria-selected", "true");
  if (!quietly) here.focus({ preventScroll: true });
  if (wrap.scrollHeight > wrap.clientHeight) wrap.scrollTop = here.offsetTop - (wrap.clientHeight - here.offsetHeight) / 2;
  if (wrap.scrollWidth > wrap.clientWidth) wrap.scrollLeft = here.offsetLeft - (wrap.clientWidth - here.offsetWidth) / 2;
  refresh();
}

function position(cell) {
  return cell ? [Number(cell.dataset.row), Number(cell.dataset.col)] : [-1, -1];
}

function step(direction) {
  const [row, col] = position(here);
  const after = (one) => (one.row - row || one.col - col) * direction > 0;
  const list = open().filter(after);
  const found = direction > 0 ? list[0] : list.at(-1);
  if (found) return focus(cellOf(found));
  go(direction > 0 ? neighbours.next : neighbours.previous);
}

function onward() {
  const [row, col] = position(here);
  const left = open();
  const found = left.find((one) => (one.row - row || one.col - col) > 0) ?? left[0];
  if (found) focus(cellOf(found));
  else go(neighbours.next);
}

function go(table) {
  if (table) location.href = `/table/${table}`;
  else if (open().length === 0) location.href = "/";
  else say(words["said.last"]);
}

function move(rows, cols) {
  let [row, col] = position(here);
  for (let i = 0; i < 200; i += 1) {
    row += rows;
    col += cols;
    if (row < 0 || col < 0) return;
    const cell = document.getElementById(`c-${row}-${col}`);
    if (cell) return focus(cell);
  }
}

async function act(action) {
  pending.push(action);
  if (working) return;
  working = true;
  try {
    while (pending.length) await pending.shift()();
  } finally {
    working = false;
  }
}

async function post(path, body) {
  document.body.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
      body: JSON.stringify(body),
    });
    const answer = await response.json().catch(() => ({ message: response.statusText }));
    if (answer.screen) screen = answer.screen;
    if (!response.ok) {
      say(answer.message ?? response.statusText, true);
      render();
      refresh();
      return null;
    }
    return answer;
  } catch {
    say(words["said.offline"], true);
    return null;
  } finally {
    document.body.removeAttribute("aria-busy");
  }
}

async function decide(decisions, stay = false) {
  const answer = await post(`/api/table/${screen.table.id}/decide`, { decisions });
  if (!answer) return false;
  const taken = answer.taken.map((one) => one.id);
  sessionStorage.setItem("undo", JSON.stringify([...stack(), { table: screen.table.id, ids: taken }].slice(-200)));
  reason.value = "";
  close();
  const last = answer.taken.at(-1);
  const what = last ? `${words[`verdict.${last.verdict}`]} ${last.value ?? ""}` : "";
  say(fill(words["said.saved"], { what: answer.taken.length > 1 ? `${what} (${answer.taken.length})` : what }));
  render();
  if (stay) refresh();
  else onward();
  return true;
}

const wish = (one, verdict, value) => ({ line: one.id, etag: one.etag, verdict, value, reason: reason.value });

function verdict(name) {
  const one = line();
  if (!one) return say(words["fault.no_line"], true);
  return decide([wish(one, name)]);
}

// Sent back: the server has the cell read again; what that finds is offered at once, else the next amount is looked at.
async function reject() {
  const one = line();
  if (!one) return say(words["fault.no_line"], true);
  if (!(await decide([wish(one, "reject")], true))) return;
  const found = line().candidates.filter((candidate) => candidate.again);
  if (!found.length) return onward();
  say(fill(words["said.again"], { texts: found.map((candidate) => grouped(candidate.text)).join(", ") }));
}

function take(index) {
  const one = line();
  const candidate = one?.candidates[index];
  if (!candidate) return;
  return decide([candidate.published ? wish(one, "accept") : wish(one, "override", candidate.text)]);
}

async function acceptTable() {
  const all = open();
  const ready = all.filter((one) => one.text !== "");
  if (ready.length && !(await decide(ready.map((one) => wish(one, "accept")), true))) return;
  const left = open();
  if (left.length) {
    focus(cellOf(left[0]));
    say(fill(words["said.left"], { count: left.length }), true);
  } else go(neighbours.next);
}

async function undo() {
  const all = stack();
  const last = all.pop();
  if (!last) return say(words["said.nothing_to_undo"]);
  for (const id of last.ids.toReversed()) {
    if (!(await post(`/api/table/${last.table}/undo`, { id }))) return;
  }
  sessionStorage.setItem("undo", JSON.stringify(all));
  if (last.table !== screen.table.id) return go(last.table);
  say(words["said.undone"]);
  render();
  refresh();
}

async function withdraw(id) {
  if (!(await post(`/api/table/${screen.table.id}/undo`, { id }))) return;
  say(words["said.undone"]);
  render();
  refresh();
  here.focus({ preventScroll: true });
}

function edit(start) {
  const one = line();
  if (!one) return say(words["fault.no_line"], true);
  if (!one.scale) return say(words["fault.no_unit"], true);
  close();
  editor = document.createElement("input");
  editor.type = "text";
  editor.inputMode = "decimal";
  editor.autocomplete = "off";
  editor.className = "editor";
  editor.setAttribute("aria-label", fill(words["edit.label"], { unit: one.unit }));
  editor.value = start ?? (one.text || one.raw);
  here.replaceChildren(editor);
  editor.addEventListener("input", refresh);
  editor.focus();
  if (start === undefined) editor.select();
  document.getElementById("editing").hidden = false;
  refresh();
}

function close() {
  if (!editor) return;
  editor = null;
  document.getElementById("editing").hidden = true;
  renderCell(here);
}

function cancel() {
  close();
  here.focus({ preventScroll: true });
  refresh();
}

function save() {
  const one = line();
  const text = plain(editor.value);
  if (typed(text, one.scale) === null) {
    editor.setAttribute("aria-invalid", "true");
    return say(fill(words["fault.no_number"], { detail: editor.value }), true);
  }
  const same = one.candidates.find((c) => c.published && typed(c.text, one.scale) === typed(text, one.scale));
  return decide([same ? wish(one, "accept") : wish(one, "override", text)]);
}

const actions = {
  next: () => step(1),
  previous: () => step(-1),
  edit: () => edit(),
  accept: acceptTable,
  unsure: () => verdict("unsure"),
  blank: () => verdict("blank"),
  reject,
  undo,
  open: () => {
    const page = line()?.page ?? screen.pages[0]?.page ?? 1;
    if (screen.pages.length) window.open(`/pdf/${screen.table.document}#page=${page}`, "_blank", "noopener");
    else say(words["page.missing"], true);
  },
  help: () => help.showModal(),
};
const keys = { n: "next", p: "previous", e: "edit", a: "accept", u: "unsure", b: "blank", r: "reject", z: "undo", o: "open", "?": "help" };
const NUMERIC = /^[0-9.\-−]$/;
const arrows = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function press(key, inGrid) {
  if (editor && key === "Enter") return save();
  if (editor && key === "Escape") return cancel();
  if (editor && NUMERIC.test(key)) {
    editor.value += key; // typed before the editor had opened
    return refresh();
  }
  if (inGrid && arrows[key]) return move(...arrows[key]);
  if (inGrid && (key === "Enter" || key === "F2")) return edit();
  if (keys[key]) return actions[keys[key]]();
  if (/^[1-5]$/.test(key) && line()?.candidates.length >= Number(key)) return take(Number(key) - 1);
  return edit(key);
}

document.addEventListener("keydown", (event) => {
  const { key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
  if (event.target === editor) {
    if (key !== "Enter" && key !== "Escape") return;
  } else {
    if (event.target.closest("input, textarea")) return;
    const inGrid = grid.contains(event.target);
    const known = (inGrid && (arrows[key] || key === "Enter" || key === "F2")) || (shortcuts && (keys[key] || NUMERIC.test(key)));
    if (!known) return;
  }
  event.preventDefault();
  const inGrid = grid.contains(event.target);
  act(() => press(key, inGrid));
});

grid.addEventListener("click", (event) => {
  const cell = event.target.closest("td");
  if (cell && event.target !== editor) focus(cell);
});
grid.addEventListener("dblclick", (event) => event.target.closest("[data-line]") && edit());
grid.addEventListener("focusin", (event) => {
  const cell = event.target.closest("td");
  if (cell && cell !== here) focus(cell);
});
for (const button of document.querySelectorAll("[data-action]")) {
  button.addEventListener("click", () => act(actions[button.dataset.action]));
}
document.getElementById("save").addEventListener("click", () => act(save));
document.getElementById("cancel").addEventListener("click", () => act(cancel));
document.getElementById("close-help").addEventListener("click", () => help.close());
const toggle = document.getElementById("shortcuts");
const showToggle = () => {
  toggle.setAttribute("aria-pressed", String(shortcuts));
  toggle.textContent = shortcuts ? words["keys.on"] : words["keys.off"];
};
toggle.addEventListener("click", () => {
  shortcuts = !shortcuts;
  localStorage.setItem("shortcuts", shortcuts ? "on" : "off");
  showToggle();
});

showToggle();
render();
const first = open()[0] ?? Object.values(screen.lines)[0];
focus(first ? cellOf(first) : grid.querySelector("td"));
