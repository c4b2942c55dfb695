// What the page does by itself in the browser: keys, the address, menus that close, the look of the whole document.
window.workshop = (() => {
  const KEYS_OFF = "casusoverleg-keys-off";

  const click = (id) => document.getElementById(id)?.click();

  function onKey(event) {
    if (event.key === "Escape") closeMenus();
    if (localStorage.getItem(KEYS_OFF) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("select, textarea, input:not([type=range]), dialog")) return;
    if (event.key.toLowerCase() === "l") document.querySelector("[id^=in-][aria-pressed=false]")?.click();
    else if (event.key.toLowerCase() === "b") click("beamer");
    else if (event.key === "?") document.getElementById("keys")?.showModal();
  }

  function closeMenus(except = null) {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
  }

  // The clipboard of browsers is for secure addresses only, and that of a host in the room is not.
  function copyAddress(outside) {
    const address = outside ? outside + location.search : location.href;
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(address);
    const field = Object.assign(document.createElement("textarea"), { value: address });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }

  function locate(query, isNew) {
    const target = `${location.pathname}?${query}`;
    if (target === location.pathname + location.search) return;
    if (isNew) history.pushState(null, "", target);
    else history.replaceState(null, "", target);
  }

  function look(language, title, beamer) {
    document.documentElement.lang = language;
    document.title = title;
    document.documentElement.classList.toggle("beamer", beamer);
  }

  function keys(on) {
    if (on) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "yes");
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const menu = event.target.closest("details.menu");
    closeMenus(event.target.closest(".items") ? null : menu);
    const actions = document.getElementById("actions");
    if (!event.target.closest("#actions, #menu")) actions?.classList.remove("open");
  });
  window.addEventListener("popstate", () => emitEvent("went", location.search));
  return { copyAddress, locate, look, keys, keysOn: () => !localStorage.getItem(KEYS_OFF) };
})();
