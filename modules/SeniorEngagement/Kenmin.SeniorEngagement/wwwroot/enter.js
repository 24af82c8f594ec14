// Enter goes to the next field of a form that is typed from paper; at the last one it sends the form, as it does without scripts.
document.addEventListener('keydown', event => {
  const field = event.target;
  if (event.key !== 'Enter' || event.isComposing || !field.matches?.('[data-enter-next]')) return;
  const fields = [...field.form.querySelectorAll('[data-enter-next]')];
  const next = fields[fields.indexOf(field) + 1];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select?.();
});
