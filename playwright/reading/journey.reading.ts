// What a screen reader is told on the way through the journey, in report/read-aloud.md: `npm run read-aloud`.
import { mkdir, writeFile } from 'node:fs/promises';
import { open, walkAloud } from '../support/aloud.ts';
import { focusStops, heard, type Said } from '../support/ear.ts';
import { test } from '../support/fixtures.ts';

const HOW = { assertive: 'at once', polite: 'politely', focus: 'focus' };

test('the journey, read aloud', async ({ page, sandbox }) => {
  const journey = await open(page, sandbox);
  const parts = ['# The journey, read aloud\n\nBy keyboard, on the hosted page.\n'];
  await walkAloud(page, journey, async (moment) => {
    const said = (await heard(page)).map((told: Said) => `- ${HOW[told.how]}: ${told.text}`);
    // What a colon adds to is a state of the step: its tree is told once.
    const tree = await journey.element.ariaSnapshot();
    const lines = [`## ${moment}\n`, 'Said by itself:\n', ...(said.length ? said : ['- nothing']), ''];
    if (moment !== 'agency: none was chosen' && !/left$/.test(moment)) {
      const stops = await focusStops(page, journey);
      lines.push('Stops of Tab:\n', ...stops.map((stop, place) => `${place + 1}. ${stop}`), '');
      lines.push('Tree:\n', '```yaml', tree, '```', '');
    }
    parts.push(lines.join('\n'));
  });
  await mkdir('report', { recursive: true });
  await writeFile('report/read-aloud.md', parts.join('\n'));
});
