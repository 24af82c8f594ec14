// Comfort on top of pages that work without scripts. Each island is loaded only where a page has one.
const loadWhenPresent = (selector, load) => {
  const elements = document.querySelectorAll(selector);
  if (elements.length > 0) load().then(module => elements.forEach(element => module.start(element))).catch(console.error);
};

// A form is sent once. The button is not disabled, because a disabled button's name and value are not sent.
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', event => {
    if (form.dataset.sent === 'true') {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'true';
    const button = event.submitter;
    if (button?.dataset.busyText) {
      button.setAttribute('aria-disabled', 'true');
      const text = button.innerHTML;
      button.textContent = button.dataset.busyText;
      form.addEventListener('kenmin:again', () => {
        button.removeAttribute('aria-disabled');
        button.innerHTML = text;
      }, { once: true });
    }
  });
}

// Coming back by the browser's back button shows the page as it was left: the form may be sent again.
window.addEventListener('pageshow', event => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    form.dispatchEvent(new Event('kenmin:again'));
  }
});

document.querySelector('[data-focus]')?.focus();

// Dropdowns close on Escape and on a click elsewhere.
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape') return;
  for (const open of document.querySelectorAll('details[data-dropdown][open]')) {
    const hadFocus = open.contains(document.activeElement);
    open.open = false;
    if (hadFocus) open.querySelector('summary').focus();
  }
});
document.addEventListener('click', event => {
  for (const open of document.querySelectorAll('details[data-dropdown][open]'))
    if (!open.contains(event.target)) open.open = false;
});

loadWhenPresent('[data-map]', () => import('./map.js'));
loadWhenPresent('[data-chart]', () => import('./chart.js'));
loadWhenPresent('[data-live]', () => import('./live.js'));
loadWhenPresent('[data-progress-url]', () => import('./progress.js'));
