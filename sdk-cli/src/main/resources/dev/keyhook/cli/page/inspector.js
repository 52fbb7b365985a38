import { DeliveryList } from './list.js';
import { DeliveryDetail } from './detail.js';
import { Charts } from './charts.js';
import { InboxView } from './inbox.js';

const byId = id => document.getElementById(id);

/** Creates an element. Text is never markup, because anyone can send a delivery. */
export function element(name, options = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (key === 'text') { made.textContent = value; }
    else if (key === 'class') { made.className = value; }
    else if (key === 'click') { made.addEventListener('click', value); }
    else { made.setAttribute(key, value); }
  }
  made.append(...children);
  return made;
}

export async function get(path) {
  const response = await fetch('/api/' + path, { credentials: 'same-origin' });
  if (!response.ok) { throw new Error(await response.text()); }
  return response.json();
}

export async function post(path, body) {
  const response = await fetch('/api/' + path, {
    method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body)
  });
  if (!response.ok) { throw new Error(await response.text()); }
  return response.json();
}

const GOOD = ['HANDLED', 'STORED', 'VALIDATED'];
const CALM = ['DUPLICATE', 'EMPTY'];

/** Returns how good an outcome is: good, calm, warn or bad. */
export function mood(delivery) {
  if (delivery.duplicateOf) { return 'calm'; }
  if (delivery.state === 'dead letter' || delivery.state === 'parked') { return 'bad'; }
  if (delivery.state === 'retrying') { return 'warn'; }
  if (GOOD.includes(delivery.outcome)) { return 'good'; }
  if (CALM.includes(delivery.outcome)) { return 'calm'; }
  return delivery.status >= 500 ? 'bad' : 'warn';
}

/** Returns the outcome to show: the response to a duplicate in an inbox is that of a stored delivery. */
export function outcome(delivery) { return delivery.duplicateOf ? 'DUPLICATE' : delivery.outcome; }

/** Returns the current state of the event. */
export function progress(delivery) { return delivery.state || words(outcome(delivery)); }

export function words(name) { return (name || 'in progress').toLowerCase().replaceAll('_', ' '); }

const detail = new DeliveryDetail(byId('detail'), () => document.body.classList.remove('choosing'), number => list.choose(number));
const list = new DeliveryList({
  list: byId('list'), rows: byId('rows'), count: byId('count'), empty: byId('empty'),
  filter: byId('filter'), vendor: byId('filter-vendor'), outcome: byId('filter-outcome')
}, number => {
  document.body.classList.add('choosing');
  detail.show(number);
});
const charts = new Charts();
const inbox = new InboxView(byId('view-inbox'));

// ---- Live

function live(isOn, text) {
  byId('live').className = 'live ' + (isOn ? 'on' : 'off');
  byId('live-text').textContent = text;
}

async function load() {
  try {
    list.replace(await get('deliveries'));
  } catch {
    live(false, 'keyhook does not respond');
  }
}

function connect() {
  const stream = new EventSource('/api/stream');
  stream.addEventListener('open', () => { live(true, 'live'); load(); });
  stream.addEventListener('error', () => live(false, 'keyhook does not respond'));
  stream.addEventListener('deliveries', event => {
    const changed = JSON.parse(event.data);
    list.add(changed);
    detail.changed(changed);
  });
  stream.addEventListener('reload', load);
  stream.addEventListener('second', event => {
    const second = JSON.parse(event.data);
    charts.add(second);
    byId('now-requests').textContent = second.requests;
    byId('now-latency').textContent = second.requests ? second.p50.toFixed(1) + ' / ' + second.p99.toFixed(1) : '–';
    inbox.tick();
  });
}

// ---- Views, theme, dialogs

function show(view) {
  for (const name of ['deliveries', 'inbox']) {
    byId('view-' + name).hidden = name !== view;
    byId('tab-' + name).setAttribute('aria-pressed', String(name === view));
  }
  inbox.shown(view === 'inbox');
}

function theme(name) {
  document.documentElement.dataset.theme = name;
  try { localStorage.setItem('keyhook-theme', name); } catch { /* private window */ }
  charts.restyle();
}

function toggleTheme() { theme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'); }

function openSend() { byId('send-message').textContent = ''; byId('send').showModal(); byId('send-type').select(); }

async function send(event) {
  event.preventDefault();
  const message = byId('send-message');
  message.textContent = 'Sending…';
  try {
    const result = await post('send', {
      type: byId('send-type').value, fault: byId('send-fault').value, count: Number(byId('send-count').value)
    });
    message.textContent = result.error ? result.error
      : 'Sent ' + result.sent + ', response: ' + (result.status || 'none, the connection was cut');
  } catch (error) {
    message.textContent = String(error.message);
  }
}

function pause() {
  const isPaused = byId('pause').getAttribute('aria-pressed') !== 'true';
  byId('pause').setAttribute('aria-pressed', String(isPaused));
  list.pause(isPaused);
}

async function clear() {
  await post('clear', {});
  list.replace([]);
  detail.close();
}

/** Keys that work in every view. */
const GLOBAL = {
  s: openSend, t: toggleTheme, i: () => { if (!byId('tab-inbox').hidden) { show(byId('view-inbox').hidden ? 'inbox' : 'deliveries'); } },
  '?': () => byId('help').showModal()
};

const KEYS = {
  j: () => list.move(1), k: () => list.move(-1), ArrowDown: () => list.move(1), ArrowUp: () => list.move(-1),
  Home: () => list.move(-Infinity), End: () => list.move(Infinity),
  '/': () => byId('filter').focus(), r: () => detail.toggleReveal(), p: pause, Escape: () => detail.close()
};

addEventListener('keydown', event => {
  const isTyping = ['INPUT', 'SELECT', 'TEXTAREA'].includes(document.activeElement.tagName);
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) { return; }
  if (isTyping) {
    if (event.key === 'Escape') { document.activeElement.blur(); }
    return;
  }
  const action = GLOBAL[event.key] || KEYS[event.key];
  const isElsewhere = (byId('view-deliveries').hidden && !GLOBAL[event.key])
    || (['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key) && byId('detail').contains(document.activeElement));
  if (action && !isElsewhere) { event.preventDefault(); action(); }
});

byId('tab-deliveries').addEventListener('click', () => show('deliveries'));
byId('tab-inbox').addEventListener('click', () => show('inbox'));
byId('theme').addEventListener('click', toggleTheme);
byId('open-help').addEventListener('click', () => byId('help').showModal());
byId('open-send').addEventListener('click', openSend);
byId('empty-send').addEventListener('click', openSend);
byId('send-close').addEventListener('click', () => byId('send').close());
byId('send').querySelector('form').addEventListener('submit', send);
byId('pause').addEventListener('click', pause);
byId('clear').addEventListener('click', clear);

async function start() {
  let chosen = null;
  try { chosen = localStorage.getItem('keyhook-theme'); } catch { /* private window */ }
  theme(chosen || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
  const state = await get('state');
  for (const endpoint of state.endpoints) {
    byId('filter-vendor').append(element('option', { value: endpoint.vendor, text: endpoint.vendor }));
    byId('endpoints').append(element('dt', { text: endpoint.vendor }), element('dd', { text: endpoint.url }));
  }
  for (const fault of state.faults) {
    byId('send-fault').append(element('option', { value: fault.name, text: fault.label }));
  }
  byId('tab-inbox').hidden = !state.inbox;
  detail.hasInbox = state.inbox;
  charts.start(state.seconds);
  list.limit = state.limit;
  connect();
  for (const type of await get('types')) {
    byId('types').append(element('option', { value: type.type, label: type.vendor }));
  }
}

start();
