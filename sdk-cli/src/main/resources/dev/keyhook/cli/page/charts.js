const SECONDS = 300;
const HEIGHT = 92;

function clock(seconds) { return new Date(seconds * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' }); }

/** Throughput and latency of the last five minutes. */
export class Charts {
  constructor() {
    this.at = [];
    this.requests = [];
    this.failed = [];
    this.p50 = [];
    this.p99 = [];
    this.plots = [];
  }

  start(seconds) {
    const end = Math.floor(Date.now() / 1000);
    for (let i = end - SECONDS; i < end - seconds.length; i++) { this.push({ at: i, requests: 0, failed: 0 }); }
    seconds.forEach(second => this.push(second));
    this.make();
    addEventListener('resize', () => this.resize());
  }

  push(second) {
    this.at.push(second.at);
    this.requests.push(second.requests);
    this.failed.push(second.failed || null);
    this.p50.push(second.requests ? second.p50 : null);
    this.p99.push(second.requests ? second.p99 : null);
    if (this.at.length > SECONDS) { [this.at, this.requests, this.failed, this.p50, this.p99].forEach(series => series.shift()); }
  }

  add(second) {
    if (this.at.length && second.at <= this.at[this.at.length - 1]) { second.at = this.at[this.at.length - 1] + 1; }
    this.push(second);
    if (this.plots.length) {
      this.plots[0].setData([this.at, this.requests, this.failed]);
      this.plots[1].setData([this.at, this.p50, this.p99]);
    }
  }

  color(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

  make() {
    const soft = this.color('--soft');
    const axis = { stroke: soft, font: '11px system-ui, sans-serif', grid: { stroke: this.color('--line'), width: 1 }, ticks: { show: false } };
    const common = id => ({
      width: document.getElementById(id).clientWidth, height: HEIGHT, legend: { show: false }, cursor: { show: false },
      scales: { y: { range: (plot, low, high) => [0, Math.max(1, high * 1.1 || 1)] } },
      axes: [{ ...axis, size: 22, space: 90, grid: { show: false }, values: (plot, ticks) => ticks.map(clock) }, { ...axis, size: 42, space: 26 }]
    });
    const line = (stroke, fill) => ({ stroke, fill, width: 1.5, points: { show: false }, spanGaps: false });
    const dots = (stroke) => ({ stroke, width: 1.5, points: { show: true, size: 3 } });
    const accent = this.color('--accent');
    const bad = this.color('--bad');
    this.plots = [
      new uPlot({ ...common('chart-requests'), series: [{}, line(accent, accent + '22'), line(bad)] },
        [this.at, this.requests, this.failed], document.getElementById('chart-requests')),
      new uPlot({ ...common('chart-latency'), series: [{}, dots(accent), dots(this.color('--warn'))] },
        [this.at, this.p50, this.p99], document.getElementById('chart-latency'))
    ];
  }

  resize() {
    this.plots.forEach(plot => plot.setSize({ width: plot.root.parentElement.clientWidth, height: HEIGHT }));
  }

  restyle() {
    if (this.plots.length) { this.plots.forEach(plot => plot.destroy()); this.make(); }
  }
}
