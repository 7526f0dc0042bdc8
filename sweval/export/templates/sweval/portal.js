"use strict";
(() => {
  const table = document.getElementById("reports");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const form = document.querySelector(".filters");
  const find = document.getElementById("find");
  const grade = document.getElementById("grade");
  const shown = document.getElementById("shown");
  const filter = () => {
    const wanted = find.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      const text = (row.cells[0].textContent + row.cells[1].textContent).toLowerCase();
      row.hidden = !text.includes(wanted) || (grade.value !== "" && row.dataset.grade !== grade.value);
      count += !row.hidden;
    }
    shown.textContent = `显示 ${count} / ${rows.length}`;
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  find.addEventListener("input", filter);
  grade.addEventListener("change", filter);
  form.hidden = false;
  filter();
  for (const head of table.tHead.rows[0].cells) {
    if (!head.dataset.sort) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      const key = head.dataset.sort === "number"
        ? (row) => Number(row.cells[head.cellIndex].dataset.value ?? -1)
        : (row) => row.cells[head.cellIndex].textContent;
      const order = head.dataset.sort === "number"
        ? (a, b) => key(a) - key(b)
        : (a, b) => key(a).localeCompare(key(b), "zh-CN");
      const sorted = [...rows].sort((a, b) => (down ? -1 : 1) * order(a, b) || rows.indexOf(a) - rows.indexOf(b));
      body.append(...sorted);
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
    });
  }
})();
