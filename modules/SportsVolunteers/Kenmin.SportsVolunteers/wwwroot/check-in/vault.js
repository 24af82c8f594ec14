// What the device keeps: rosters, sealed, until the end of the day; and what was recorded and not sent yet.
//
// Why the key is made here and not given by the server: the page has to open the roster again after a reload without a network, so
// the key must be on the device whoever made it. It is made for one shift's day by WebCrypto and marked as not extractable: no
// script can read it, only use it, and it is in no answer, log or backup of the server. Deleting it makes what it sealed unreadable,
// even where a browser is slow to free the space. It does not protect from who holds the unlocked phone during the day: that is what
// the phone's own lock is for, and why a roster holds no address, phone number or birth date.
//
// The queue is not sealed: it holds ids and times, no names, and must outlive the key when the network stays away past midnight.

import { database } from '../../Kenmin.Pages/js/offline/store.js';

const NAME = 'kenmin-check-in';
const STORES = ['keys', 'rosters', 'queue', 'doubts', 'device'];
const run = database(NAME, STORES);

const read = (store, key) => run([store], 'readonly', t => t.objectStore(store).get(key));
const write = (store, key, value) => run([store], 'readwrite', t => { t.objectStore(store).put(value, key); });

/** Seals a roster under a key of its own and keeps it; the former one and its key are gone. */
export async function seal(shift, roster) {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const until = Date.parse(roster.deleteAfter);
  const data = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(shift) }, key, new TextEncoder().encode(JSON.stringify(roster)));
  await run(['keys', 'rosters'], 'readwrite', t => {
    t.objectStore('keys').put(key, shift);
    t.objectStore('rosters').put({ iv, data, until }, shift);
  });
}

/** The roster of a shift; null when there is none, or it was of another day. */
export async function unseal(shift) {
  const [key, sealed] = await Promise.all([read('keys', shift), read('rosters', shift)]);
  if (!key || !sealed) return null;
  const data = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: sealed.iv, additionalData: new TextEncoder().encode(shift) }, key, sealed.data);
  return JSON.parse(new TextDecoder().decode(data));
}

/** Deletes a roster and its key; what was not sent stays. */
export const forget = shift => run(['keys', 'rosters', 'doubts'], 'readwrite', t => {
  t.objectStore('keys').delete(shift);
  t.objectStore('rosters').delete(shift);
  t.objectStore('doubts').delete(shift);
});

/** Deletes every roster whose day is over. Returns the shifts. */
export async function purge(now) {
  const over = [];
  await run(['keys', 'rosters', 'doubts'], 'readwrite', t => {
    const cursor = t.objectStore('rosters').openCursor();
    cursor.onsuccess = () => {
      const at = cursor.result;
      if (!at) return;
      if (!(at.value.until > now)) {
        over.push(at.key);
        t.objectStore('keys').delete(at.key);
        t.objectStore('doubts').delete(at.key);
        at.delete();
      }
      at.continue();
    };
  });
  return over;
}

/** An id that tells this device from another, made here. */
export async function device() {
  const known = await read('device', 'id');
  if (known) return known;
  const made = crypto.randomUUID();
  await write('device', 'id', made);
  return made;
}

/** What waits to be sent for a shift, oldest first. */
export async function waiting(shift) {
  const all = await run(['queue'], 'readonly', t => t.objectStore('queue').getAll());
  return all.filter(action => action.shift === shift).sort((a, b) => a.order - b.order);
}

export const enqueue = action => write('queue', action.id, action);

/** Takes actions out that the server has answered, in one step with what is to be shown of them. */
export const settle = (shift, ids, doubts) => run(['queue', 'doubts'], 'readwrite', t => {
  ids.forEach(id => t.objectStore('queue').delete(id));
  t.objectStore('doubts').put(doubts, shift);
});

/** Outcomes that a person still has to look at. */
export const doubts = async shift => (await read('doubts', shift)) ?? [];
