import { element, get, post } from './inspector.js';

function age(millis) {
  const units = [[86400000, 'd'], [3600000, 'h'], [60000, 'min'], [1000, 's']];
  for (const [size, name] of units) { if (millis >= size) { return Math.floor(millis / size) + ' ' + name; } }
  return millis + ' ms';
}

/** What waits in the inbox, and what was given up. */
export class InboxView {
  constructor(view) {
    this.view = view;
    this.isShown = false;
    this.message = '';
    this.drawn = '';
  }

  shown(isShown) {
    this.isShown = isShown;
    if (isShown) { this.load(); }
  }

  tick() { if (this.isShown) { this.load(); } }

  async load() {
    try {
      const status = await get('inbox');
      // Drawing again what did not change would take the focus away from its buttons.
      const stamp = JSON.stringify(status, (key, value) => key.endsWith('Millis') ? undefined : value) + this.message;
      if (stamp !== this.drawn || !this.view.contains(document.activeElement)) { this.draw(status); }
      this.drawn = stamp;
    } catch (error) {
      this.view.replaceChildren(element('p', { class: 'why bad', text: String(error.message) || 'The inbox cannot be reached.' }));
    }
  }

  draw(status) {
    const cards = element('div', { class: 'cards' });
    for (const backlog of status.backlogs) { cards.append(this.card(backlog)); }
    if (!status.backlogs.length) {
      cards.append(element('div', { class: 'card' }, element('h3', { text: 'Nothing waits' }),
        element('p', { class: 'soft', text: 'All stored events are handled, and none was given up.' })));
    }
    cards.append(element('div', { class: 'card' }, element('h3', { text: 'Storage' }),
      element('dl', { class: 'numbers' }, element('div', {}, element('dt', { text: 'size' }),
        element('dd', { text: (status.sizeBytes / 1048576).toFixed(1) + ' MiB' })))));
    const title = element('div', { class: 'title' }, element('h2', { text: 'Dead letters' }));
    if (status.deadLetters.length) {
      title.append(element('span', {},
        this.button('Retry all', 'retry', {}, 'Retry all dead letters?'), ' ',
        this.button('Discard all', 'discard', {}, 'Discard all dead letters? They are kept like handled events.')));
    }
    this.view.replaceChildren(cards, element('div', { class: 'card' }, title,
      element('p', { role: 'status', class: 'soft', text: this.message }), this.deadLetters(status.deadLetters)));
  }

  card(backlog) {
    const number = (name, value, isBad) => element('div', {}, element('dt', { text: name }), element('dd', { class: isBad ? 'bad' : '', text: String(value) }));
    return element('div', { class: 'card' }, element('h3', { text: backlog.endpoint }),
      element('dl', { class: 'numbers' },
        number('backlog', backlog.events.toLocaleString('en'), false), number('lanes', backlog.lanes.toLocaleString('en'), false),
        number('oldest', age(backlog.oldestMillis), backlog.oldestMillis > 60000), number('dead letters', backlog.deadLetters.toLocaleString('en'), backlog.deadLetters > 0)),
      backlog.unattended ? element('p', { class: 'why warn', text: 'No worker handles this endpoint.' }) : '');
  }

  deadLetters(events) {
    if (!events.length) { return element('p', { class: 'soft', text: 'None. An event that fails for a day, or is not readable, comes here.' }); }
    return element('table', { class: 'dead', 'aria-label': 'Dead letters' },
      element('thead', {}, element('tr', {}, ...['event', 'error', 'attempts', 'age', ''].map(text => element(text ? 'th' : 'td', text ? { scope: 'col', text } : {})))),
      element('tbody', {}, ...events.map(event => this.deadLetter(event))));
  }

  deadLetter(event) {
    const target = { endpoint: event.endpoint, id: event.key };
    const buttons = element('td');
    if (event.key) {
      buttons.append(this.button('Retry', 'retry', target), this.button('Replay', 'replay', target),
        this.button('Discard', 'discard', target, 'Discard this event?'));
    }
    return element('tr', {},
      element('td', {}, element('b', { text: event.type || 'not readable' }), element('div', { class: 'soft', text: [event.subject, event.id].filter(Boolean).join(' · ') })),
      element('td', { text: [event.error && event.error.split('.').pop(), event.message].filter(Boolean).join(': ') || '–' }),
      element('td', { text: String(event.attempts) }), element('td', { text: age(event.ageMillis) }), buttons);
  }

  button(text, action, target, question) {
    return element('button', {
      type: 'button', text,
      click: async () => {
        if (question && !confirm(question)) { return; }
        const result = await post('inbox/' + action, target);
        const done = { retry: 'to be handled again', replay: 'to be handled again', discard: 'discarded' }[action];
        this.message = result.count + ' ' + done + '.';
        this.load();
      }
    });
  }
}
