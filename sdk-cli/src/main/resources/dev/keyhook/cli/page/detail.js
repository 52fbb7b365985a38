import { element, get, mood, post, progress, words } from './inspector.js';

/** Everything about the chosen delivery. */
export class DeliveryDetail {
  constructor(pane, onClose, onChoose) {
    this.pane = pane;
    this.onClose = onClose;
    this.onChoose = onChoose;
    this.hasInbox = false;
    this.number = null;
    this.isRevealed = false;
  }

  async show(number) {
    if (number !== this.number) { this.isRevealed = false; this.pane.scrollTop = 0; }
    this.number = number;
    try {
      const delivery = await get('delivery?number=' + number + '&reveal=' + this.isRevealed);
      if (number === this.number) { this.draw(delivery); }
    } catch {
      this.pane.replaceChildren(this.back(), element('p', { class: 'hint', text: 'This delivery is not kept any more.' }));
    }
  }

  changed(deliveries) {
    if (this.number !== null && deliveries.some(delivery => delivery.number === this.number)) { this.show(this.number); }
  }

  toggleReveal() {
    if (this.number !== null) { this.isRevealed = !this.isRevealed; this.show(this.number); }
  }

  close() {
    this.number = null;
    this.pane.replaceChildren(element('p', { class: 'hint', text: 'Choose a delivery to see what became of it and why.' }));
    this.onClose();
  }

  back() {
    return element('button', { type: 'button', class: 'back', text: '← Deliveries', click: () => this.close() });
  }

  draw(delivery) {
    const parts = [this.back(), this.head(delivery)];
    if (delivery.description) { parts.push(element('p', { class: 'lead', text: delivery.description })); }
    parts.push(this.why(delivery), this.act(delivery), this.facts(delivery));
    if (delivery.lines && delivery.lines.length) { parts.push(this.title('Body', this.revealButton(delivery)), this.body(delivery.lines)); }
    else if (delivery.plain !== undefined) { parts.push(this.title('Body, not JSON', this.revealButton(delivery)), element('pre', { text: delivery.plain, tabindex: '0' })); }
    else if (delivery.bodySize) { parts.push(this.title('Body, not JSON', this.revealButton(delivery))); }
    if (delivery.differences && delivery.differences.length) { parts.push(this.title('Differences from the schema'), this.differences(delivery.differences)); }
    if (delivery.attempts.length) { parts.push(this.title('Attempts'), this.attempts(delivery.attempts)); }
    if (delivery.headers) { parts.push(this.title('Headers'), this.headers(delivery.headers)); }
    if (delivery.snippet) { parts.push(this.title('Handle this type', this.copyButton(delivery.snippet)), element('pre', { text: delivery.snippet, tabindex: '0' })); }
    this.pane.replaceChildren(...parts.filter(Boolean));
  }

  head(delivery) {
    return element('div', { class: 'head' },
      element('h2', { text: delivery.type || 'No event was read' }),
      element('span', { class: 'badge ' + mood(delivery), text: progress(delivery) }),
      element('span', { class: 'badge', text: String(delivery.status) }),
      delivery.dataClass === null ? element('span', { class: 'badge warn', text: 'unknown to this version' }) : '');
  }

  why(delivery) {
    const box = element('div', { class: 'why ' + mood(delivery) }, element('b', { text: delivery.meaning }));
    if (delivery.explanation) { box.append(delivery.explanation.advice); }
    else if (delivery.malformed) { box.append(delivery.malformed); }
    else if (delivery.reason) { box.append(delivery.reason); }
    return box;
  }

