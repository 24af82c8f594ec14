// A draft saves itself a little after the last key, and when the page is left. Without this there is the button.
const said = document.querySelector("[data-autosave]");
const form = said?.closest("form");
if (form) {
  let timer, sending = false, again = false, left = false;
  const fields = () => {
    const data = new URLSearchParams(new FormData(form));
    data.delete("_handler");
    return data;
  };
  const save = async () => {
    clearTimeout(timer);
    timer = undefined;
    if (left) return;
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    said.textContent = said.dataset.textSaving;
    try {
      const answer = await fetch(said.dataset.autosave, { method: "POST", body: fields(), headers: { Accept: "application/json" } });
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (answer.ok) form.elements.namedItem("Input.Revision").value = told.revision;
      said.textContent = told.text ?? said.dataset.textFailed;
    } catch {
      said.textContent = said.dataset.textFailed;
    }
    sending = false;
    if (again) {
      again = false;
      await save();
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 2000);
  });
  // The button sends what stands there: nothing is to overtake it.
  form.addEventListener("submit", event => {
    if (sending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = event.submitter;
      setTimeout(() => form.requestSubmit(button), 200);
      return;
    }
    left = true;
    clearTimeout(timer);
  }, { capture: true });
  window.addEventListener("pageshow", () => { left = false; });
}
