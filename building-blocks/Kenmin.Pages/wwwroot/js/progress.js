// Asks how far a long task is and shows it.
const every = 1000;
const slowest = 15000;

/** @param {HTMLElement} panel */
export function start(panel) {
  const bar = panel.querySelector('progress');
  const percent = panel.querySelector('[data-progress-percent]');
  const text = panel.querySelector('[data-progress-text]');
  let wait = every;

  const ask = async () => {
    try {
      const answer = await fetch(panel.dataset.progressUrl, { headers: { Accept: 'application/json' }, cache: 'no-store' });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const state = await answer.json();
      bar.value = state.percent;
      percent.textContent = `${Math.round(state.percent)}%`;
      text.textContent = state.text ?? '';
      if (state.finished || state.failed) {
        if (state.next) location.assign(state.next);
        else location.reload();
        return;
      }
      wait = every;
    } catch {
      text.textContent = panel.dataset.failedText;
      wait = Math.min(wait * 2, slowest);
    }
    setTimeout(ask, wait);
  };
  setTimeout(ask, wait);
}
