import { element, mood, outcome, progress, words } from './inspector.js';

const ROW = 50;
const SPARE = 8;

/** The list of deliveries. Only the rows in sight are in the document. */
export class DeliveryList {
  constructor(parts, onChoose) {
    this.parts = parts;
    this.onChoose = onChoose;
    this.limit = 10000;
    this.all = new Map();
    this.shown = [];
    this.chosen = null;
    this.isPaused = false;
    this.waiting = [];
    this.outcomes = new Set();
    this.frame = 0;
    parts.list.addEventListener('scroll', () => this.schedule());
    new ResizeObserver(() => this.schedule()).observe(parts.list);
    parts.filter.addEventListener('input', () => this.refilter());
    parts.vendor.addEventListener('change', () => this.refilter());
    parts.outcome.addEventListener('change', () => this.refilter());
  }

  replace(deliveries) {
    this.all = new Map(deliveries.map(delivery => [delivery.number, delivery]));
    deliveries.forEach(delivery => this.prepare(delivery));
    this.refilter();
  }

  add(deliveries) {
    if (this.isPaused) {
      this.waiting.push(...deliveries);
      this.tellCount();
      return;
    }
    let isNew = false;
    for (const delivery of deliveries) {
      this.prepare(delivery);
      isNew = isNew || !this.all.has(delivery.number);
      this.all.set(delivery.number, delivery);
    }
    const surplus = this.all.size - this.limit;
    if (surplus > 0) {
      const oldest = [...this.all.keys()].sort((one, other) => one - other).slice(0, surplus);
      oldest.forEach(number => this.all.delete(number));
    }
    this.refilter(isNew);
  }

  pause(isPaused) {
    this.isPaused = isPaused;
    const waiting = this.waiting;
    this.waiting = [];
    if (!isPaused) { this.add(waiting); }
    this.tellCount();
  }

  prepare(delivery) {
    delivery.search = [delivery.type, delivery.subject, delivery.id, delivery.vendor, words(outcome(delivery)), delivery.state, delivery.status]
      .join(' ').toLowerCase();
    const shown = outcome(delivery);
    if (shown && !this.outcomes.has(shown)) {
      this.outcomes.add(shown);
      this.parts.outcome.append(element('option', { value: shown, text: words(shown) }));
    }
  }

  refilter(isKeepingPlace) {
    const terms = this.parts.filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const vendor = this.parts.vendor.value;
    const chosen = this.parts.outcome.value;
    const before = this.shown.length;
    this.shown = [];
    for (const delivery of this.all.values()) {
      if ((!vendor || delivery.vendor === vendor) && (!chosen || outcome(delivery) === chosen)
          && terms.every(term => delivery.search.includes(term))) {
        this.shown.push(delivery);
      }
    }
    this.shown.sort((one, other) => other.number - one.number);
    const list = this.parts.list;
    const grown = this.shown.length - before;
    this.parts.rows.style.height = this.shown.length * ROW + 'px';
    if (isKeepingPlace && grown > 0 && list.scrollTop > ROW) { list.scrollTop += grown * ROW; }
    this.tellCount();
    this.schedule();
  }

  tellCount() {
    const total = this.all.size;
    const text = this.shown.length === total ? total.toLocaleString('en') + (total === 1 ? ' delivery' : ' deliveries')
      : this.shown.length.toLocaleString('en') + ' of ' + total.toLocaleString('en') + ' deliveries';
    this.parts.count.textContent = text + (this.isPaused ? ', paused, ' + this.waiting.length + ' waiting' : '');
    this.parts.empty.hidden = total > 0;
    this.parts.list.hidden = total === 0;
  }

  schedule() {
    if (!this.frame) { this.frame = requestAnimationFrame(() => { this.frame = 0; this.draw(); }); }
  }

  draw() {
    const list = this.parts.list;
    const first = Math.max(0, Math.floor(list.scrollTop / ROW) - SPARE);
    const last = Math.min(this.shown.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + SPARE);
    const rows = [];
    for (let i = first; i < last; i++) { rows.push(this.row(this.shown[i], i)); }
    this.parts.rows.replaceChildren(...rows);
    const active = this.shown.some(delivery => delivery.number === this.chosen);
    if (active && document.getElementById('row-' + this.chosen)) { list.setAttribute('aria-activedescendant', 'row-' + this.chosen); }
    else { list.removeAttribute('aria-activedescendant'); }
  }

  row(delivery, index) {
    const badges = element('span', { class: 'badges' });
    if (!delivery.recognized) { badges.append(element('span', { class: 'badge warn', text: 'new type' })); }
    if (delivery.deviations > (delivery.recognized ? 0 : 1)) { badges.append(element('span', { class: 'badge warn', text: 'Δ ' + delivery.deviations, title: delivery.deviations + ' differences from the schema' })); }
    badges.append(element('span', { class: 'badge ' + mood(delivery), text: progress(delivery) }));
    const row = element('div', {
      class: 'row', role: 'option', id: 'row-' + delivery.number, 'aria-selected': String(delivery.number === this.chosen),
      'aria-posinset': index + 1, 'aria-setsize': this.shown.length, click: () => this.choose(delivery.number)
    },
    element('span', { class: 'time', text: new Date(delivery.at).toLocaleTimeString('en-GB') }),
    element('span', { class: 'what' },
      element('span', { class: 'type', text: delivery.type || '(no event was read)' }),
      element('span', { class: 'about', text: delivery.vendor + (delivery.subject ? ' · ' + delivery.subject : '') })),
    badges,
    element('span', { class: 'ms', text: delivery.millis + ' ms' }));
    row.style.top = index * ROW + 'px';
    return row;
  }

  choose(number) {
    this.chosen = number;
    this.draw();
    this.onChoose(number);
  }

  move(step) {
    if (!this.shown.length) { return; }
    const at = this.shown.findIndex(delivery => delivery.number === this.chosen);
    const index = Math.max(0, Math.min(this.shown.length - 1, at < 0 && Number.isFinite(step) ? 0 : at + step));
    const list = this.parts.list;
    if (index * ROW < list.scrollTop) { list.scrollTop = index * ROW; }
    if ((index + 1) * ROW > list.scrollTop + list.clientHeight) { list.scrollTop = (index + 1) * ROW - list.clientHeight; }
    this.choose(this.shown[index].number);
    list.focus({ preventScroll: true });
  }
}
