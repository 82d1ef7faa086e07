import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { drawChart, type Chart } from './chart.js';

const elements = z.object({
  svg: z.object({
    rect: z
      .array(z.object({ height: z.coerce.number(), y: z.coerce.number(), fill: z.string() }))
      .default([]),
    circle: z.array(z.unknown()).default([]),
    line: z.array(z.object({ stroke: z.string(), y1: z.coerce.number() })).default([]),
    text: z.array(z.object({ '#text': z.coerce.string() })).default([]),
  }),
});

function drawn(chart: Chart) {
  const parser = new XMLParser({
    ...{ ignoreAttributes: false, attributeNamePrefix: '' },
    isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && name !== 'svg',
  });
  return elements.parse(parser.parse(drawChart(chart))).svg;
}

const bars: Chart = {
  ...{ shape: 'stacked-bars', labels: ['Jan', 'Feb'], format: String, steps: [1, 2, 5] },
  series: [
    { name: 'One', values: [3, 0] },
    { name: 'Two', values: [5, 4] },
  ],
};

describe('a chart (R3)', () => {
  it('has bars whose heights are as their values, and lines at numbers that read well', () => {
    const { rect, text } = drawn(bars);
    const heights = rect.slice(2).map(({ height }) => height);
    expect(heights.map((height) => Math.round((height / (heights[0] ?? 1)) * 3))).toEqual([3, 5, 4]);
    expect(text.map((each) => each['#text'])).toEqual(['0', '2', '4', '6', '8', 'One', 'Two', 'Jan', 'Feb']);
  });

  it('leaves a gap in a line where there is no value', () => {
    const line = {
      ...bars,
      shape: 'lines',
      series: [{ name: 'One', values: [1, undefined, 2, 3] }],
    } as const;
    const { circle, line: lines } = drawn({ ...line, labels: ['a', 'b', 'c', 'd'] });
    expect(circle).toHaveLength(3);
    expect(lines.filter(({ stroke }) => stroke === '#1f4e79')).toHaveLength(1);
  });

  it('takes nobody’s words for drawing', () => {
    const named = { ...bars, series: [{ name: '<script>"&', values: [1, 2] }] };
    expect(drawChart(named)).toContain('&lt;script&gt;&quot;&amp;');
  });

  it('is whole whatever is drawn', () => {
    const values = fc.array(fc.option(fc.double({ min: 0, max: 1e12, noNaN: true }), { nil: undefined }), {
      minLength: 1,
      maxLength: 40,
    });
    const shapes = fc.constantFrom('stacked-bars' as const, 'bars' as const, 'lines' as const);
    fc.assert(
      fc.property(values, values, shapes, (one, two, shape) => {
        const chart: Chart = {
          ...{ ...bars, shape, labels: one.map((_, index) => String(index)) },
          series: [
            { name: 'One', values: one },
            { name: 'Two', values: one.map((_, index) => two[index]) },
          ],
        };
        const svg = drawChart(chart);
        expect(drawn(chart).text.length).toBeGreaterThan(one.length / 12);
        expect(svg).not.toMatch(/NaN|Infinity|undefined|"-/);
        expect(svg.match(/text-anchor="end"/g)?.length).toBeLessThanOrEqual(6);
      }),
    );
  });
});
