// Reporting on the spot. All that is entered is kept on the device first and sent when there is a network.
import { element, say as put } from '../../Kenmin.Pages/js/offline/store.js';
import { shrink } from './camera.js';
import * as outbox from './outbox.js';

const root = document.getElementById('spot');
const part = name => root.querySelector(`[data-part="${name}"]`);
const texts = JSON.parse(root.dataset.texts);
const say = (key, ...values) => put(texts[key], ...values);
const { activity, kind } = root.dataset;
const checks = root.dataset.checks ? JSON.parse(root.dataset.checks) : [];

let notes = [];
let problem = null;
let sending = null;
let more = false;

const narrow = text => text.normalize('NFKC').replaceAll(',', '').replace(/kg/i, '').trim();
const field = name => part('form').elements.namedItem(name);
const bags = figures => figures.burnableBags + figures.otherBags;

async function show() {
  const [reports, photos] = [await outbox.reports(), await outbox.photos()];
  const [unsent, pictures] = [reports.filter(r => !r.doubt).length, photos.filter(p => !p.doubt).length];
  root.dataset.waiting = unsent + pictures;
  part('state').textContent = [
    ...notes.map(n => texts[n]), problem ? texts[problem] : navigator.onLine ? texts.online : texts.offline,
    unsent + pictures > 0 ? say('waiting', unsent, pictures) : notes.length > 0 ? texts.allSent : '',
  ].join(' ');
  if (!activity) return;
  root.querySelector('[data-do="send"]').hidden = unsent + pictures === 0;
  const doubts = [...reports.filter(r => r.doubt && r.activity === activity).map(reportDoubt), ...photos.filter(p => p.doubt && p.activity === activity).map(photoDoubt)];
  part('doubts').hidden = doubts.length === 0;
  part('doubt-list').replaceChildren(...doubts);
  part('photos').replaceChildren(...photos.filter(p => p.activity === activity && !p.doubt).map(photo =>
    element('li', {}, element('img', { src: photo.thumb, alt: say('photo', texts[photo.moment]) }), element('span', {}, texts[photo.moment]))));
}

function button(text, style, work) {
  const made = element('button', { type: 'button', class: `button button--${style}` }, text);
  made.addEventListener('click', () => work().then(show).catch(fail));
  return made;
}

const again = keep => button(texts.again, 'secondary', async () => {
  await keep();
  await send();
});

function reportDoubt(report) {
  const { doubt } = report;
  const made = element('li', {}, element('p', {}, say('notSent', doubt.key ? texts[doubt.key] : doubt.text)));
  if (!doubt.now) {
    made.append(again(() => outbox.keepReport({ ...report, doubt: null })), button(texts.drop, 'plain', () => outbox.dropReport(activity)));
    return made;
  }
  if (doubt.now.figures) made.append(element('p', {}, say('nowIs', doubt.now.figures.people, bags(doubt.now.figures))));
  made.append(element('div', { class: 'button-row' },
    button(texts.mine, 'primary', async () => {
      await outbox.keepReport({ ...report, basedOn: doubt.now.version, doubt: null });
      await send();
    }),
    button(texts.theirs, 'secondary', async () => {
      await outbox.see(activity, kind, doubt.now.version, doubt.now.figures);
      await outbox.dropReport(activity);
      fill(doubt.now.figures);
    })));
  return made;
}

const photoDoubt = photo => element('li', {},
  element('img', { src: photo.thumb, alt: say('photo', texts[photo.moment]) }), element('p', {}, say('notSent', photo.doubt.key ? texts[photo.doubt.key] : photo.doubt.text)),
  again(() => outbox.keepPhoto({ ...photo, doubt: null })), button(texts.drop, 'plain', () => outbox.dropPhoto(photo.id)));

/** The figures of the form; null when a field is wrong, which is then marked. */
function read() {
  const wrong = checks.filter(check => {
    const input = field(check.field);
    const text = narrow(input.value);
    const fits = text === '' ? !check.required : (check.decimals ? /^\d+(\.\d+)?$/ : /^\d+$/).test(text) && Number(text) >= check.least && Number(text) <= check.most;
    mark(input, fits ? null : check.text);
    return !fits;
  });
  part('error').textContent = wrong.length > 0 ? texts.correct : '';
  if (wrong.length > 0) {
    const first = field(wrong[0].field);
    const hidden = first.closest('details');
    if (hidden) hidden.open = true;
    first.focus();
    return null;
  }
  const number = name => field(name) && narrow(field(name).value) !== '' ? Number(narrow(field(name).value)) : null;
  const people = kind === 'result' ? number('Input.People') : 1;
  const litter = {};
  for (const { field: name } of checks) {
    const code = /^Input\.Litter\[(.+)\]$/.exec(name)?.[1];
    if (code && number(name)) litter[code] = number(name);
  }
  return {
    people, personMinutes: people * number('Input.Minutes'), burnableBags: number('Input.BurnableBags') ?? 0, otherBags: number('Input.OtherBags') ?? 0,
    kgWeighed: number('Input.KgWeighed'), kgEstimated: number('Input.KgEstimated'), litter,
  };
}

