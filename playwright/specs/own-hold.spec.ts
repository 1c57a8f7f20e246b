import type { Browser, Page } from '@playwright/test';
import { Journey } from '../src/journey.ts';
import { CLIENT, type Api } from '../support/api.ts';
import { expectNoSideways, lowTargets, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';

const PLACE = { agency: 'lyon-part-dieu', theme: 'premier-rdv', channel: 'office' } as const;
const AT_SLOTS = `/rdv?agence=${PLACE.agency}&theme=${PLACE.theme}&canal=${PLACE.channel}`;

/** Goes through the first three steps, so that there is a step to go back to before the slots, and to the form. */
async function toDetails(journey: Journey, start: string) {
  await journey.walkTo('details', { ...PLACE, start });
  await expect(journey.hook('countdown')).toBeVisible();
}

/** Two starts of one day, well after the theme's notice. */
async function twoStarts(api: Api): Promise<[string, string]> {
  const starts = await api.starts(PLACE);
  const first = starts.at(-4)!;
  const second = starts.find((start) => start.slice(0, 10) === first.slice(0, 10) && start !== first)!;
  return [first, second];
}

/** The calls about holds that the page makes from now on: methods, and bodies. */
function holdCalls(page: Page): { method: string; body: any }[] {
  const calls: { method: string; body: any }[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/public/holds') && request.method() !== 'OPTIONS') {
      calls.push({ method: request.method(), body: request.postDataJSON() });
    }
  });
  return calls;
}

/** Whether a second visitor, in a browser of their own, is offered `start`. */
async function isOffered(browser: Browser, baseURL: string, start: string): Promise<boolean> {
  const context = await browser.newContext({ baseURL, locale: 'fr-FR', timezoneId: 'Europe/Paris' });
  const page = await context.newPage();
  const journey = new Journey(page);
  await page.goto(AT_SLOTS);
  await journey.step('slot').locator('[data-testid^="creno-slot-"]').first().waitFor({ state: 'attached' });
  const date = start.slice(0, 10);
  // Each press reads further or turns a page; the last day that is known is past the wanted one in the end.
  while ((await lastDay(journey)) < date) await journey.hook('next-days').click();
  const offered = (await journey.hook(`slot-${start}`).count()) > 0;
  await context.close();
  return offered;
}

async function lastDay(journey: Journey): Promise<string> {
  const hooks = await journey.step('slot').locator('[data-testid^="creno-slot-"]').evaluateAll((radios) =>
    radios.map((radio) => radio.getAttribute('data-testid')!.slice('creno-slot-'.length)));
  return hooks.at(-1)?.slice(0, 10) ?? '';
}

test('back at the slots the visitor’s own start is marked as theirs, and goes on without another call', async ({ page, api, journey }) => {
  const [start] = await twoStarts(api);
  await page.goto('/rdv');
  await toDetails(journey, start);
  await journey.writeDetails(CLIENT);
  await api.takeAll(PLACE, start);
  expect(await api.starts(PLACE)).not.toContain(start);

  const calls = holdCalls(page);
  const listed = page.waitForRequest((request) => request.url().includes('/public/slots') && request.method() === 'GET');
  await journey.back();
  const token = (await (await listed).allHeaders())['creno-hold']!;
  expect(token).toBeTruthy();
  const own = journey.hook(`slot-${start}`);
  await expect(own).toBeVisible();
  await expect(own).toBeChecked();
  await expect(own).toHaveAccessibleName(new RegExp(`^${start.slice(11, 16)}\\s+Réservé pour vous$`));
  await expect(journey.hook('hold')).toContainText('Créneau réservé pour vous');
  await expect(journey.hook('countdown')).toHaveText(/^(10:00|09:\d\d)$/);
  await expect(journey.hook('next')).toHaveText('Continuer');
  // The token is nowhere that outlives the page.
  const written = await page.evaluate(() =>
    [JSON.stringify(history.state), location.href, document.cookie, JSON.stringify({ ...localStorage, ...sessionStorage })].join());
  expect(written).not.toContain(token);

  await journey.next();
  await expect(journey.step('details')).toBeVisible();
  await expect(journey.hook('countdown')).toBeVisible();
  expect(calls).toEqual([]);
  for (const [key, value] of Object.entries(CLIENT)) await expect(journey.field(key)).toHaveValue(value);
  await journey.fillDetails({});

  // From the last look too.
  await journey.hook('check-edit-slot').click();
  await expect(own).toBeChecked();
  await journey.next();
  await journey.fillDetails({});
  expect(calls).toEqual([]);
  await journey.confirm();
  await journey.reference();
});

test('another start takes the place of the first, which others may then have', async ({ page, api, journey, browser, baseURL }) => {
  const [first, second] = await twoStarts(api);
  await page.goto('/rdv');
  await toDetails(journey, first);
  await api.takeAll(PLACE, first);
  expect(await isOffered(browser, baseURL!, first)).toBe(false);

  const calls = holdCalls(page);
  await journey.back();
  await journey.pickSlot(second);
  await expect(journey.hook('next')).toHaveText('Réserver ce créneau');
  // Until the visitor has decided, the first is theirs.
  await expect(journey.hook(`slot-${first}`)).toHaveAccessibleName(/Réservé pour vous/);
  await journey.next();
  await expect(journey.step('details')).toBeVisible();
  expect(calls).toEqual([{ method: 'POST', body: { ...PLACE, start: second, replaces: expect.any(String) } }]);
  expect(await isOffered(browser, baseURL!, first)).toBe(true);
  await api.takeAll(PLACE, second);
  expect(await isOffered(browser, baseURL!, second)).toBe(false);

  await journey.back();
  await expect(journey.hook(`slot-${second}`)).toHaveAccessibleName(/Réservé pour vous/);
  await expect(journey.hook(`slot-${first}`)).not.toHaveAccessibleName(/Réservé pour vous/);
  await journey.next();
  await journey.fillDetails(CLIENT);
  await journey.confirm();
  await journey.reference();
});

