
"use strict";
// Sort and filter the overview; open everything for print. The page is whole without this script.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const key = (row, column) => row.cells[column].textContent.trim();
  Array.from(table.tHead.rows[0].cells).forEach((head, column, heads) => {
    if (column === 1) return;  // the bars
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending" && column > 0;
      const up = column === 0 && head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      const sorted = Array.from(body.rows).sort((a, b) =>
        column ? (down ? -1 : 1) * (Number(key(a, column)) - Number(key(b, column)))
               : up * key(a, 0).localeCompare(key(b, 0)));
      body.append(...sorted);
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", (column ? down : up < 0) ? "descending" : "ascending");
    });
  });
  const search = document.createElement("input");
  search.type = "search";
  search.placeholder = "Filter articles";
  search.setAttribute("aria-label", "Filter articles");
  search.addEventListener("input", () => {
    const wanted = search.value.toLowerCase();
    for (const row of body.rows) row.hidden = !key(row, 0).toLowerCase().includes(wanted);
  });
  table.parentElement.before(search);
}
const open = new Set();
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not([open])")) { open.add(details); details.open = true; }
});
addEventListener("afterprint", () => {
  for (const details of open) details.open = false;
  open.clear();
});
// A link to a quote inside a closed list, or to a card: open it.
const show = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = target && target.classList.contains("card") && target.querySelector("details");
  if (details) details.open = true;
};
addEventListener("hashchange", show);
show();
