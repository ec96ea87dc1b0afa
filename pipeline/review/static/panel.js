// What is told about the focused cell: its picture, why it is here, what it could be, the sums it stands in.
import { grouped, residual, within, yuan, cents } from "./amounts.js";

const $ = (id) => document.getElementById(id);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** Draws everything about a cell. `draft`: cents typed so far, null where they are no number, undefined when nothing is typed. */
export function panel({ screen, words, here, one, draft, typing, take, withdraw }) {
  const about = one ? `${one.label}` : here.textContent.trim();
  $("cell-name").textContent = about || words.cell;
  pictures(screen, words, one, about);
  $("why").replaceChildren(...why(one, words));
  $("decided").replaceChildren(...(one?.decided ?? []).map((d) => decided(d, words, withdraw)));
  const list = typing ? [] : (one?.candidates ?? []);
  $("candidates").replaceChildren(...list.map((candidate, index) => choice(candidate, index, words, take)));
  $("no-candidates").hidden = !one || typing || list.length > 0;
  const sums = (one?.sums ?? []).map((id) => screen.sums[id]);
  const replaced = new Map(one && draft !== undefined ? [[one.id, draft]] : []);
  const drawn = ["row", "column", "other"].flatMap((direction) =>
    sums.filter((sum) => sum.direction === direction).map((sum) => told(sum, one, replaced, words)),
  );
  $("sums").replaceChildren(...(drawn.length ? drawn : [element("p", words["sums.none"], "quiet")]));
}

function why(one, words) {
  if (!one) return [];
  const reading = one.raw ? [element("p", `${words.reading} ${one.raw} · ${words[`origin.${one.origin}`]}`, "quiet")] : [];
  const reasons = one.why.length ? one.why.map((text) => element("p", text)) : [element("p", words["why.none"], "quiet")];
  return [...reasons, ...reading];
}

function decided(decision, words, withdraw) {
  const value = decision.value === null ? "" : ` ${grouped(decision.value)}`;
  const said = decision.reason ? ` · ${decision.reason}` : "";
  const text = `✓ ${decision.reviewer}: ${words[`verdict.${decision.verdict}`]}${value} · ${decision.time}${said}`;
  const told = element("p", `${text} `, "decided");
  const button = element("button", words["action.undo"]);
  button.type = "button";
  button.addEventListener("click", () => withdraw(decision.id));
  told.append(button);
  return told;
}

function choice(candidate, index, words, take) {
  const item = element("li");
  const button = element("button");
  button.type = "button";
  button.append(element("kbd", String(index + 1)), element("b", grouped(candidate.text)));
  const holds = candidate.of ? fill(words["candidates.holds"], candidate) : "";
  button.append(element("small", [candidate.sources.join(", "), holds].filter(Boolean).join(" · ")));
  button.addEventListener("click", () => take(index));
  item.append(button);
  return item;
}

function told(sum, one, replaced, words) {
  const box = element("div", undefined, "sum");
  const left = residual(sum, replaced);
  const fine = left !== null && within(sum, left);
  const state = left === null ? words["residual.unknown"] : `${fine ? words.holds : words.fails}, ${words.residual} ${yuan(left)}`;
  const head = element("p", `${words[`sums.${sum.direction}`]} · ${sum.name}: `);
  const verdict = element("strong", `${left === null ? "? " : fine ? "✓ " : "✗ "}${state}`, left === null ? "unknown" : fine ? "fine" : "off");
  head.append(verdict);
  const terms = element("p", undefined, "terms");
  sum.terms.forEach((term, index) => {
    const known = replaced.has(term.id) ? replaced.get(term.id) : term.cny === null ? null : cents(term.cny);
    const sign = index === 0 ? "" : index === 1 ? " = " : (term.weight ?? 1) < 0 ? " − " : " + ";
    const text = `${term.about} ${known === null ? "?" : yuan(known)}`;
    terms.append(sign, element(one && term.id === one.id ? "mark" : "span", text));
  });
  if (sum.blank) terms.append(` (${fill(words["sums.blank"], { count: sum.blank })})`);
  box.append(head, terms);
  return box;
}

function pictures(screen, words, one, about) {
  if (!screen.pages.length) return;
  const part = screen.pages.find((page) => page.page === one?.page) ?? screen.pages[0];
  const source = `/page/${screen.table.document}/${part.page}.png?dpi=144&box=${part.box.join(",")}`;
  const page = $("page");
  if (page.getAttribute("src") !== source) page.src = source;
  page.alt = fill(words["page.of"], { page: part.page });
  $("page-about").textContent = page.alt;
  const mark = $("here");
  mark.hidden = !one?.box;
  $("zoom").hidden = !one?.box;
  $("zoom-about").textContent = one?.box ? fill(words["zoom.of"], { about }) : "";
  if (!one?.box) return;
  const [x0, y0, x1, y1] = part.box;
  const [left, top, right, bottom] = one.box;
  const percent = (value, from, to) => `${((value - from) / (to - from)) * 100}%`;
  Object.assign(mark.style, {
    left: percent(left, x0, x1),
    top: percent(top, y0, y1),
    width: percent(right - left, 0, x1 - x0),
    height: percent(bottom - top, 0, y1 - y0),
  });
  $("zoom").src = `/page/${screen.table.document}/${part.page}.png?dpi=288&margin=8&box=${one.box.join(",")}`;
  $("zoom").alt = fill(words["zoom.of"], { about });
  const frame = $("frame");
  const show = () => {
    frame.scrollTop = mark.offsetTop - frame.clientHeight / 2;
    frame.scrollLeft = mark.offsetLeft - frame.clientWidth / 2;
  };
  if (page.complete) show();
  else page.addEventListener("load", show, { once: true });
}
