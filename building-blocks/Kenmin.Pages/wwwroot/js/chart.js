// Draws a chart from the table beneath it.
let library;
const loadLibrary = () => library ??= import('../lib/chart.js/chart.umd.min.js').then(() => globalThis.Chart);

const colourNames = ['--chart-1', '--chart-2', '--chart-3', '--chart-4', '--chart-5', '--chart-6'];

/** @param {HTMLElement} figure */
export async function start(figure) {
  const table = figure.querySelector('table');
  const labels = [...table.tBodies[0].rows].map(row => row.cells[0].textContent.trim());
  const names = [...table.tHead.rows[0].cells].slice(1).map(cell => cell.textContent.trim());
  const values = names.map((_, series) => [...table.tBodies[0].rows].map(row => {
    const value = row.cells[series + 1].dataset.value;
    return value === undefined || value === '' ? null : Number(value);
  }));
  if (labels.length === 0) return;

  const Chart = await loadLibrary();
  const style = getComputedStyle(document.documentElement);
  const css = name => style.getPropertyValue(name).trim();
  const kind = figure.dataset.chart;
  const pyramid = kind === 'pyramid';
  const lying = pyramid || kind === 'horizontalbar';
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const written = value => Math.abs(value).toLocaleString('en-US');

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 15;
  Chart.defaults.color = css('--text');

  const holder = figure.querySelector('[data-chart-canvas]');
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', figure.querySelector('figcaption').textContent);
  holder.append(canvas);
  holder.hidden = false;
  if (lying) holder.style.height = `${Math.max(14, labels.length * 1.9 + 6)}rem`;

  new Chart(canvas, {
    type: kind === 'line' ? 'line' : 'bar',
    data: {
      labels: pyramid ? [...labels].reverse() : labels,
      datasets: names.map((label, series) => {
        const colour = css(colourNames[series % colourNames.length]);
        const own = pyramid && series === 0 ? values[series].map(v => v === null ? null : -v) : values[series];
        return {
          label,
          data: pyramid ? [...own].reverse() : own,
          backgroundColor: colour,
          borderColor: colour,
          borderWidth: kind === 'line' ? 3 : 0,
          borderDash: kind === 'line' && series > 0 ? [8, 2 + series * 2] : [],
          pointStyle: ['circle', 'rect', 'triangle', 'rectRot', 'star', 'cross'][series % 6],
          pointRadius: 5,
          maxBarThickness: 48,
          borderRadius: 2,
        };
      }),
    },
    options: {
      indexAxis: lying ? 'y' : 'x',
      maintainAspectRatio: false,
      animation: still ? false : { duration: 400 },
      scales: {
        x: { stacked: pyramid || kind === 'stacked', grid: { color: css('--line-soft'), display: lying }, ticks: lying ? { callback: written } : {} },
        y: { stacked: pyramid || kind === 'stacked', beginAtZero: true, grid: { color: css('--line-soft'), display: !lying }, ticks: lying ? { autoSkip: false } : { callback: written } },
      },
      plugins: {
        legend: { display: names.length > 1, position: 'bottom', labels: { usePointStyle: kind === 'line', padding: 16 } },
        tooltip: { callbacks: { label: item => `${item.dataset.label}: ${written(lying ? item.parsed.x : item.parsed.y)}` } },
      },
    },
  });
  figure.querySelector('details').open = false;
}
