import { element, get, post } from './inspector.js';

const STATES = {
  DUE: ['waits for a worker', 'calm'], RUNNING: ['being handled', 'good'], BACKING_OFF: ['waits to retry', 'warn'], PARKED: ['parked', 'bad']
};

export function age(millis) {
  const units = [[86400000, 'd'], [3600000, 'h'], [60000, 'min'], [1000, 's']];
  for (const [size, name] of units) { if (millis >= size) { return Math.floor(millis / size) + ' ' + name; } }
  return millis + ' ms';
}

function number(value) { return value.toLocaleString('en'); }

function shortError(error, message) { return [error && error.split('.').pop(), message].filter(Boolean).join(': ') || '–'; }

/** The backlog, lanes and dead letters of the inbox, with their actions. */
export class InboxView {
  constructor(view) {
    this.view = view;
    this.live = view.querySelector('#inbox-live');
    this.message = view.querySelector('#inbox-message');
    this.form = view.querySelector('#replay');
    this.isShown = false;
    this.drawn = '';
    this.form.addEventListener('submit', event => { event.preventDefault(); this.replay(); });
  }

  shown(isShown) {
    this.isShown = isShown;
    if (isShown) { this.load(); }
  }

  tick() { if (this.isShown) { this.load(); } }

  async load() {
    try {
      const status = await get('inbox');
      // Redrawing unchanged content would replace a button under the mouse or with the focus.
      const stamp = JSON.stringify(status, (key, value) => key.endsWith('Millis') ? undefined : value);
      const isInUse = this.live.matches(':hover') || this.live.contains(document.activeElement);
      if (stamp !== this.drawn || !isInUse) { this.draw(status); }
      this.drawn = stamp;
    } catch (error) {
      this.drawn = '';
      this.live.replaceChildren(element('p', { class: 'why bad', text: String(error.message) || 'The inbox cannot be reached.' }));
    }
  }

  draw(status) {
    const cards = element('div', { class: 'cards' });
    for (const backlog of status.backlogs) { cards.append(this.backlog(backlog)); }
    if (!status.backlogs.length) {
      cards.append(element('div', { class: 'card' }, element('h3', { text: 'Nothing waits' }),
        element('p', { class: 'soft', text: 'All stored events are handled, and none was given up.' })));
    }
    cards.append(element('div', { class: 'card' }, element('h3', { text: 'Storage' }),
      element('dl', { class: 'numbers' }, this.number('size', (status.sizeBytes / 1048576).toFixed(1) + ' MiB'),
        this.number('duplicates since the start', number(status.duplicates)))));
    const title = element('div', { class: 'title' }, element('h2', { text: 'Dead letters' }));
    if (status.deadLetters.length) {
      title.append(element('span', {},
        this.button('Retry all', 'retry', {}, 'Retry all dead letters?'), ' ',
        this.button('Discard all', 'discard', {}, 'Discard all dead letters? They are kept like handled events.')));
    }
    const more = list => list.length === status.limit ? element('p', { class: 'soft', text: 'The first ' + status.limit + ' are shown.' }) : '';
    this.live.replaceChildren(cards,
      element('div', { class: 'card' }, element('h2', { text: 'Lanes that wait' }), this.lanes(status.lanes), more(status.lanes)),
      element('div', { class: 'card' }, title, this.deadLetters(status.deadLetters), more(status.deadLetters)));
  }

  number(name, value, isBad) {
    return element('div', {}, element('dt', { text: name }), element('dd', { class: isBad ? 'bad' : '', text: String(value) }));
  }

  backlog(backlog) {
    return element('div', { class: 'card' }, element('h3', { text: backlog.endpoint }),
      element('dl', { class: 'numbers' },
        this.number('backlog', number(backlog.events)),
        this.number('lanes', number(backlog.lanes) + (backlog.parkedLanes ? ', ' + number(backlog.parkedLanes) + ' parked' : ''), backlog.parkedLanes > 0),
        this.number('oldest', age(backlog.oldestMillis), backlog.oldestMillis > 60000),
        this.number('dead letters', number(backlog.deadLetters), backlog.deadLetters > 0)),
      backlog.unattended ? element('p', { class: 'why warn', text: 'No worker handles this endpoint.' }) : '');
  }

