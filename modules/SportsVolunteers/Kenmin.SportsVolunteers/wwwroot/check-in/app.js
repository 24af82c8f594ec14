// The check-in desk on a phone. All that is recorded goes into the queue first and to the server when there is a network; the server
// knows each action by the id made here, so that sending again does no harm.
import { element, refusal, say as put } from '../../Kenmin.Pages/js/offline/store.js';
import * as vault from './vault.js';

const root = document.getElementById('check-in');
const part = name => root.querySelector(`[data-part="${name}"]`);
const button = name => root.querySelector(`[data-do="${name}"]`);
const texts = JSON.parse(root.dataset.texts);
const say = (key, ...values) => put(texts[key], ...values);
const shift = root.dataset.shift;
const api = `/api/v1/sports/shifts/${shift}/check-in`;
const clock = at => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
const fold = text => text.normalize('NFKC').replace(/\s/g, '').toLowerCase().replace(/[ぁ-ゖ]/g, c => String.fromCharCode(c.charCodeAt(0) + 0x60));
const codeOf = text => text.normalize('NFKC').replace(/[^A-Za-z0-9]/g, '').toUpperCase();

let roster = null;
let queue = [];
let doubts = [];
let problem = null;
let stopCamera = null;
let sending = false;

const stateOf = person => {
  let [state, at, sent] = [person.state, person.at, true];
  for (const action of queue) {
    if (action.personId !== person.id) continue;
    [state, at, sent] = action.kind === 'undo' ? ['none', null, false] : action.kind === 'in' && state === 'in' ? [state, at, sent] : [action.kind, action.at, false];
  }
  return { state, at, sent };
};

function tap(person, kind, style) {
  const made = element('button', { type: 'button', class: `button button--${style}`, 'data-kind': kind, 'aria-label': say('label', person.name, texts[kind]) }, texts[kind]);
  made.addEventListener('click', () => record(kind, person).catch(fail));
  return made;
}

function line(person) {
  const { state, at, sent } = stateOf(person);
  const note = state === 'in' ? say('inAt', clock(at)) : state === 'out' ? say('outAt', clock(at)) : state === 'absent' ? texts.absent : '';
  const buttons = element('div', { class: 'button-row' });
  if (state === 'none') buttons.append(tap(person, 'in', 'primary'));
  if (state === 'in') buttons.append(tap(person, 'out', 'secondary'));
  if (state === 'in' || state === 'out') buttons.append(tap(person, 'undo', 'plain'));
  const words = element('div', {}, element('strong', {}, person.name), element('span', { class: 'check-in__kana' }, person.kana));
  if (note) words.append(element('span', { class: `tag ${state === 'absent' ? 'tag--warning' : 'tag--success'}` }, note));
  if (!sent) words.append(element('span', { class: 'tag tag--warning' }, texts.unsent));
  return element('li', { class: 'check-in__person', 'data-person': person.id }, words, buttons);
}

function show() {
  const wanted = fold(root.querySelector('#find').value);
  // What was tapped is drawn anew: the focus goes to the same person's next button, not to the top of the page.
  const focused = document.activeElement?.closest?.('[data-person]')?.dataset.person;
  part('desk').hidden = !roster;
  button('take').classList.toggle('button--primary', !roster);
  button('take').classList.toggle('button--secondary', !!roster);
  button('send').hidden = queue.length === 0;
  if (roster) {
    const people = roster.people.filter(p => !wanted || fold(p.name).includes(wanted) || fold(p.kana).includes(wanted));
    part('people').replaceChildren(...people.map(line));
    part('count').textContent = say('count', roster.people.length, roster.people.filter(p => ['in', 'out'].includes(stateOf(p).state)).length);
    if (focused) part('people').querySelector(`[data-person="${focused}"] button`)?.focus();
  }
  part('doubts').hidden = doubts.length === 0;
  part('doubt-list').replaceChildren(...doubts.map(doubt => {
    const name = roster?.people.find(p => p.id === doubt.personId)?.name ?? say('someone', doubt.code ?? '');
    const seen = element('button', { type: 'button', class: 'button button--plain', 'aria-label': say('label', name, texts.seen) }, texts.seen);
    seen.addEventListener('click', async () => {
      doubts = doubts.filter(other => other.id !== doubt.id);
      await vault.settle(shift, [], doubts);
      show();
    });
    const made = element('li', {}, element('strong', {}, name), element('p', {}, doubt.message));
    if (['cancelled', 'full'].includes(doubt.outcome))
      made.append(element('a', { href: `/staff/sports/shifts/${shift}/walk-in` }, texts.walkIn), ' ');
    made.append(seen);
    return made;
  }));
  part('state').textContent = [
    problem ? texts[problem] : navigator.onLine ? texts.online : texts.offline,
    queue.length > 0 ? say('waiting', queue.length) : navigator.onLine && roster ? texts.allSent : '',
    roster ? say('kept', clock(roster.takenAt)) : problem ? '' : texts.none,
  ].join(' ');
  root.dataset.waiting = queue.length;
}

async function record(kind, person, code) {
  problem = problem === 'signIn' || problem === 'noAccess' ? problem : null;
  if (kind === 'undo') {
    // What never left the device needs no undoing elsewhere.
    const unsent = queue.filter(a => a.personId === person.id && !a.sent);
    if (unsent.length > 0) {
      await vault.settle(shift, [unsent.at(-1).id], doubts);
      return refresh();
    }
  }
  await vault.enqueue({
    id: crypto.randomUUID(), shift, kind, personId: person?.id ?? null, code: code ?? null, at: new Date().toISOString(),
    order: (queue.at(-1)?.order ?? 0) + 1, sent: false,
  });
  await refresh();
  send().catch(fail);
}