test('a start that can’t be had leaves the visitor the one that they have', async ({ page, api, journey }) => {
  const [first, second] = await twoStarts(api);
  await page.goto('/rdv');
  await toDetails(journey, first);
  await journey.back();
  await journey.pickSlot(second);
  await api.takeAll(PLACE, second);
  await journey.next();
  await expect(journey.problem).toHaveAttribute('data-code', 'slot_taken');
  await expect(journey.hook(`slot-${first}`)).toHaveAccessibleName(/Réservé pour vous/);
  await expect(journey.hook(`slot-${second}`)).toHaveCount(0);
  await expect(journey.hook('countdown')).toBeVisible();
  const calls = holdCalls(page);
  await journey.pickSlot(first);
  await journey.next();
  await expect(journey.step('details')).toBeVisible();
  expect(calls).toEqual([]);
});

test('further back than the slots, the start is given back', async ({ page, api, journey }) => {
  const [start] = await twoStarts(api);
  await page.goto('/rdv');
  await toDetails(journey, start);
  await api.takeAll(PLACE, start);
  await journey.back();
  await expect(journey.hook(`slot-${start}`)).toBeChecked();
  const released = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
  await journey.hook('edit-theme').click();
  expect((await released).status()).toBe(204);
  await expect(journey.step('theme')).toBeVisible();
  expect(await api.starts(PLACE)).toContain(start);
  await page.goBack();
  await expect(journey.step('slot')).toBeVisible();
  await expect(journey.hook(`slot-${start}`)).toHaveAccessibleName(start.slice(11, 16));
  await expect(journey.hook('hold')).toHaveCount(0);
});

test('another channel on the element, or a page that is left, gives the start back', async ({ page, api, journey }) => {
  const [start, other] = await twoStarts(api);
  await page.goto('/rdv');
  await toDetails(journey, start);
  await api.takeAll(PLACE, start);
  await journey.back();
  await expect(journey.hook(`slot-${start}`)).toBeChecked();
  const released = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
  await journey.element.evaluate((element, place) => {
    for (const [name, value] of Object.entries(place)) element.setAttribute(name, value);
  }, { ...PLACE, channel: 'phone' });
  await released;
  await expect(journey.hook('hold')).toHaveCount(0);
  expect(await api.starts(PLACE)).toContain(start);

  await page.goto(AT_SLOTS);
  await journey.chooseSlot(other);
  await expect(journey.hook('countdown')).toBeVisible();
  await api.takeAll(PLACE, other);
  await journey.back();
  await expect(journey.hook(`slot-${other}`)).toBeChecked();
  await page.goto('about:blank');
  await expect.poll(() => api.starts(PLACE)).toContain(other);
});

test('a hold that lapses at the slots takes its mark away, and nothing else', async ({ page, api, journey, sandbox }) => {
  const [start] = await twoStarts(api);
  await page.clock.install();
  await page.goto('/rdv');
  await toDetails(journey, start);
  await journey.back();
  const own = journey.hook(`slot-${start}`);
  await expect(own).toHaveAccessibleName(/Réservé pour vous/);
  await sandbox.setClock(new Date(Date.now() + 11 * 60_000));
  await page.clock.fastForward('10:01');
  await expect(journey.hook('hold')).toHaveCount(0);
  await expect(own).toHaveAccessibleName(start.slice(11, 16));
  await expect(own).toBeChecked();
  await expect(journey.problem).toHaveText(/^Votre réservation du .* est arrivée à son terme\.$/);
  await expect(journey.problem).toHaveRole('status');
  await expect(journey.element.getByRole('alert')).toHaveCount(0);
  const calls = holdCalls(page);
  await journey.next();
  await expect(journey.step('details')).toBeVisible();
  await expect(journey.problem).toHaveCount(0);
  expect(calls).toEqual([{ method: 'POST', body: { ...PLACE, start } }]);
});

test('in English too', async ({ page, api, journey }) => {
  const [start] = await twoStarts(api);
  await page.goto('/rdv?lang=en');
  await toDetails(journey, start);
  await journey.back();
  await expect(journey.hook(`slot-${start}`)).toHaveAccessibleName(/Held for you/);
});

test.describe('the slots with a start that is kept', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  for (const width of [360, 1440]) {
    test(`have no fault that axe finds, at ${width} px`, async ({ page, api, journey }) => {
      const [start, other] = await twoStarts(api);
      await page.setViewportSize({ width, height: 800 });
      await page.goto('/rdv');
      await toDetails(journey, start);
      await journey.back();
      for (const chosen of [start, other]) {
        await journey.pickSlot(chosen);
        await expect(journey.hook(`slot-${chosen}`)).toBeChecked();
        expect.soft(await violations(page)).toEqual([]);
        await expectNoSideways(page);
        expect.soft(await lowTargets(page, width < 720 ? 44 : 24)).toEqual([]);
      }
    });
  }
});