function mark(input, text) {
  const id = `${input.id}-error`;
  document.getElementById(id)?.remove();
  const others = (input.getAttribute('aria-describedby') ?? '').split(' ').filter(o => o && o !== id);
  if (text) {
    input.setAttribute('aria-invalid', 'true');
    input.closest('.field').querySelector('label').after(element('p', { class: 'field__error', id }, text));
    others.push(id);
  } else {
    input.removeAttribute('aria-invalid');
  }
  if (others.length > 0) input.setAttribute('aria-describedby', others.join(' '));
  else input.removeAttribute('aria-describedby');
}

function fill(figures) {
  if (!figures) return;
  const set = (name, value) => { if (field(name)) field(name).value = value ?? ''; };
  set('Input.People', figures.people);
  set('Input.Minutes', figures.people > 0 ? Math.floor(figures.personMinutes / figures.people) : '');
  set('Input.BurnableBags', figures.burnableBags);
  set('Input.OtherBags', figures.otherBags);
  set('Input.KgWeighed', figures.kgWeighed);
  set('Input.KgEstimated', figures.kgEstimated);
  for (const { field: name } of checks) {
    const code = /^Input\.Litter\[(.+)\]$/.exec(name)?.[1];
    if (code) set(name, figures.litter?.[code]);
  }
}

async function report() {
  const figures = read();
  if (!figures) return;
  // The page may be an old copy: what this device has sent or looked at since counts.
  const known = await outbox.seen(activity, kind);
  const basedOn = Math.max(Number(root.dataset.seen), known?.version ?? 0);
  await outbox.keepReport({ activity, kind, sendingId: crypto.randomUUID(), figures, basedOn, at: Date.now() });
  notes = ['kept'];
  await show();
  await send();
}

async function take(input) {
  const bad = [];
  for (const file of input.files) {
    try {
      const { blob, thumb } = await shrink(file);
      await outbox.keepPhoto({ id: crypto.randomUUID(), activity, moment: input.dataset.moment, blob, thumb, at: Date.now() });
    } catch (error) {
      // Without room the device itself says no; all else is a file that is no photo.
      if (error?.name === 'QuotaExceededError') throw error;
      bad.push(say('badPhoto', file.name));
    }
  }
  input.value = '';
  mark(input, bad.length > 0 ? bad.join(' ') : null);
  notes = ['kept'];
  await show();
  await send();
}

/**
 * Sends what waits. Asked again meanwhile, the same sending goes on, with another round for what was added: nobody is told that nothing
 * stands in the way before that is known.
 */
function send() {
  more = sending !== null;
  return sending ??= rounds().finally(() => { sending = null; });
}

async function rounds() {
  if (!navigator.onLine) return;
  if (Number(root.dataset.waiting) > 0) part('state').textContent = texts.sending;
  do {
    more = false;
    const before = (await outbox.reports()).length;
    problem = await outbox.send(show);
    if (!problem && before > 0 && (await outbox.reports()).length === 0) notes = ['sent'];
  } while (more && !problem);
  await show();
}

function fail(error) {
  console.error(error);
  problem = 'keepFailed';
  show().catch(() => { part('state').textContent = texts.keepFailed; });
}

if (activity) {
  part('form').addEventListener('submit', event => {
    event.preventDefault();
    report().catch(fail);
  });
  for (const input of root.querySelectorAll('input[type=file]')) input.addEventListener('change', () => take(input).catch(fail));
  root.querySelector('[data-do="send"]').addEventListener('click', () => send().catch(fail));
}
window.addEventListener('online', () => { problem = null; send().catch(fail); });
window.addEventListener('offline', () => show().catch(fail));
setInterval(() => send().catch(fail), 30_000);

async function start() {
  root.hidden = false;
  if (activity) {
    const waiting = (await outbox.reports()).find(r => r.activity === activity);
    const known = await outbox.seen(activity, kind);
    if (waiting) fill(waiting.figures);
    else if (known && known.version > Number(root.dataset.seen)) fill(known.figures);
  }
  await show();
  await send();
}

start().catch(fail);
