import type { Page } from '@playwright/test';
import { Finger, Keyboard, type Hand } from '../src/hands.ts';
import { Journey } from '../src/journey.ts';
import { CLIENT } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';

const PLACE = { agency: 'lyon-part-dieu', theme: 'premier-rdv', channel: 'office' } as const;
const WISH = { ...PLACE, answers: CLIENT };
const REFERENCE = /^CRN-[A-Z0-9]{6}$/;
const STAFF = { email: 'admin@concilia.fr', password: 'demo1234' };

/** The hour of a start as the widget writes it in a sentence, such as `9 h 05`. */
function spoken(start: string): string {
  return `${Number(start.slice(11, 13))} h ${start.slice(14, 16)}`;
}

/** Books by `hand`, from the third-party page. Gives the start and the reference. */
async function book(page: Page, hand: Hand) {
  const journey = new Journey(page, { hand });
  await page.goto('/');
  await journey.chooseAgency(PLACE.agency, 'Lyon');
  await journey.chooseTheme(PLACE.theme);
  await journey.chooseChannel(PLACE.channel);
  const start = await journey.chooseSlot();
  await journey.fillDetails({ ...CLIENT, message: 'Je viendrai avec ma sœur.' });
  await expect(journey.step('check')).toContainText('06 12 34 56 78');
  await journey.confirm();
  const reference = await journey.reference();
  expect(reference).toMatch(REFERENCE);
  await expect(journey.heading).toHaveText('Rendez-vous confirmé !');
  return { start, reference };
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test('a person books by touch, and staff find the appointment', async ({ page, backOffice }) => {
    const { start, reference } = await book(page, new Finger());
    await backOffice.page.goto('/back-office/');
    await backOffice.signIn(STAFF.email, STAFF.password);
    await backOffice.openDay(start.slice(0, 10));
    const line = backOffice.findAppointment(reference);
    await expect(line).toContainText('Lefèvre');
    await expect(line).toContainText('Premier rendez-vous');
    await expect(line).toContainText(start.slice(11, 16));
  });
});

test.describe('on a desk', () => {
  test.use({ viewport: { width: 1440, height: 900 } });

  test('a city counts before streets of that name, and the button to go on stays in sight', async ({ page, journey }) => {
    await page.goto('/rdv');
    await journey.hook('agency-search').fill('paris');
    await expect(journey.hook('agency-paris-opera')).toBeAttached();
    await expect(journey.hook('agency-saint-denis-reunion')).toHaveCount(0);
    await journey.hook('agency-search').fill('rue de paris');
    await expect(journey.hook('agency-saint-denis-reunion')).toBeAttached();
    await journey.hook('agency-search').fill('zzzz');
    await journey.hook('clear').click();
    await journey.chooseAgency('paris-opera');
    await journey.chooseTheme('point-budget');
    await journey.chooseChannel('video');
    await journey.pickSlot();
    await expect(journey.hook('next')).toBeInViewport({ ratio: 1 });
  });

  test('a person books by keyboard alone, and staff find the appointment', async ({ page, backOffice }) => {
    await page.addInitScript(() => {
      if (location.pathname !== '/') return;
      addEventListener('pointerdown', () => console.error('a pointer was used'), true);
    });
    const { start, reference } = await book(page, new Keyboard(page));
    await backOffice.page.goto('/back-office/');
    await backOffice.signIn(STAFF.email, STAFF.password);
    await backOffice.openDay(start.slice(0, 10), PLACE.agency);
    await expect(backOffice.findAppointment(reference)).toContainText('Lefèvre');
  });
});

