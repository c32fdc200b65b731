"use strict";
(() => {
  const shares = JSON.parse(document.getElementById("shares").textContent);
  const holders = [...document.querySelectorAll("[data-node]")];
  const edges = [...document.querySelectorAll("[data-ends]")];
  const values = [...document.querySelectorAll(".value")];
  const spoken = document.getElementById("spoken");
  const picture = document.querySelector("svg.trace");
  const nodesOf = (element) => element.dataset.node.split(" ");
  const nodeOf = (id) => document.querySelector(`.node[data-node="${id}"]`);
  let pinned = null;

  // What is lit: the nodes themselves, and those that certainly share rows with them.
  function light(ids) {
    const lit = new Set(ids);
    const beside = new Set(ids.flatMap((id) => shares[id] || []));
    for (const element of holders) {
      const own = nodesOf(element);
      const on = own.some((id) => lit.has(id));
      element.classList.toggle("on", on);
      element.classList.toggle("shares", !on && own.some((id) => beside.has(id)));
    }
    for (const edge of edges) {
      const ends = edge.dataset.ends.split(" ");
      const known = ends.every((id) => lit.has(id) || beside.has(id));
      edge.classList.toggle("on", known || ends.some((id) => lit.has(id)));
    }
    document.body.classList.toggle("lit", lit.size > 0);
  }

  function show(element) {
    light(element ? nodesOf(element) : pinned || []);
  }

  function pin(ids) {
    pinned = ids;
    light(ids || []);
    spoken.textContent = (ids || []).map((id) => nodeOf(id)?.getAttribute("aria-label") || "").join("; ");
  }

  const holderAt = (event) => event.target.closest?.("[data-node]");

  // The source beside a node, and the node beside a value.
  function across(element) {
    const ids = nodesOf(element);
    if (element.classList.contains("node")) {
      const there = holders.filter((each) => !each.classList.contains("node") && nodesOf(each).includes(ids[0]));
      const line = there.find((each) => each.dataset.first?.split(" ").includes(ids[0])) || there[0];
      line?.scrollIntoView({ block: "center" });
      return line?.classList.contains("value") ? line : line?.querySelector(".value") || null;
    }
    const node = nodeOf(ids[0]);
    node?.scrollIntoView({ block: "center", inline: "center" });
    return node;
  }

  document.addEventListener("pointerover", (event) => show(holderAt(event)));
  document.addEventListener("pointerleave", () => show(null));
  document.addEventListener("focusin", (event) => show(holderAt(event)));
  document.addEventListener("click", (event) => {
    const element = holderAt(event);
    if (event.target.closest?.("a, button")) return;
    pin(element ? nodesOf(element) : null);
    if (element) across(element);
  });

  function step(from, by) {
    const next = values[values.indexOf(from) + by];
    if (!next) return;
    from.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  document.addEventListener("keydown", (event) => {
    const element = holderAt(event);
    if (event.key === "Escape") {
      pin(null);
    } else if (element && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      pin(nodesOf(element));
      const other = across(element);
      if (other?.classList.contains("value")) {
        values.forEach((value) => { value.tabIndex = -1; });
        other.tabIndex = 0;
      }
      other?.focus({ preventScroll: true });
    } else if (element?.classList.contains("value") && event.key.startsWith("Arrow")) {
      event.preventDefault();
      step(element, event.key === "ArrowRight" || event.key === "ArrowDown" ? 1 : -1);
    }
  });

  for (const link of document.querySelectorAll(".leaks a")) {
    link.addEventListener("click", () => {
      const ids = link.dataset.leads ? link.dataset.leads.split(" ") : null;
      pin(ids);
      if (ids) nodeOf(ids[0])?.scrollIntoView({ block: "center", inline: "center" });
    });
  }

  const natural = { width: picture.viewBox.baseVal.width, height: picture.viewBox.baseVal.height };
  let scale = 1;
  function zoom(to) {
    scale = Math.min(Math.max(to, 0.2), 3);
    picture.setAttribute("width", natural.width * scale);
    picture.setAttribute("height", natural.height * scale);
  }
  const share = () => (picture.parentElement.clientWidth - 20) / natural.width;
  const fit = () => zoom(Math.min(1, share()));
  document.getElementById("smaller").addEventListener("click", () => zoom(scale / 1.2));
  document.getElementById("larger").addEventListener("click", () => zoom(scale * 1.2));
  document.getElementById("fit").addEventListener("click", fit);
  zoom(Math.min(1, Math.max(share(), 0.6)));
  document.querySelector(".node")?.scrollIntoView({ block: "nearest", inline: "center" });
})();
