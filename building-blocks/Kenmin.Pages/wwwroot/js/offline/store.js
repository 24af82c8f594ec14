// What a page keeps on the device beside itself: a database of the browser with stores that hold values by key.

/** Opens a database. Returns what runs work on some of its stores in one transaction, and answers what the work's last request gave. */
export function database(name, stores) {
  let opened;
  const open = () => opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => stores.forEach(store => request.result.createObjectStore(store));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return async (some, mode, work) => {
    const transaction = (await open()).transaction(some, mode);
    const result = work(transaction);
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
    return result?.result;
  };
}

/** What an answer of the API says of who asks; null when nothing stands in the way. */
export const refusal = answer => !answer ? null
  : answer.status === 401 || answer.redirected ? 'signIn'
  : answer.status === 403 || answer.status === 404 ? 'noAccess' : null;

/** Makes an element. */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Puts values into a text with {0}, {1}. */
export const say = (text, ...values) => values.reduce((said, value, i) => said.replaceAll(`{${i}}`, value), text);