  table(label, head, rows) {
    const cells = head.map(text => element(text ? 'th' : 'td', text ? { scope: 'col', text } : {}));
    return element('table', { class: 'actions-table', 'aria-label': label },
      element('thead', {}, element('tr', {}, ...cells)), element('tbody', {}, ...rows));
  }

  about(title, parts) {
    return element('td', {}, element('b', { text: title }), element('div', { class: 'soft', text: parts.filter(Boolean).join(' · ') }));
  }

  lanes(lanes) {
    if (!lanes.length) { return element('p', { class: 'soft', text: 'None. Events of one endpoint and subject are a lane: they are handled one after the other.' }); }
    return this.table('Lanes that wait', ['lane', 'state', 'backlog', 'oldest', 'last error', ''], lanes.map(lane => this.lane(lane)));
  }

  lane(lane) {
    const [text, mood] = STATES[lane.state] || [lane.state, 'calm'];
    const buttons = element('td');
    if (lane.state === 'PARKED') { buttons.append(this.button('Resume', 'retry-lane', { lane: lane.lane })); }
    if (lane.state === 'BACKING_OFF') { buttons.append(this.button('Retry now', 'retry-lane', { lane: lane.lane })); }
    return element('tr', {},
      this.about(lane.subject === null ? '(no subject)' : lane.subject, [lane.endpoint]),
      element('td', {}, element('span', { class: 'badge ' + mood, text }),
        element('div', { class: 'soft', text: lane.retryInMillis ? 'in ' + age(lane.retryInMillis) : '' })),
      element('td', { text: number(lane.events), 'data-name': 'backlog' }), element('td', { text: age(lane.oldestMillis), 'data-name': 'oldest' }),
      element('td', { text: lane.attempts ? lane.attempts + ' failed, ' + shortError(lane.error) : '–', 'data-name': 'last error' }), buttons);
  }

  deadLetters(events) {
    if (!events.length) { return element('p', { class: 'soft', text: 'None. An event that fails for a day, or is not readable, comes here.' }); }
    return this.table('Dead letters', ['event', 'error', 'attempts', 'age', ''], events.map(event => this.deadLetter(event)));
  }

  deadLetter(event) {
    const target = { lane: event.lane, position: event.position };
    return element('tr', {},
      this.about(event.type || 'not readable', [event.endpoint, event.subject, event.id]),
      element('td', { text: shortError(event.error, event.message), 'data-name': 'error' }),
      element('td', { text: String(event.attempts), 'data-name': 'attempts' }), element('td', { text: age(event.ageMillis), 'data-name': 'age' }),
      element('td', {}, this.button('Retry', 'retry', target), this.button('Discard', 'discard', target, 'Discard this event?')));
  }

  async run(action, target) {
    try {
      const result = await post('inbox/' + action, target);
      return result.error || (number(result.count) + (action === 'discard' ? ' discarded.' : ' to be handled again.'));
    } catch (error) {
      return String(error.message);
    }
  }

  button(text, action, target, question) {
    return element('button', {
      type: 'button', text,
      click: async () => {
        if (question && !confirm(question)) { return; }
        this.message.textContent = await this.run(action, target);
        this.load();
      }
    });
  }

  /** Counts first, and asks. */
  async replay() {
    const field = name => this.form.querySelector('#replay-' + name).value;
    const chosen = { type: field('type'), subject: field('subject'), minutes: Number(field('since')) };
    try {
      const planned = await post('inbox/replay', { ...chosen, dryRun: true });
      if (planned.error) {
        this.message.textContent = planned.error;
      } else if (!planned.count) {
        this.message.textContent = 'No handled event and no dead letter meets these conditions.';
      } else if (confirm('Handle ' + number(planned.count) + (planned.count === 1 ? ' event' : ' events') + ' again?')) {
        this.message.textContent = 'Adding ' + number(planned.count) + ', 100 per second…';
        this.message.textContent = await this.run('replay', chosen);
      }
    } catch (error) {
      this.message.textContent = String(error.message);
    }
    this.load();
  }
}
