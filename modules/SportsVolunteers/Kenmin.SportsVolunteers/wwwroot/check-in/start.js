// The desk lets go of rosters of former days by itself, and says so; the list of shifts does it without a word.
import { purge } from './vault.js';

if (document.getElementById('check-in')) import('./app.js').catch(console.error);
else purge(Date.now()).catch(console.error);
