// Any of the pages sends what waits; the page of an activity takes reports as well.
import('./app.js').catch(console.error);
