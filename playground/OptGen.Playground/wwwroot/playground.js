// What the page needs of the browser and Blazor does not give: the address, the text's selection, the clipboard.

const text = () => document.getElementById("text");

export const fragment = () => location.hash.slice(1);

export const address = () => location.href;

export const focus = id => document.getElementById(id)?.focus();

let pending = 0;

export function listen(changed) {
  // For whoever measures how long the page takes.
  performance.mark("usable");
  // Back and forward, and a link with another fragment; what this page writes fires neither.
  addEventListener("popstate", () => { clearTimeout(pending); changed(fragment()); });
  // Half of a pair of surrogates, which a script or a broken input method can leave, cannot be sent to .NET.
  document.addEventListener("input", event => {
    const field = event.target;
    if (field.isWellFormed === undefined && field.value?.isWellFormed && !field.value.isWellFormed())
      field.value = field.value.toWellFormed();
  }, true);
}

export function write(fragment, isNewEntry) {
  clearTimeout(pending);
  const url = `${location.pathname}${location.search}#${fragment}`;
  if (isNewEntry)
    history.pushState(null, "", url);
  else
    // Browsers refuse more than some hundred a minute.
    pending = setTimeout(() => history.replaceState(null, "", url), 250);
}

export function select(start, length) {
  const field = text();
  field.focus();
  field.setSelectionRange(start, start + length);
}

export function replace(start, length, replacement) {
  select(start, length);
  // The one way that keeps undo. It fires the event of an edit.
  const isDone = replacement === "" ? document.execCommand("delete") : document.execCommand("insertText", false, replacement);
  if (!isDone) {
    text().setRangeText(replacement, start, start + length, "end");
    text().dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export async function copy(content) {
  try {
    await navigator.clipboard.writeText(content);
    return true;
  } catch {
    // There is no clipboard on pages of plain http from another machine.
    const field = document.createElement("textarea");
    field.value = content;
    field.setAttribute("aria-hidden", "true");
    field.style.position = "fixed";
    const before = document.activeElement;
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    before?.focus();
    return isDone;
  }
}