async function refresh() {
  queue = await vault.waiting(shift);
  show();
}

async function take() {
  const answer = await fetch(`${api}/roster`, { headers: { Accept: 'application/json' } }).catch(() => null);
  problem = refusal(answer) ?? (answer?.ok ? null : 'takeFailed');
  if (answer?.ok) {
    const fresh = await answer.json();
    await vault.seal(shift, fresh);
    roster = fresh;
  } else if (problem === 'noAccess') {
    await forget();
  }
  show();
}

async function send() {
  // One tab sends at a time; two would do no harm, but ask twice.
  if (sending || !navigator.onLine) return;
  sending = true;
  try {
    for (let some = (await vault.waiting(shift)).slice(0, 100); some.length > 0; some = (await vault.waiting(shift)).slice(0, 100)) {
      // From here on it may have arrived, whatever becomes of the answer.
      for (const action of some) if (!action.sent) await vault.enqueue({ ...action, sent: true });
      queue = await vault.waiting(shift);
      const answer = await fetch(`${api}/actions`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify({
          deviceId: await vault.device(), sentAt: new Date().toISOString(),
          actions: some.map(({ id, kind, personId, code, at }) => ({ id, kind, personId, code, at })),
        }),
      }).catch(() => null);
      problem = refusal(answer);
      if (!answer?.ok) break;
      const { outcomes } = await answer.json();
      const answered = outcomes.filter(o => o.outcome !== 'busy');
      doubts = [...doubts, ...answered.filter(o => o.outcome !== 'recorded')
        .map(o => ({ ...o, code: some.find(a => a.id === o.id)?.code }))];
      // The roster shows what was sent until it is fetched anew.
      for (const o of answered.filter(o => o.outcome === 'recorded')) apply(some.find(a => a.id === o.id));
      if (roster) await vault.seal(shift, roster);
      await vault.settle(shift, answered.map(o => o.id), doubts);
      await refresh();
      if (answered.length === 0) break;
      if (doubts.length > 0 && roster) await take();
    }
  } finally {
    sending = false;
    await refresh();
  }
}

function apply(action) {
  const person = roster?.people.find(p => p.id === action?.personId);
  if (!person) return;
  if (action.kind === 'in' && person.state === 'in') return;
  [person.state, person.at] = action.kind === 'undo' ? ['none', null] : [action.kind, action.at];
}

async function forget() {
  stop();
  roster = null;
  doubts = [];
  await vault.forget(shift);
}

function byCode(text) {
  const code = codeOf(text);
  const last = part('last');
  if (code.length !== 8) {
    last.textContent = texts.badCode;
    return false;
  }
  const person = roster.people.find(p => p.code === code);
  if (!person) {
    last.textContent = say('stranger', `${code.slice(0, 4)}-${code.slice(4)}`);
    record('in', null, code).catch(fail);
  } else if (['in', 'out'].includes(stateOf(person).state)) {
    last.textContent = say('again', person.name);
  } else {
    last.textContent = say('done', person.name);
    record('in', person).catch(fail);
  }
  return true;
}

function stop() {
  stopCamera?.();
  stopCamera = null;
  part('video').hidden = true;
  button('scan').textContent = texts.scan;
}

async function camera() {
  if (stopCamera) return stop();
  part('video').hidden = false;
  try {
    const { scan } = await import('./scanner.js');
    stopCamera = await scan(part('video'), root.dataset.lib, byCode);
    button('scan').textContent = texts.stopScan;
  } catch {
    stop();
    part('last').textContent = texts.noCamera;
  }
}

function fail(error) {
  console.error(error);
  problem = 'keepFailed';
  show();
}

button('take').addEventListener('click', () => take().catch(fail));
button('send').addEventListener('click', () => send().catch(fail));
button('scan').addEventListener('click', () => camera());
button('forget').addEventListener('click', async () => {
  if (!window.confirm(texts.confirmForget)) return;
  await forget();
  problem = 'forgotten';
  show();
  button('take').focus();
});
part('code-form').addEventListener('submit', event => {
  event.preventDefault();
  const field = root.querySelector('#code');
  if (byCode(field.value)) field.value = '';
  field.focus();
});
root.querySelector('#find').addEventListener('input', show);
window.addEventListener('online', () => { problem = null; show(); send().catch(fail); });
window.addEventListener('offline', show);
document.addEventListener('visibilitychange', () => {
  if (document.hidden) stop();
  else open().catch(fail);
});
// Also a page that stays open past the end of the day lets go of the roster.
setInterval(() => open().catch(fail), 60_000);

async function open() {
  const over = await vault.purge(Date.now());
  if (over.includes(shift)) {
    stop();
    [roster, doubts, problem] = [null, [], 'expired'];
  }
  await refresh();
  if (queue.length > 0) await send();
}

async function start() {
  const over = await vault.purge(Date.now());
  [roster, doubts] = [await vault.unseal(shift), await vault.doubts(shift)];
  if (over.includes(shift)) problem = 'expired';
  root.hidden = false;
  await refresh();
  if (queue.length > 0) await send();
}

start().catch(error => { root.hidden = false; fail(error); });
