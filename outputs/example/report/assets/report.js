// The window on an amount: its place on the page, how it was read, the sums it stands in. Without this script the
// tables, the sums that fail and the repairs are all still there. Text is only ever set as text, never as markup.
"use strict";
(() => {
  const filter = document.getElementById("filter");
  if (filter) {
    const rows = [...document.querySelectorAll("#list tbody tr")];
    const shown = document.getElementById("shown");
    filter.addEventListener("input", () => {
      const wanted = filter.value.trim().toLowerCase();
      let count = 0;
      for (const row of rows) {
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
        count += !row.hidden;
      }
      shown.textContent = `${count} / ${rows.length}`;
    });
  }

  // Pictures in the page itself are scrolled so that the box is in the middle.
  const centre = (view, x, y) => {
    view.scrollLeft = Math.max(0, x - view.clientWidth / 2);
    view.scrollTop = Math.max(0, y - view.clientHeight / 2);
  };
  for (const inner of document.querySelectorAll(".crop > [data-x]")) {
    const box = inner.querySelector("i");
    centre(inner.parentElement, Number(inner.dataset.x) + box.offsetWidth / 2, Number(inner.dataset.y) + box.offsetHeight / 2);
  }

  const source = document.getElementById("evidence");
  if (!source) return;
  const evidence = JSON.parse(source.textContent);
  const panel = document.getElementById("window");
  let opener = null;

  const WORDS = {
    reported: "原样 as printed", derived: "◆ 推算 derived from sums", repaired: "▲ 修复 repaired reading",
    corrected: "■ 人工更正 corrected by a person", illegible: "✕ 无法辨认 illegible", doubtful: "? 存疑 reading in doubt",
    confirmed: "勾稽相符 confirmed", unchecked: "未能校验 unchecked", contradicted: "≠ 勾稽不符 contradicted",
    pass: "相符 pass", pass_rounding: "舍入内相符 pass within rounding", fail: "不符 fail", not_evaluable: "无法计算 not evaluable",
    text_layer: "文字层 text layer", ocr: "图像识别 read from pixels", manual: "转录 transcribed", derived_method: "推算 derived",
  };
  const word = (key) => WORDS[key] || key;
  const make = (tag, text, className) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  const picture = (line) => {
    if (line.i === null || !line.b) return make("p", "无页面图 no picture of the page", "small");
    const [file, width, height, x0, y0, scale] = evidence.pictures[line.i];
    const view = make("div", undefined, "crop");
    view.tabIndex = 0;
    view.setAttribute("role", "img");
    view.setAttribute("aria-label", `原文第${line.p}页 page ${line.p}: ${line.r || ""}`);
    const inner = make("div");
    inner.style.width = `${width}px`;
    inner.style.height = `${height}px`;
    const image = make("img");
    image.width = width;
    image.height = height;
    image.alt = "";
    image.src = file;
    const box = make("i");
    const [bx0, by0, bx1, by1] = line.b;
    const left = (bx0 - x0) * scale, top = (by0 - y0) * scale;
    Object.assign(box.style, { left: `${left}px`, top: `${top}px`, width: `${(bx1 - bx0) * scale}px`, height: `${(by1 - by0) * scale}px` });
    inner.append(image, box);
    view.append(inner);
    requestAnimationFrame(() => centre(view, left + ((bx1 - bx0) * scale) / 2, top + ((by1 - by0) * scale) / 2));
    return view;
  };

  const sum = (check, own) => {
    const [rule, status, description, ids, independent, difference] = check;
    const block = make("details", undefined, `s-${status}`);
    block.append(make("summary", `${word(status)} · ${rule} · ${description}`));
    const list = make("ol");
    ids.forEach((id, n) => {
      const line = evidence.lines[id], other = evidence.spoken[id];
      const item = make("li", undefined, n === 0 ? "whole" : "");
      const label = line ? line.l || id : other ? other.l : "（空白 blank）";
      const name = line && id !== own ? make("a", label) : make("span", label);
      if (line && id !== own) name.href = `#${id}`;
      if (id === own) name.className = "own";
      item.append(name, make("b", line && line.v !== undefined ? line.v : other ? other.v : "—"));
      list.append(item);
    });
    block.append(list);
    if (difference) block.append(make("p", `差额 difference ${difference}`, "small"));
    if (!independent) block.append(make("p", "已用于修复，不作佐证 used by a repair, no witness", "small"));
    if (status === "fail") block.open = true;
    return block;
  };

  const close = () => {
    panel.hidden = true;
    document.body.classList.remove("reading");
    document.querySelectorAll(".chosen").forEach((cell) => cell.classList.remove("chosen"));
    if (opener) opener.focus({ preventScroll: true });
    opener = null;
  };

  const show = (asked, from) => {
    const target = document.getElementById(asked);
    // A cell from which a budget line was read has more to tell as that line.
    const holder = target && target.closest("td, th");
    const id = holder && Object.hasOwn(evidence.lines, holder.id) ? holder.id : asked;
    const line = evidence.lines[id];
    if (!line) return;
    document.querySelectorAll(".chosen").forEach((cell) => cell.classList.remove("chosen"));
    const cell = holder;
    if (cell) cell.classList.add("chosen");
    opener = from || (cell && cell.querySelector("button"));
    panel.replaceChildren();
    const head = make("div", undefined, "window-head");
    const title = make("h2", line.l || id);
    title.id = "window-title";
    const button = make("button", "关闭 Close", "close");
    button.type = "button";
    button.addEventListener("click", close);
    head.append(title, button);
    const facts = make("dl");
    const fact = (name, value) => {
      if (value === null || value === undefined || value === "") return;
      const row = make("div");
      row.append(make("dt", name), make("dd", String(value)));
      facts.append(row);
    };
    if (line.v !== undefined) fact("公布 published", `${line.v} 元`);
    fact("读作 read as", line.r || "—");
    fact("栏目 column", line.c);
    fact("表 table", evidence.tables[line.t]);
    fact("页 page", line.p || "—");
    fact("来源 origin", word(line.o));
    fact("读法 method", word(line.x));
    fact("置信度 confidence", line.k);
    fact("标记 flags", line.f.join("，"));
    if (line.q) fact("勾稽 reconciliation", word(line.q));
    panel.append(head, picture(line), facts);
    if (line.h.length) {
      panel.append(make("h3", `校验 Checks ${line.h.length}`));
      const order = { fail: 0, not_evaluable: 1, pass_rounding: 2, pass: 3 };
      [...line.h].map((n) => evidence.checks[n]).sort((a, b) => order[a[1]] - order[b[1]]).forEach((c) => panel.append(sum(c, id)));
    }
    const link = make("a", `#${id}`, "permalink");
    link.href = `#${id}`;
    panel.append(link);
    panel.hidden = false;
    panel.scrollTop = 0;
    // Wide windows make room beside the window on the amount; the amount stays in sight.
    document.body.classList.add("reading");
    if (cell) cell.scrollIntoView({ block: innerWidth < 768 ? "start" : "nearest", inline: "nearest", behavior: "instant" });
    button.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".grid button");
    if (!button) return;
    const id = button.parentElement.id;
    history.replaceState(null, "", `#${id}`);
    show(id, button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) close();
  });
  const follow = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!Object.hasOwn(evidence.lines, id)) return;
    const target = document.getElementById(id);
    show(id, null);
    if (target) target.scrollIntoView({ block: innerWidth < 768 ? "start" : "center", inline: "center", behavior: "instant" });
  };
  addEventListener("hashchange", follow);
  follow();
})();
