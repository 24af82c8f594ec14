// What was entered on the spot and not sent yet: one report for each activity, the latest, and photos. It stays until the server has
// said that it has it. The server knows each sending and each photo by the id made here, so that sending again does no harm.
import { database, refusal } from '../../Kenmin.Pages/js/offline/store.js';

const run = database('kenmin-clean-up', ['reports', 'photos', 'seen']);
const all = store => run([store], 'readonly', t => t.objectStore(store).getAll());
const api = (activity, rest) => `/api/v1/clean-up/me/activities/${activity}/${rest}`;

/** Keeps a report; a former one of the activity that was not sent goes. */
export const keepReport = report => run(['reports'], 'readwrite', t => { t.objectStore('reports').put(report, report.activity); });

export const keepPhoto = photo => run(['photos'], 'readwrite', t => { t.objectStore('photos').put(photo, photo.id); });

export const dropReport = activity => run(['reports'], 'readwrite', t => { t.objectStore('reports').delete(activity); });

export const dropPhoto = id => run(['photos'], 'readwrite', t => { t.objectStore('photos').delete(id); });

export const reports = () => all('reports');

export const photos = async () => (await all('photos')).sort((a, b) => a.at - b.at);

/** What this device last knew to be reported: the page itself may be an old copy. */
export const seen = (activity, kind) => run(['seen'], 'readonly', t => t.objectStore('seen').get(`${activity}|${kind}`));

export const see = (activity, kind, version, figures) => run(['seen'], 'readwrite', t => { t.objectStore('seen').put({ version, figures }, `${activity}|${kind}`); });

/**
 * Sends all that waits, one after the other. Returns what stands in the way of the rest: nothing, `signIn` or `tryLater`. What the
 * server refuses stays with its reason as a doubt that a person has to look at.
 */
export function send(changed) {
  const work = () => sendAll(changed);
  // One tab sends at a time; two would do no harm, but send photos twice over a poor network.
  return navigator.locks ? navigator.locks.request('kenmin-clean-up-outbox', { ifAvailable: true }, lock => lock ? work() : null) : work();
}

async function sendAll(changed) {
  for (const report of await reports()) {
    if (report.doubt) continue;
    const answer = await put(api(report.activity, `${report.kind}?sendingId=${report.sendingId}&basedOn=${report.basedOn}`), JSON.stringify(report.figures), 'application/json');
    const problem = await outcome(answer);
    if (problem?.stop) return problem.stop;
    if (problem) await keepReport({ ...report, doubt: await doubtOf(report, problem) });
    else await settle(report);
    await changed();
  }
  for (const photo of await photos()) {
    if (photo.doubt) continue;
    const problem = await outcome(await put(api(photo.activity, `photos/${photo.id}?moment=${photo.moment}`), photo.blob, 'image/jpeg'));
    if (problem?.stop) return problem.stop;
    if (problem) await keepPhoto({ ...photo, doubt: { text: problem.text, key: problem.key } });
    else await dropPhoto(photo.id);
    await changed();
  }
  return null;
}

const put = (address, body, type) =>
  fetch(address, { method: 'PUT', headers: { 'Content-Type': type, Accept: 'application/json' }, body }).catch(() => null);

async function outcome(answer) {
  if (answer?.ok && !answer.redirected) return null;
  const who = refusal(answer);
  if (who === 'signIn') return { stop: 'signIn' };
  if (who) return { key: who };
  // No answer, a tired server, or one that asks for patience: nothing is lost, it is sent later.
  if (!answer || answer.status >= 500 || answer.status === 429 || answer.status === 408) return { stop: 'tryLater' };
  const told = await answer.json().catch(() => ({}));
  return { code: told.type?.split('/').at(-1), text: told.errors?.map(e => e.detail).join(' ') || told.detail || told.title || `${answer.status}` };
}

async function doubtOf(report, problem) {
  if (problem.code !== 'changed-meanwhile') return { text: problem.text, key: problem.key };
  const now = await fetch(api(report.activity, report.kind), { headers: { Accept: 'application/json' } }).then(a => a.ok ? a.json() : null).catch(() => null);
  return { text: problem.text, now };
}

/** The server has it. What was entered again in the meantime stays, and stands on what was sent. */
async function settle(sent) {
  await see(sent.activity, sent.kind, sent.basedOn + 1, sent.figures);
  const waiting = (await reports()).find(r => r.activity === sent.activity);
  if (waiting?.sendingId === sent.sendingId) await dropReport(sent.activity);
  else if (waiting) await keepReport({ ...waiting, basedOn: sent.basedOn + 1 });
}
