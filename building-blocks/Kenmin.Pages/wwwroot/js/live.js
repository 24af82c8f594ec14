// Keeps a part of a page up to date: asks for its version each second while the page is seen, and takes the new content over when it
// is another one. Whoever finds that restless stops it by the button.
const every = 1000;
const slowest = 15000;

/** @param {HTMLElement} region */
export function start(region) {
  const state = region.querySelector('[data-live-state]');
  const at = region.querySelector('[data-live-at]');
  const toggle = region.querySelector('[data-live-toggle]');
  let [runs, wait] = [true, every];

  const tell = () => {
    at.textContent = region.dataset.textAt.replace('{0}', new Date().toLocaleTimeString(document.documentElement.lang));
    toggle.textContent = runs ? region.dataset.textStop : region.dataset.textGo;
  };

  const look = async () => {
    if (runs && !document.hidden) {
      try {
        const version = await text(region.dataset.live, 'text/plain');
        if (version !== region.dataset.liveVersion) {
          const page = new DOMParser().parseFromString(await text(location.href, 'text/html'), 'text/html');
          const fresh = page.querySelector(`[data-live="${CSS.escape(region.dataset.live)}"]`);
          if (fresh) take(region, fresh);
        }
        wait = every;
        tell();
      } catch {
        at.textContent = region.dataset.textFailed;
        wait = Math.min(wait * 2, slowest);
      }
    }
    setTimeout(look, wait);
  };

  toggle.addEventListener('click', () => {
    runs = !runs;
    tell();
  });
  state.hidden = false;
  tell();
  setTimeout(look, wait);
}

async function text(address, type) {
  const answer = await fetch(address, { headers: { Accept: type }, cache: 'no-store' });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.text();
}

function take(region, fresh) {
  const content = region.querySelector('[data-live-content]');
  const next = fresh.querySelector('[data-live-content]');
  // A map that is drawn already goes on with the new points; drawn anew it would lose where people look.
  const drawn = content.querySelectorAll('[data-map]');
  next.querySelectorAll('[data-map]').forEach((map, i) => {
    const known = drawn[i];
    if (!known || known.hidden) return;
    known.dataset.points = map.dataset.points;
    map.closest('.map').replaceWith(known.closest('.map'));
    known.dispatchEvent(new Event('kenmin:points'));
  });
  const focused = content.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  content.replaceChildren(...next.childNodes);
  if (focused) content.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  region.dataset.liveVersion = fresh.dataset.liveVersion;
}