  /** Returns the buttons for the event in the inbox. */
  act(delivery) {
    const actions = { handled: ['replay'], 'dead letter': ['retry', 'discard'], retrying: ['retry'], parked: ['retry', 'discard'] }[delivery.state] || [];
    if (delivery.duplicateOf) {
      return element('div', { class: 'act' }, element('button', {
        type: 'button', text: 'Show the first delivery', click: () => this.onChoose(delivery.duplicateOf)
      }));
    }
    if (!this.hasInbox || !delivery.id || !actions.length) { return ''; }
    const message = element('span', { class: 'soft', role: 'status' });
    const button = action => element('button', {
      type: 'button', text: { replay: 'Replay: handle it again', retry: 'Retry now', discard: 'Discard' }[action],
      click: async () => {
        try {
          const result = await post('delivery/' + action, { number: delivery.number });
          message.textContent = result.count ? 'Done.' : 'Nothing to do: it waits, or is not in the inbox any more.';
        } catch (error) {
          message.textContent = String(error.message);
        }
      }
    });
    return element('div', { class: 'act' }, ...actions.map(button), message);
  }

  facts(delivery) {
    const facts = element('dl', { class: 'facts' });
    const add = (name, value) => {
      if (value !== null && value !== undefined && value !== '') {
        facts.append(element('dt', { text: name }), element('dd', { text: String(value) }));
      }
    };
    add('vendor', delivery.vendor);
    add('request', delivery.method && delivery.method + ' ' + delivery.target);
    add('id', delivery.id);
    add('subject', delivery.subject);
    add('happened', delivery.time);
    add('received', delivery.at.replace(/(\.\d{3})\d*Z/, '$1Z'));
    add('took', delivery.millis + ' ms');
    add('body', delivery.bodySize === undefined ? 'not kept any more' : delivery.bodySize.toLocaleString('en') + ' bytes');
    add('class', delivery.dataClass);
    return facts;
  }

  title(text, extra) { return element('h3', { text }, extra || ''); }

  revealButton(delivery) {
    if (!delivery.masked && !this.isRevealed) { return ''; }
    return element('button', {
      type: 'button', id: 'reveal', 'aria-pressed': String(this.isRevealed),
      text: this.isRevealed ? 'Mask sensitive fields' : 'Show sensitive fields', click: () => this.toggleReveal()
    });
  }

  copyButton(text) {
    const button = element('button', { type: 'button', text: 'Copy' });
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    });
    return button;
  }

  body(lines) {
    const box = element('div', { class: 'body', tabindex: '0', role: 'group', 'aria-label': 'Body' });
    for (const line of lines) {
      const json = element('span', { class: 'json' });
      json.style.paddingLeft = (line.depth * 2 + 2) + 'ch';
      json.style.textIndent = '-2ch';
      if (line.key !== undefined) { json.append(element('span', { class: 'k', text: JSON.stringify(line.key) }), ': '); }
      json.append(element('span', { class: line.masked ? 'masked' : line.kind, text: line.value, title: line.masked ? 'masked' : '' }));
      if (!line.last && line.value !== '{' && line.value !== '[' && line.depth > 0) { json.append(','); }
      const note = element('span', { class: 'note' });
      if (line.deviation) { note.append(element('b', { text: words(line.deviation) + ' ' })); }
      if (line.type) { note.append(element('b', { text: line.type + ' ' })); }
      if (line.description) { note.append(line.description); }
      box.append(element('div', { class: line.deviation ? 'line differs' : 'line' }, json, note));
    }
    return box;
  }

  table(head, rows, label) {
    return element('table', { 'aria-label': label },
      element('thead', {}, element('tr', {}, ...head.map(text => element('th', { scope: 'col', text })))),
      element('tbody', {}, ...rows.map(cells => element('tr', {}, ...cells.map(text => element('td', { class: 'mono', text: String(text) }))))));
  }

  headers(headers) {
    return this.table(['name', 'value'], headers.map(header => [header.name, header.value]), 'Headers');
  }

  differences(differences) {
    return this.table(['kind', 'place'], differences.map(each => [words(each.kind), each.pointer]), 'Differences');
  }

  attempts(attempts) {
    return this.table(['attempt', 'at', 'took', 'result', 'next'],
      attempts.map(attempt => [attempt.number, new Date(attempt.at).toLocaleTimeString('en-GB'), attempt.millis + ' ms', attempt.result,
        attempt.retryInMillis < 0 ? '' : 'in ' + (attempt.retryInMillis / 1000).toFixed(1) + ' s']), 'Attempts');
  }
}
