import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contrast, mix, rgb } from './colour.ts';
import { tokens } from './tokens.ts';

const css = readFileSync(new URL('./theme.css', import.meta.url), 'utf8');

/** Custom properties of the block that begins with a selector. */
function properties(selector: string): Readonly<Record<string, string>> {
  const start = css.indexOf(`${selector} {`);
  expect(start, selector).toBeGreaterThanOrEqual(0);
  const block = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries([...block.matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]));
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

for (const theme of ['dark', 'light'] as const) {
  const found = properties(`:root[data-theme="${theme}"]`);
  const { ui, map, protection } = tokens.color[theme];

  test(`${theme}: every colour of tokens.json, and no other`, () => {
    const wanted: Record<string, string> = {};
    for (const [name, value] of Object.entries(ui)) wanted[`--${kebab(name)}`] = value.toLowerCase();
    for (const [name, value] of Object.entries(map)) wanted[`--map-${kebab(name)}`] = value.toLowerCase();
    for (const [name, value] of Object.entries(protection)) wanted[`--state-${name}`] = value.toLowerCase();
    const colours = Object.entries(found).filter(([, value]) => value.startsWith('#'));
    expect(Object.fromEntries(colours)).toEqual(wanted);
  });

  test(`${theme}: marks are drawn in the ink that contrasts more`, () => {
    for (const [name, value] of Object.entries(protection)) {
      const under = rgb(value);
      const black = contrast(mix(under, [0, 0, 0], 0.72), under);
      const white = contrast(mix(under, [255, 255, 255], 0.85), under);
      expect(found[`--ink-${name}`], name).toBe(black >= white ? 'rgb(0 0 0 / 72%)' : 'rgb(255 255 255 / 85%)');
    }
  });
}

test('fonts, radii and targets are those of tokens.json', () => {
  const found = properties(':root');
  expect(found['--font-sans']).toContain(`"${tokens.font.sans}"`);
  expect(found['--font-mono']).toContain(`"${tokens.font.mono}"`);
  for (const [name, px] of Object.entries(tokens.radius)) expect(found[`--radius-${name}`]).toBe(`${px}px`);
  for (const name of ['default', 'dense', 'touch'] as const)
    expect(found[`--target-${name}`]).toBe(`${tokens.target[name]}px`);
  expect(found['--panel-easing']).toBe(`cubic-bezier(${tokens.motion.panel.easing.join(', ')})`);
});