test('the keyboard goes back as well as forth', async ({ page }) => {
  const hand = new Keyboard(page);
  const journey = new Journey(page, { hand });
  await page.goto('/rdv');
  await journey.chooseAgency(PLACE.agency);
  await expect(journey.step('theme')).toBeVisible();
  await hand.reach(journey.hook('next'));
  await hand.reach(journey.hook('back'), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(journey.hook(`agency-${PLACE.agency}`)).toBeChecked();
});

test('going back loses nothing of what was typed', async ({ page, journey }) => {
  await page.goto('/');
  const start = await journey.walkTo('details', PLACE);
  const { phone, ...typed } = CLIENT;
  await journey.writeDetails({ ...typed, phone: '06 12' });
  await journey.hook('consent').check();

  await page.goBack();
  await expect(journey.hook(`slot-${start}`)).toBeChecked();
  await page.goBack();
  await expect(journey.hook(`channel-${PLACE.channel}`)).toBeChecked();
  await page.goForward();
  await expect(journey.step('slot')).toBeVisible();
  await journey.back();
  await expect(journey.step('channel')).toBeVisible();
  await journey.next();
  await expect(journey.hook(`slot-${start}`)).toBeChecked();
  await journey.next();

  for (const [key, value] of Object.entries(typed)) await expect(journey.field(key)).toHaveValue(value);
  await expect(journey.field('phone')).toHaveValue('06 12');
  await expect(journey.hook('consent')).toBeChecked();
  await journey.fillDetails({ phone });
  await journey.back();
  await expect(journey.field('last_name')).toHaveValue(CLIENT.last_name);
  await journey.next();
  await journey.confirm();
  expect(await journey.reference()).toMatch(REFERENCE);
});

test('after booking, the browser’s Back button does not lead to a second booking', async ({ page, journey }) => {
  await page.goto('/');
  const { reference } = await journey.book(WISH);
  await page.goBack();
  await expect(journey.hook('confirm')).toHaveCount(0);
  await expect(journey.step('details').or(journey.step('done'))).toBeVisible();
  if (await journey.step('done').isVisible()) expect(await journey.reference()).toBe(reference);
  await page.reload();
  await expect(journey.hook('confirm')).toHaveCount(0);
});

test('a reload keeps the choices, and nothing personal is written anywhere', async ({ page, journey }) => {
  await page.goto('/');
  const start = await journey.walkTo('check', WISH);

  const written = await page.evaluate(() => JSON.stringify(history.state) + location.href);
  expect(written).toContain(PLACE.agency);
  expect(written).toContain(PLACE.theme);
  expect(written).toContain(start);
  for (const value of [...Object.values(CLIENT), '06 12 34 56 78', 'hold']) expect(written).not.toContain(value);

  await page.reload();
  await expect(journey.step('details')).toBeVisible();
  await expect(journey.field('last_name')).toHaveValue('');
  const summary = journey.hook('summary');
  await expect(summary).toContainText('Lyon Part-Dieu');
  await expect(summary).toContainText('Premier rendez-vous');
  await expect(summary).toContainText('En agence');
  await expect(journey.hook('hold')).toBeVisible();
  await journey.fillDetails(CLIENT);
  await journey.confirm();
  await expect(journey.hook('done-when')).toContainText(spoken(start));
});

test('a whole journey leaves no trace in the host page and calls nobody else', async ({ page, context, journey, watch, server }) => {
  await page.goto('/');
  await journey.book(WISH);

  expect(await context.cookies()).toEqual([]);
  const kept = await page.evaluate(async () => ({
    cookie: document.cookie,
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map((database) => database.name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  expect(kept).toEqual({ cookie: '', local: [], session: [], databases: [], caches: [], workers: 0 });
  expect(watch.requests.length).toBeGreaterThan(10);
  expect(watch.requests.filter((url) => !url.startsWith(`${server.url}/`) && !url.startsWith('data:'))).toEqual([]);
});

test('a start taken meanwhile is told at once, with the nearest ones', async ({ page, api, journey }) => {
  await page.goto('/');
  const starts = await api.starts(PLACE);
  const wanted = starts[4]!;
  await journey.walkTo('slot', PLACE);
  await journey.pickSlot(wanted);
  expect((await api.takeAll(PLACE, wanted)).length).toBeGreaterThan(0);
  await journey.next();

  await expect(journey.problem).toHaveAttribute('data-code', 'slot_taken');
  await expect(journey.problem).toContainText('vient d’être pris');
  const other = journey.problem.locator('[data-testid^="creno-alternative-"]').first();
  const start = (await other.getAttribute('data-testid'))!.slice('creno-alternative-'.length);
  expect(await api.starts(PLACE)).toContain(start);
  // What was just refused is not offered again.
  await expect(journey.hook(`slot-${wanted}`)).toHaveCount(0);
  await other.click();
  await journey.fillDetails(CLIENT);
  await journey.confirm();
  await expect(journey.hook('done-when')).toContainText(spoken(start));
});

test('a start lost while typing costs nothing of what was typed', async ({ page, api, journey }) => {
  await page.goto('/');
  const start = await journey.walkTo('details', PLACE);
  await journey.writeDetails(CLIENT);
  await journey.back();
  await expect(journey.step('slot')).toBeVisible();
  // At the slots the start is still theirs; further back it no longer is.
  const released = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
  await journey.back();
  await released;
  await journey.next();
  await expect(journey.hook(`slot-${start}`)).toBeChecked();
  await api.takeAll(PLACE, start);
  await journey.next();
  await expect(journey.problem).toHaveAttribute('data-code', 'slot_taken');
  await journey.problem.locator('[data-testid^="creno-alternative-"]').first().click();
  for (const [key, value] of Object.entries(CLIENT)) await expect(journey.field(key)).toHaveValue(value);
});

test('a hold that lapsed before the confirmation can be taken again, or replaced', async ({ page, api, journey, sandbox }) => {
  await page.goto('/');
  const start = await journey.walkTo('check', WISH);
  await expect(journey.hook('countdown')).toHaveText(/^(10:00|09:\d\d)$/);

  const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);
  await sandbox.setClock(later(11));
  await journey.confirm();
  await expect(journey.problem).toHaveAttribute('data-code', 'hold_expired');
  await expect(journey.problem).toContainText('conservé');
  await journey.hook('retake').click();
  await expect(journey.problem).toHaveCount(0);
  await expect(journey.step('check')).toContainText(CLIENT.email);

  await sandbox.setClock(later(22));
  await api.takeAll(PLACE, start);
  await journey.confirm();
  await expect(journey.problem).toHaveAttribute('data-code', 'hold_expired');
  await journey.hook('retake').click();
  await expect(journey.problem).toHaveAttribute('data-code', 'slot_taken');
  await journey.problem.locator('[data-testid^="creno-alternative-"]').first().click();
  await expect(journey.problem).toHaveCount(0);
  await journey.confirm();
  expect(await journey.reference()).toMatch(REFERENCE);
});

test('two minutes before its end the hold can be kept longer, once', async ({ page, journey }) => {
  await page.clock.install();
  await page.goto('/');
  await journey.walkTo('details', PLACE);
  await expect(journey.hook('renew')).toHaveCount(0);
  await page.clock.fastForward('08:05');
  await expect(journey.hook('countdown')).toHaveText(/^01:/);
  await journey.hook('renew').click();
  await expect(journey.hook('countdown')).toHaveText(/^(10:00|09:\d\d)$/);
  await expect(journey.hook('renewal')).toContainText('Durée prolongée');
  await expect(journey.hook('hold')).toBeFocused();
  await page.clock.fastForward('08:05');
  await expect(journey.hook('countdown')).toHaveText(/^01:/);
  await expect(journey.hook('renew')).toHaveCount(0);
});

test('a hold that can’t be kept longer says so', async ({ page, journey }) => {
  await page.clock.install();
  await page.goto('/');
  await journey.walkTo('details', PLACE);
  await page.clock.fastForward('08:05');
  // From another window of the same visitor, say.
  await page.route('**/renewal', async (route) => {
    await route.fetch();
    await route.continue();
  });
  await journey.hook('renew').click();
  await expect(journey.hook('renewal')).toContainText('ne peut plus être prolongée');
  await expect(journey.hook('renew')).toHaveCount(0);
  await expect(journey.hook('countdown')).toHaveText(/^01:/);
});

test('the management link shows the appointment, and cancels it', async ({ page, api, journey }) => {
  await page.goto('/');
  const { reference, start } = await journey.book(WISH);
  const link = (await journey.hook('manage').getAttribute('href'))!;
  const calendar = await page.request.get((await journey.hook('ics').getAttribute('href'))!);
  expect(calendar.headers()['content-type']).toContain('text/calendar');
  expect(await calendar.text()).toContain(reference);

  await journey.hook('manage').click();
  await expect(journey.hook('manage-view')).toContainText('Premier rendez-vous');
  await expect(journey.hook('reference')).toHaveText(reference);
  await journey.hook('cancel').click();
  await expect(journey.hook('cancel-effect')).toBeVisible();
  await journey.hook('cancel-keep').click();
  await expect(journey.hook('cancelled')).toHaveCount(0);
  await journey.hook('cancel').click();
  await journey.hook('cancel-confirm').click();
  await expect(journey.heading).toHaveText('Rendez-vous annulé');
  expect(await api.starts(PLACE)).toContain(start);

  await page.goto('/');
  await page.goto(link);
  await expect(journey.hook('manage-view')).toContainText('Ce rendez-vous est annulé.');
  await expect(journey.hook('cancel')).toHaveCount(0);
  await page.goto('/');
  await page.goto(`${link.slice(0, -4)}AAAA`);
  await expect(journey.problem).toHaveAttribute('data-code', 'unknown_appointment');
});

test('mistakes are listed together, and each leads to its field', async ({ page, journey }) => {
  await page.goto('/');
  await journey.walkTo('details', PLACE);
  await journey.writeDetails({ last_name: 'R2D2', email: 'elodie', phone: '0612' });
  await journey.next();
  const errors = journey.hook('errors');
  await expect(errors.getByRole('link')).toHaveCount(5);
  await expect(errors).toBeInViewport();
  for (const key of ['last_name', 'first_name', 'email', 'phone', 'consent']) {
    await expect(journey.hook(`error-${key}`)).toBeVisible();
  }
  await expect(journey.hook('error-phone')).toContainText('Saisissez 10 chiffres');
  await expect(journey.field('phone')).toHaveAccessibleDescription(/Saisissez\s10\schiffres/);
  await errors.getByRole('link', { name: /^Adresse e-mail/ }).click();
  await expect(journey.field('email')).toBeFocused();
  await journey.fillDetails(CLIENT);
  await expect(journey.step('check')).toBeVisible();
});

test('a step without its answer says so, and stays', async ({ page, journey }) => {
  await page.goto('/');
  await journey.next();
  await expect(journey.hook('missing')).toHaveText('Choisissez une agence pour continuer.');
  await journey.hand.write(journey.hook('agency-search'), 'zzzz');
  await expect(journey.hook('empty')).toContainText('Aucune agence ne correspond');
  await journey.hand.write(journey.hook('agency-search'), 'MERIADECK');
  await journey.hand.choose(journey.hook('agency-bordeaux-meriadeck'));
  await journey.next();
  await expect(journey.step('theme')).toBeVisible();
});

test('without a network nothing typed is lost, and the same attempt books once', async ({ page, context, journey, watch }) => {
  watch.expectWrong(/^Failed to load resource: net::ERR_INTERNET_DISCONNECTED$/);
  await page.goto('/');
  await journey.walkTo('check', WISH);
  await context.setOffline(true);
  await journey.confirm();
  await expect(journey.problem).toHaveAttribute('data-code', 'unreachable');
  await context.setOffline(false);
  await journey.hook('retry').click();
  expect(await journey.reference()).toMatch(REFERENCE);
});

test('two presses on the button book one appointment', async ({ page, journey, watch }) => {
  await page.goto('/');
  await journey.walkTo('check', WISH);
  await journey.hook('confirm').dblclick();
  await journey.reference();
  expect(watch.requests.filter((url) => url.endsWith('/api/v1/public/appointments'))).toHaveLength(1);
});

test('starts of an agency overseas are on its own clock, and the page says so', async ({ page, api, journey }) => {
  const place = { ...PLACE, agency: 'saint-denis-reunion' };
  await page.goto('/rdv?agence=saint-denis-reunion&theme=premier-rdv&canal=office');
  await expect(journey.hook('zone')).toContainText('La Réunion');
  const start = (await api.starts(place))[0]!;
  expect(start).toMatch(/\+04:00$/);
  await journey.chooseSlot(start);
  await journey.fillDetails(CLIENT);
  await expect(journey.step('check')).toContainText(spoken(start));
  await expect(journey.step('check')).toContainText('chez vous');
});

test('the whole journey is in English where it is asked', async ({ page, journey }) => {
  await page.goto('/rdv?lang=en');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(journey.heading).toHaveText('Which branch?');
  await journey.book(WISH);
  const words = await journey.element.innerText();
  expect(words).not.toMatch(/rendez-vous|créneau|agence|Continuer|Retour/i);
});
