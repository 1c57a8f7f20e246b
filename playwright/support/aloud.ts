import type { Page } from '@playwright/test';
import { Keyboard } from '../src/hands.ts';
import { Journey } from '../src/journey.ts';
import type { Sandbox } from '../src/sandbox.ts';
import { CLIENT } from './api.ts';
import { listen } from './ear.ts';

/** What the walk books. */
export const WISH = { agency: 'lyon-part-dieu', theme: 'premier-rdv', channel: 'office', answers: CLIENT } as const;

/** A Monday without a holiday near: what is offered then is always the same. */
const NOW = new Date('2026-06-15T08:00:00+02:00');

/** Opens the hosted page at a day that is always the same, with what it says noted. */
export async function open(page: Page, sandbox: Sandbox, address = '/rdv'): Promise<Journey> {
  await sandbox.setClock(NOW);
  await sandbox.reset();
  await page.clock.install({ time: NOW });
  await listen(page);
  await page.goto(address);
  const journey = new Journey(page, { hand: new Keyboard(page) });
  await journey.step('agency').waitFor();
  return journey;
}

/** Goes through the journey by keyboard, wrong turns included, with `at` at each moment. */
export async function walkAloud(page: Page, journey: Journey, at: (moment: string) => Promise<void>) {
  await at('agency');
  await journey.next();
  await journey.hook('missing').waitFor();
  await at('agency: none was chosen');
  await journey.hand.write(journey.hook('agency-search'), 'zzzz');
  await journey.hook('empty').waitFor();
  await at('agency: none is found');
  await journey.hand.write(journey.hook('agency-search'), 'Lyon');
  await journey.hook(`agency-${WISH.agency}`).waitFor({ state: 'attached' });
  // The towns of that name come a moment later.
  await journey.hook('count').filter({ hasText: 'proches de Lyon' }).waitFor();
  await at('agency: found');
  await journey.chooseAgency(WISH.agency);
  await journey.step('theme').waitFor();
  await at('theme');
  await journey.chooseTheme(WISH.theme);
  await journey.step('channel').waitFor();
  await at('channel');
  await journey.chooseChannel(WISH.channel);
  await journey.step('slot').locator('[data-testid^="creno-slot-"]').first().waitFor({ state: 'attached' });
  await at('slot');
  await journey.pickSlot();
  await at('slot: chosen');
  await journey.next();
  await journey.hook('countdown').waitFor();
  await at('details');
  for (const minutes of [5, 2, 1]) {
    await passTime(page, journey, minutes * 60 - 1);
    await at(`details: ${minutes} min left`);
  }
  await journey.next();
  await journey.hook('errors').waitFor();
  await at('details: mistakes');
  await journey.fillDetails(WISH.answers);
  await journey.step('check').waitFor();
  await at('check');
  await journey.confirm();
  await journey.reference();
  await at('done');
}

/** Lets time pass until the start is kept for `left` more seconds: at a stride, then second by second. */
async function passTime(page: Page, journey: Journey, left: number) {
  const [minutes, seconds] = (await journey.hook('countdown').innerText()).split(':').map(Number) as [number, number];
  await page.clock.fastForward((minutes * 60 + seconds - left - 4) * 1_000);
  await page.clock.runFor(5_000);
}
