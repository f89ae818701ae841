import { App } from './app.tsx';
import { renderInto } from './dom-host.ts';

const page = document.getElementById('page');
if (page === null) throw new Error('The page has no place to draw in.');
renderInto(page, <App />, (error) => {
  page.textContent = `The page has a fault: ${String(error)}. Load it again, or use the machine's own console.`;
});
