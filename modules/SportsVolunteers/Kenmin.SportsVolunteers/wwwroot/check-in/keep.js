// Asks the browser to keep the check-in pages for when there is no network. Every file of the pages is named, also those that only
// one of them uses: who opens the list of shifts has what a shift's page needs.
import { purge } from './vault.js';

const base = new URL('.', import.meta.url).href;
const own = ['keep.js', 'app.js', 'vault.js', 'scanner.js', 'check-in.css'].map(name => base + name);

if ('serviceWorker' in navigator) {
  navigator.serviceWorker.register('/staff/sports/check-in/worker.js', { scope: '/staff/sports/check-in' }).catch(console.error);
  navigator.serviceWorker.ready.then(registration => {
    const used = [...document.querySelectorAll('link[rel=stylesheet][href], link[rel=icon][href], script[src]')].map(e => e.href || e.src);
    const lib = document.querySelector('[data-lib]')?.dataset.lib;
    const fetched = performance.getEntriesByType('resource').map(e => e.name);
    const all = [location.href.split('#')[0], ...used, ...own, ...fetched, ...(lib ? [new URL(lib, document.baseURI).href] : [])];
    registration.active.postMessage({
      keep: [...new Set(all)].filter(address => {
        const url = new URL(address, document.baseURI);
        return url.origin === location.origin && (url.pathname.startsWith('/_content/') || url.href === location.href.split('#')[0]);
      }),
    });
  });
}

// The desk lets go of rosters of former days by itself, and says so.
if (document.getElementById('check-in')) import('./app.js').catch(console.error);
else purge(Date.now()).catch(console.error);
