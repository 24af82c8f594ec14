// Lets a form be sent with an answer of the device: a new passkey, or a proof of one. Without this script its button stays hidden.
const supported = 'PublicKeyCredential' in window && 'parseCreationOptionsFromJSON' in PublicKeyCredential;

for (const panel of document.querySelectorAll('[data-passkey]')) {
  if (!supported) continue;
  panel.hidden = false;
  const form = panel.closest('form');
  const status = panel.querySelector('[data-passkey-status]');
  const field = form.elements[panel.dataset.passkeyField];
  // Before the form's own guard against a second click, which lets the form through when it is sent the second time, by us.
  form.addEventListener('submit', async event => {
    if (field.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.asking) return;
    form.dataset.asking = 'true';
    status.textContent = '';
    try {
      const answer = await fetch(panel.dataset.passkeyOptions, {
        method: 'POST',
        body: new URLSearchParams({ __RequestVerificationToken: form.elements.__RequestVerificationToken.value }),
      });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const options = await answer.json();
      const credential = panel.dataset.passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      field.value = JSON.stringify(credential);
      delete form.dataset.asking;
      form.requestSubmit();
    } catch {
      delete form.dataset.asking;
      status.textContent = panel.dataset.passkeyFailed;
    }
  }, { capture: true });
}
