import { printedFont, printedWidth } from '../../providers/pdf/printed-document.js';

/** A drawing of numbers over months. */
export interface Chart {
  readonly shape: 'stacked-bars' | 'bars' | 'lines';
  /** Below the axis, one for each place. */
  readonly labels: readonly string[];
  readonly series: readonly ChartSeries[];
  /** How a number on the axis is written. */
  readonly format: (value: number) => string;
  /** Distances of lines on the axis that read well, by rising size; each of them tenfold too. */
  readonly steps: readonly number[];
  /** The end of the axis, where it is always the same, e.g. 1 for parts. */
  readonly most?: number;
}

export interface ChartSeries {
  readonly name: string;
  /** One for each label; undefined: there is none, and a line has a gap. */
  readonly values: readonly (number | undefined)[];
}

/** Told apart by brightness too, for whoever prints in grey or sees no colours. */
const colours = ['#1f4e79', '#5b9bd5', '#f2a541', '#a8b4c0', '#8c3b3b'] as const;
const height = 170;
const plot = { left: 58, right: printedWidth - 6, top: 26, bottom: height - 24 };
const mostLines = 5;

/** Draws a chart as SVG: vectors and letters only. */
export function drawChart(chart: Chart): string {
  const { step, most } = axisOf(chart);
  const yOf = (value: number) => plot.bottom - (value / most) * (plot.bottom - plot.top);
  const lines = Array.from({ length: Math.round(most / step) + 1 }, (_, index) => index * step);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${printedWidth}" height="${height}" viewBox="0 0 ${printedWidth} ${height}" font-family="${printedFont}" font-size="8">`,
    ...lines.map((value) => gridLine(yOf(value), chart.format(value), value === 0)),
    ...legend(chart.series),
    ...labels(chart.labels),
    ...(chart.shape === 'lines' ? drawLines(chart, yOf) : drawBars(chart, yOf)),
    '</svg>',
  ].join('');
}

/** The axis ends with a line above or at the highest value. */
function axisOf({ shape, labels: places, series, steps, most }: Chart): { step: number; most: number } {
  const tops = places.map((_, place) => {
    const values = series.map(({ values: all }) => all[place] ?? 0);
    return shape === 'stacked-bars' ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values);
  });
  const highest = most ?? Math.max(...tops, 0);
  const step = stepFor(highest === 0 ? (steps[0] ?? 1) : highest, steps);
  return { step, most: step * Math.max(1, Math.ceil(highest / step - 1e-9)) };
}

function stepFor(highest: number, steps: readonly number[]): number {
  for (let factor = 1; ; factor *= 10) {
    const fitting = steps.find((step) => highest <= step * factor * mostLines);
    if (fitting !== undefined) return fitting * factor;
  }
}

function gridLine(y: number, text: string, isBase: boolean): string {
  const colour = isBase ? '#5a6776' : '#d9e0e8';
  return (
    `<line x1="${plot.left}" y1="${at(y)}" x2="${plot.right}" y2="${at(y)}" stroke="${colour}" stroke-width="0.6"/>` +
    `<text x="${plot.left - 5}" y="${at(y + 2.8)}" text-anchor="end" fill="#5a6776">${escaped(text)}</text>`
  );
}

function legend(series: readonly ChartSeries[]): readonly string[] {
  let x = plot.left;
  return series.map(({ name }, index) => {
    const drawn =
      `<rect x="${at(x)}" y="6" width="8" height="8" fill="${colourOf(index)}"/>` +
      `<text x="${at(x + 12)}" y="13" fill="#1f2933">${escaped(name)}</text>`;
    // Letters of the font are half as wide as they are high, give or take.
    x += 12 + name.length * 4.6 + 14;
    return drawn;
  });
}

function labels(names: readonly string[]): readonly string[] {
  const every = Math.ceil(names.length / 12);
  return names.flatMap((name, place) =>
    place % every === 0
      ? `<text x="${at(middleOf(place, names.length))}" y="${plot.bottom + 12}" text-anchor="middle" fill="#5a6776">${escaped(name)}</text>`
      : [],
  );
}

function drawBars({ shape, labels: { length: places }, series }: Chart, yOf: (value: number) => number) {
  const room = ((plot.right - plot.left) / places) * 0.7;
  const widest = shape === 'bars' ? room / series.length : room;
  const width = Math.min(widest, 36);
  const group = shape === 'bars' ? width * series.length : width;
  return Array.from({ length: places }, (_, place) => {
    let below = 0;
    return series.map(({ values }, index) => {
      const value = values[place] ?? 0;
      const [from, to] = shape === 'bars' ? [0, value] : [below, below + value];
      below += value;
      if (value === 0) return '';
      const x = middleOf(place, places) - group / 2 + (shape === 'bars' ? index * width : 0);
      return `<rect x="${at(x)}" y="${at(yOf(to))}" width="${at(width)}" height="${at(yOf(from) - yOf(to))}" fill="${colourOf(index)}"/>`;
    });
  }).flat();
}

function drawLines({ labels: { length: places }, series }: Chart, yOf: (value: number) => number) {
  return series.flatMap(({ values }, index) => {
    const colour = colourOf(index);
    const points = values.map((value, place) =>
      value === undefined ? undefined : ([middleOf(place, places), yOf(value)] as const),
    );
    const strokes = points.flatMap((point, place) => {
      const next = points[place + 1];
      if (point === undefined || next === undefined) return [];
      const [[x1, y1], [x2, y2]] = [point, next];
      return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="${colour}" stroke-width="1.6"/>`;
    });
    const dots = points.flatMap((point) =>
      point === undefined
        ? []
        : `<circle cx="${at(point[0])}" cy="${at(point[1])}" r="2.2" fill="${colour}"/>`,
    );
    return [...strokes, ...dots];
  });
}

function middleOf(place: number, places: number): number {
  return plot.left + ((place + 0.5) * (plot.right - plot.left)) / places;
}

function colourOf(index: number): string {
  return colours[index % colours.length] ?? colours[0];
}

function at(coordinate: number): string {
  return coordinate.toFixed(2);
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
