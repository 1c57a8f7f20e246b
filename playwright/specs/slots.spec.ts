// Step 4, beyond what the journey needs of it: how starts are grouped and heard, and what is offered when days are full.
import type { Page, Route } from '@playwright/test';
import { Keyboard } from '../src/hands.ts';
import { Journey } from '../src/journey.ts';
import { expectNoSideways, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';

const ADDRESS = '/rdv?agence=nantes-commerce&theme=premier-rdv&canal=office';
const WIDE = { width: 1100, height: 900 };
const NARROW = { width: 360, height: 800 };

type Answer = { from: string; days: { date: string; starts: string[] }[]; next: string | null };

/** Changes what the API says of starts. */
async function retell(page: Page, change: (answer: Answer, route: Route) => void | Promise<void>) {
  await page.route('**/public/slots?**', async (route) => {
    const response = await route.fetch();
    const json: Answer = await response.json();
    await change(json, route);
    await route.fulfill({ response, json });
  });
}

/** The date `days` after `date`. */
const later = (date: string, days: number) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

test('each half of a day is a group with its name, and each day one stop of Tab', async ({ page }) => {
  await page.setViewportSize(WIDE);
  const journey = new Journey(page, { hand: new Keyboard(page) });
  await page.goto(ADDRESS);
  const first = journey.step('slot').getByRole('radio', { name: /^\d\d:\d\d$/ }).first();
  await first.waitFor({ state: 'attached' });
  await expect(journey.element.getByRole('region')).toHaveCount(0);
  const names = await journey.step('slot').getByRole('group').evaluateAll((groups) =>
    groups.map((group) => group.getAttribute('aria-label') ?? ''));
  expect(names.length).toBeGreaterThanOrEqual(5);
  for (const name of names) expect(name.replace(/\s/g, ' ')).toMatch(/^(lun|mar|mercre|jeu|vendre|same)di \d+(er)? \S+( \d{4})?(, matin|, après-midi)?$/);
  expect(names.some((name) => name.endsWith(', matin')) && names.some((name) => name.endsWith(', après-midi'))).toBe(true);

  // Five days in sight: as many stops, and arrows within each.
  await journey.hook('next-days').focus();
  const stops: string[] = [];
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const focused = document.activeElement!.shadowRoot!.activeElement!;
      return focused.getAttribute('name') ?? focused.localName;
    });
    if (!name.startsWith('creno-slot-')) break;
    stops.push(name);
  }
  const days = await journey.step('slot').locator('.day:has(input)').count();
  expect(new Set(stops).size).toBe(stops.length);
  expect(stops).toHaveLength(days);

  // Whatever the day, one start is chosen.
  const starts = journey.step('slot').locator('input[name^="creno-slot-"]');
  await starts.first().check({ force: true });
  await starts.last().check({ force: true });
  await expect(journey.step('slot').locator('input[name^="creno-slot-"]:checked')).toHaveCount(1);
  await expect(starts.last()).toBeChecked();
  expect(await violations(page)).toEqual([]);
});

test('the choice is told by a region that was there before it', async ({ page, journey }) => {
  await page.goto(ADDRESS);
  const told = journey.step('slot').locator('.chosen[aria-live]');
  await expect(told).toHaveCount(1);
  await expect(told).toHaveText('');
  await told.evaluate((element) => ((element as any).same = true));
  await journey.pickSlot();
  await expect(told).toHaveText(/^\S+di\s\d+/);
  expect(await told.evaluate((element) => (element as any).same)).toBe(true);
});

test('the next start on offer is one press away, in words that say so', async ({ page, journey }) => {
  await page.goto(ADDRESS);
  const soonest = journey.element.getByRole('button', { name: /^Choisir le prochain créneau disponible : / });
  await soonest.click();
  await expect(journey.step('slot').locator('input[name^="creno-slot-"]:checked')).toHaveCount(1);
});

for (const [name, size] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  test(`nothing free: the other ways of meeting and the nearest agencies, ${name}`, async ({ page, journey }) => {
    await page.setViewportSize(size);
    await retell(page, (answer, route) => {
      if (!/agency=nantes-commerce&.*channel=office/.test(route.request().url())) return;
      answer.days = [];
      answer.next = null;
    });
    await page.goto(ADDRESS);
    const notice = journey.hook('empty');
    await expect(notice).toContainText('Aucun créneau n’est disponible');
    const near = notice.getByRole('button', { name: /^Voir les créneaux : .*, à \d+ km$/ });
    const kilometres = (await near.allInnerTexts()).map((text) => Number(/(\d+)\skm$/.exec(text)![1]));
    expect(kilometres).toHaveLength(3);
    expect(kilometres).toEqual([...kilometres].sort((one, other) => one - other));
    expect(await violations(page)).toEqual([]);
    await expectNoSideways(page);
    await notice.getByRole('button', { name: 'Voir les créneaux : Téléphone' }).click();
    await expect(journey.hook('summary')).toContainText('Téléphone');
    await expect(journey.hook('soonest')).toBeVisible();
    await journey.pickSlot();
    await page.goto(`${ADDRESS}&lang=fr`);
    const rennes = journey.hook('try-rennes-republique');
    await expect(rennes).toBeVisible();
    await rennes.click();
    await expect(journey.hook('summary')).toContainText('Rennes République');
    await expect(journey.hook('soonest')).toBeVisible();
  });
}

test('a week without a start leads to the next day that has one', async ({ page, journey }) => {
  await page.setViewportSize(WIDE);
  let from = '';
  await retell(page, (answer) => {
    from ||= answer.from;
    const [first] = answer.days;
    // A first day, then nothing for three weeks.
    answer.days = answer.days.filter(({ date }) => date === first?.date || date >= later(from, 21));
  });
  await page.goto(ADDRESS);
  await journey.hook('next-days').click();
  const jump = journey.hook('jump');
  await expect(jump).toHaveText(/^Prochain jour disponible\s: \S+di\s\d+/);
  const day = (await jump.innerText()).replace(/^.*: /, '').replace(/\s/g, '\\s').trim();
  await jump.click();
  await expect(jump).toHaveCount(0);
  await expect(journey.element.getByRole('group', { name: new RegExp(`^${day}`) }).first()).toBeVisible();
});

test('while starts are on their way, as many columns as days come', async ({ page, journey }) => {
  await page.setViewportSize(WIDE);
  let answer = () => {};
  const asked = new Promise<void>((done) => (answer = done));
  await retell(page, () => asked);
  await page.goto(ADDRESS);
  const grey = journey.hook('waiting').locator('.skeleton[data-shape="times"] > span');
  await expect(grey.first()).toBeVisible();
  const lefts = await grey.evaluateAll((spans) => [...new Set(spans.map((span) => Math.round(span.getBoundingClientRect().left)))]);
  answer();
  const days = journey.step('slot').locator('.day:visible');
  await expect(days.first()).toBeVisible();
  expect(await days.evaluateAll((days) => days.map((day) => Math.round(day.getBoundingClientRect().left)))).toEqual(lefts);
});
