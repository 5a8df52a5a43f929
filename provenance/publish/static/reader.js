/* The reader page. Without this file it is complete: every highlight is a link to its claim's card, and all cards are
   shown. With it, one card is shown at a time, in a panel beside the text (a sheet at the bottom of a phone), and the
   legend filters. Nothing here makes HTML from text, and no offset is counted: the server has cut the text. */
(() => {
  "use strict";
  const text = document.getElementById("text");
  const panel = document.getElementById("panel");
  if (!text || !panel) return;
  document.documentElement.classList.add("js");

  const cards = new Map([...panel.querySelectorAll(".card")].map((card) => [card.dataset.claim, card]));
  const pieces = new Map([...cards.keys()].map((claim) => [claim, []]));
  for (const piece of text.querySelectorAll(".seg")) {
    for (const claim of piece.dataset.claims.split(" ")) pieces.get(claim).push(piece);
  }
  const bar = panel.querySelector(".panel-bar");
  const wide = matchMedia("(min-width: 60rem)");
  let pinned = null;
  let shown = null;

  /* Show one claim's card and light up its evidence; null shows the hint. */
  function show(claim) {
    if (claim === shown) return;
    if (shown) {
      cards.get(shown).classList.remove("open");
      for (const piece of pieces.get(shown)) piece.classList.remove("lit");
    }
    shown = claim;
    panel.classList.toggle("open", Boolean(claim));
    bar.hidden = !claim;
    if (!claim) return;
    cards.get(claim).classList.add("open");
    panel.scrollTop = 0;
    for (const piece of pieces.get(claim)) piece.classList.add("lit");
  }

  /* Keep a claim open and put it into the address, so that the page can be sent to somebody. */
  function pin(claim) {
    pinned = claim;
    show(claim);
    const bare = location.pathname + location.search;
    history.replaceState(null, "", claim ? `${bare}#${cards.get(claim).id}` : bare);
  }

  const anchorOf = (claim) => pieces.get(claim).find((piece) => piece.matches("a")) || pieces.get(claim)[0];
  /* A phone's sheet covers the lower half, so there a passage is brought to the upper one. */
  const reveal = (piece) => piece?.scrollIntoView({ block: wide.matches ? "center" : "start" });
  const pieceOf = (event) => event.target.closest?.(".seg");

  /* A piece can be evidence for several claims: it stands for the first one that the legend lets through. */
  const pressed = new Set();
  const passes = (claim) => pressed.size === 0 || pressed.has(cards.get(claim).dataset.group);
  const claimOf = (piece) => piece.dataset.claims.split(" ").find(passes);

  text.addEventListener("click", (event) => {
    const piece = pieceOf(event);
    if (!piece) return;
    event.preventDefault();
    const claim = claimOf(piece);
    if (!claim) return;
    pin(claim);
    if (!wide.matches && piece.getBoundingClientRect().bottom > innerHeight * 0.4) reveal(piece);
    /* A keyboard's Enter comes without coordinates: go on reading in the card. */
    if (event.detail === 0) cards.get(claim).focus({ preventScroll: true });
  });
  text.addEventListener("focusin", (event) => {
    const piece = pieceOf(event);
    if (piece && wide.matches) show(claimOf(piece) || pinned);
  });
  if (matchMedia("(hover: hover)").matches) {
    text.addEventListener("pointerover", (event) => {
      const piece = pieceOf(event);
      if (wide.matches) show((piece && claimOf(piece)) || pinned);
    });
    text.addEventListener("pointerleave", () => wide.matches && show(pinned));
  }
  bar.querySelector(".close").addEventListener("click", dismiss);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) dismiss();
  });

  function dismiss() {
    const anchor = shown && anchorOf(shown);
    const inside = panel.contains(document.activeElement);
    pin(null);
    if (inside) anchor?.focus({ preventScroll: !wide.matches });
    show(null);
  }

  /* "In the text" leads back to the passage. */
  panel.addEventListener("click", (event) => {
    if (!event.target.closest(".back")) return;
    event.preventDefault();
    const anchor = anchorOf(shown);
    reveal(anchor);
    anchor.focus({ preventScroll: true });
  });

  /* The legend's links become buttons that show only the kinds of source that are pressed. */
  for (const link of document.querySelectorAll("#legend a")) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.group = link.dataset.group;
    button.setAttribute("aria-pressed", "false");
    button.append(...link.childNodes);
    button.addEventListener("click", () => {
      const on = !pressed.delete(link.dataset.group);
      if (on) pressed.add(link.dataset.group);
      button.setAttribute("aria-pressed", String(on));
      filter();
    });
    link.replaceWith(button);
  }

  function filter() {
    for (const piece of text.querySelectorAll(".seg")) {
      const claim = claimOf(piece);
      piece.classList.toggle("off", !claim);
      if (claim) piece.className = piece.className.replace(/\bt-\S+/, `t-${cards.get(claim).dataset.group}`);
      if (piece.matches("a[id]")) piece.tabIndex = claim ? 0 : -1;
    }
    if (pinned && !passes(pinned)) pin(null);
  }

  /* An address that names a claim opens it. */
  function follow() {
    const card = location.hash.startsWith("#claim-") && document.getElementById(location.hash.slice(1));
    if (!card || !cards.has(card.dataset.claim)) return;
    pinned = card.dataset.claim;
    show(pinned);
    reveal(anchorOf(pinned));
  }
  addEventListener("hashchange", follow);
  follow();
})();
