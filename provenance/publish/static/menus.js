/* Small repairs of every page. Close every open menu that a click falls outside of. */
document.addEventListener("click", (event) => {
  const within = event.target.closest("details");
  for (const menu of document.querySelectorAll("details.nav-menu[open], details.actions-menu-links[open]")) {
    if (menu !== within) menu.open = false;
  }
});

/* Datasette's editor for SQL puts a field without a name before the one that has it. */
addEventListener("load", () => {
  document.querySelector(".CodeMirror textarea")?.setAttribute("aria-label", "SQL");
});
