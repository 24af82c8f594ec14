// Serves pages that a phone keeps where there is no network. It lies below those pages and is let near nothing else of the site.
// Pages and files only: what a page reads from the API is the page's own affair.
const KEPT = '{kept}';
const PAGES = '{pages}';
// A network that is there in name only must not keep people waiting.
const PATIENCE = 4000;

self.addEventListener('install', event => event.waitUntil(self.skipWaiting()));
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

// A page names itself and the files that it uses, once it is there: they were loaded before this worker was.
self.addEventListener('message', event => {
  if (event.data?.keep) event.waitUntil(keep(event.data.keep));
});

self.addEventListener('fetch', event => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  const isPage = request.mode === 'navigate' && (url.pathname === PAGES || url.pathname.startsWith(`${PAGES}/`));
  if (isPage || url.pathname.startsWith('/_content/')) event.respondWith(networkFirst(event));
});

async function networkFirst(event) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(event.request, { ignoreVary: true });
  const fresh = fetch(event.request).then(async answer => {
    // What leads elsewhere (to signing in) and what failed is shown, and not kept.
    if (answer.ok && !answer.redirected && answer.type === 'basic') await cache.put(event.request, answer.clone());
    return answer;
  });
  if (!kept) return fresh;
  const late = new Promise(resolve => setTimeout(resolve, PATIENCE, kept));
  event.waitUntil(fresh.catch(() => undefined));
  return Promise.race([fresh.catch(() => kept), late]);
}

async function keep(addresses) {
  const cache = await caches.open(KEPT);
  await Promise.all(addresses.map(async address => {
    try {
      const answer = await fetch(address, { credentials: 'same-origin' });
      if (answer.ok && !answer.redirected) await cache.put(address, answer);
    } catch { /* no network: what is kept stays */ }
  }));
  // Files of a former version go; pages stay, because another of them may be needed without a network.
  const wanted = new Set(addresses.map(address => new URL(address, self.location.origin).href));
  for (const request of await cache.keys())
    if (new URL(request.url).pathname.startsWith('/_content/') && !wanted.has(request.url)) await cache.delete(request);
}
