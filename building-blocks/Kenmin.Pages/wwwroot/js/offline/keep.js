// Asks the browser to keep pages for when there is no network. The pages of one kind share a worker, and name every file that any of
// them uses: who opens one of them has what the others need.
const { offlineRoot: root, offlineFiles: files } = document.querySelector('script[data-offline-root]').dataset;

if ('serviceWorker' in navigator) {
  navigator.serviceWorker.register(`${root}/worker.js`, { scope: root }).catch(console.error);
  navigator.serviceWorker.ready.then(registration => {
    const used = [...document.querySelectorAll('link[rel=stylesheet][href], link[rel=icon][href], script[src]')].map(e => e.href || e.src);
    const fetched = performance.getEntriesByType('resource').map(e => e.name);
    const all = [location.href.split('#')[0], ...used, ...files.split(' '), ...fetched];
    registration.active.postMessage({
      keep: [...new Set(all.map(address => new URL(address, document.baseURI).href))].filter(address => {
        const url = new URL(address);
        return url.origin === location.origin && (url.pathname.startsWith('/_content/') || url.href === location.href.split('#')[0]);
      }),
    });
  });
}
