import type { APIRequestContext, Page } from '@playwright/test';
import { CLIENT, type Api, type Place } from '../support/api.ts';
import { expectNoSideways, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';

const PASSWORD = 'demo1234';
const ADMIN = 'admin@concilia.fr';
const MANAGER = 'manager@concilia.fr';
const PLACE = { agency: 'lille-grand-place', theme: 'aides-sociales', channel: 'phone' } as const;
const OUTSIDE = { agency: 'marseille-prado', theme: 'premier-rdv', channel: 'office' } as const;
const MARTIN = { ...CLIENT, last_name: 'Martin', first_name: 'Zoé', birth_date: '07/03/1985' };
const ATTENTION = '/api/v1/appointments/attention';

/** The line of an appointment. */
const line = (page: Page, reference: string) => page.locator(`[data-testid="attention-item"][data-reference="${reference}"]`);

/** Signs in elsewhere than in the page, to change what the page then tells. */
async function enter(request: APIRequestContext, email: string) {
  const answer = await request.post('/api/v1/session', { data: { email, password: PASSWORD } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

/** Closes an agency, or the network, on the day of `start`. */
async function close(request: APIRequestContext, agency: string, start: string) {
  const day = start.slice(0, 10);
  const data = { agency, from_date: day, until_date: day, label: 'Travaux' };
  const answer = await request.post('/api/v1/calendar/closures', { data });
  expect(answer.status(), await answer.text()).toBe(201);
}

/** Books a start at which two people are free, and makes the one who was given it absent that day. */
async function bookThenLeave(api: Api, request: APIRequestContext, place: Place, client = MARTIN) {
  // The demonstration has days on which one person alone receives: try some.
  for (const rank of [0, 4, 8, 12, 16, 20, 24, 28]) {
    const booked = await api.bookNext(place, rank, client);
    const appointment = await (await request.get(`/api/v1/appointments/${booked.reference}`)).json();
    const data = {
      staff: appointment.staff.slug, date: booked.start.slice(0, 10), opens: false,
      from_time: '00:00', to_time: '24:00', channels: ['office', 'video', 'phone'],
    };
    const away = await request.post('/api/v1/exceptions', { data });
    expect(away.status(), await away.text()).toBe(201);
    const told = await (await request.get(ATTENTION)).json();
    const item = told.items.find((item: any) => item.appointment.reference === booked.reference);
    expect(item.reasons).toEqual(['away']);
    if (item.colleagues.length > 0) return { ...booked, item };
  }
  throw new Error('nobody else could receive');
}

test('all is well until something changes; then the appointment is there, with its reason, and leads to its file', async ({
  page, api, request, backOffice, sandbox,
}) => {
  await sandbox.reset();
  await enter(request, ADMIN);
  for (const { appointment } of (await (await request.get(ATTENTION)).json()).items) {
    test.info().annotations.push({ type: 'needs attention from the start', description: appointment.reference });
  }
  const booked = await api.bookNext(PLACE, 3, MARTIN);
  await page.goto('/back-office/a-traiter');
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(page.getByTestId('all-is-well')).toContainText('Tout va bien');
  await expect(page.getByTestId('rail-badge')).toHaveCount(0);

  await close(request, PLACE.agency, booked.start);
  await page.getByTestId('reload').click();
  const flagged = line(page, booked.reference);
  await expect(flagged).toContainText('Martin');
  await expect(flagged).toContainText('L’agence Lille Grand-Place est fermée à ce moment.');
  // Other days are proposed, and the closed one is not.
  const { items } = await (await request.get(ATTENTION)).json();
  const { alternatives } = items.find((item: any) => item.appointment.reference === booked.reference);
  expect(alternatives.length).toBeGreaterThan(0);
  const proposed = await flagged.getByTestId('alternatives').locator('time').evaluateAll(
    (times) => times.map((time) => time.getAttribute('datetime')));
  expect(proposed).toEqual(alternatives);
  expect(proposed.some((start) => start!.startsWith(booked.start.slice(0, 10)))).toBe(false);
  const count = await page.getByTestId('attention-item').count();
  await expect(page.getByTestId('rail-badge')).toHaveText(String(count));
  await expect(page.getByRole('link', { name: `À traiter : ${count} rendez-vous` })).toHaveAttribute('aria-current', 'page');
  await expect(page.getByTestId('told')).toContainText(`${count} rendez-vous`);

  await flagged.getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/rendez-vous/${booked.reference}\\?date=${booked.start.slice(0, 10)}`));
  await expect(backOffice.panel).toContainText(booked.reference);
  await expect(backOffice.panel).toContainText(MARTIN.email);
  await page.goBack();
  await expect(flagged).toBeVisible();
  // The link stands by itself: it can be sent to a colleague.
  const href = (await flagged.getByRole('link').getAttribute('href'))!;
  await page.goto(href);
  await expect(backOffice.panel).toContainText(booked.reference);
});

test('who could receive instead is proposed, and each profile sees what it reaches', async ({
  page, api, request, backOffice, sandbox,
}) => {
  await sandbox.reset();
  await enter(request, ADMIN);
  const inside = await bookThenLeave(api, request, PLACE);
  const outside = await api.bookNext(OUTSIDE, 2);
  await close(request, OUTSIDE.agency, outside.start);

  await page.goto('/back-office/');
  await backOffice.signIn(MANAGER, PASSWORD);
  // The count is there before the page is.
  await expect(page.getByTestId('rail-badge')).toBeVisible();
  await page.getByRole('link', { name: /^À traiter/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('À traiter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  const flagged = line(page, inside.reference);
  await expect(flagged).toContainText(`${inside.item.appointment.staff.name} ne reçoit pas à ce moment : absence.`);
  await expect(flagged.getByTestId('colleagues')).toContainText('À la même heure');
  await expect(flagged.getByTestId('colleagues')).toContainText(inside.item.colleagues[0].name);
  await expect(line(page, outside.reference)).toHaveCount(0);

  await page.getByTestId('sign-out').click();
  await backOffice.signIn(ADMIN, PASSWORD);
  await page.goto('/back-office/a-traiter');
  await expect(line(page, inside.reference)).toBeVisible();
  await expect(line(page, outside.reference)).toContainText('Marseille Prado');
});

test('a member of staff sees their own, and nothing of the others', async ({ page, api, request, backOffice, sandbox }) => {
  await sandbox.reset();
  await enter(request, ADMIN);
  const others = await api.bookNext(OUTSIDE, 2);
  await close(request, OUTSIDE.agency, others.start);
  await page.goto('/back-office/');
  await backOffice.signIn('collaborateur@concilia.fr', PASSWORD);
  const name = await page.getByTestId('person').innerText();
  await page.goto('/back-office/a-traiter');
  await expect(page.getByTestId('all-is-well')).toBeVisible();
  // One of theirs, in the days to come.
  let own: { reference: string; start: string; agency: { slug: string } } | undefined;
  for (let ahead = 1; ahead < 15 && !own; ahead += 1) {
    const date = new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    const { items } = await (await page.request.get('/api/v1/appointments', { params: { date } })).json();
    own = items.find((item: any) => item.status === 'confirmed');
  }
  await close(request, own!.agency.slug, own!.start);
  await page.reload();
  await expect(line(page, own!.reference)).toContainText('est fermée à ce moment');
  await expect(line(page, own!.reference)).toContainText(name);
  await expect(line(page, others.reference)).toHaveCount(0);
});

/** Every reason that the server can give, and how it is told. */
const REASONS = {
  staff_left: 'ne fait plus partie de l’équipe',
  not_handled: 'ne reçoit plus pour ce thème',
  theme_off: 'n’est plus proposé à l’agence Lille Grand-Place',
  agency_off: 'L’agence Lille Grand-Place ne reçoit plus',
  channel_closed: 'ne se traite plus par ce canal à l’agence Lille Grand-Place (Téléphone)',
  closed: 'est fermée à ce moment',
  away: 'ne reçoit pas à ce moment',
};

test('each reason has its sentence, together when there are several, and says when nothing can be proposed', async ({
  page, api, request, backOffice, sandbox,
}) => {
  await sandbox.reset();
  await enter(request, ADMIN);
  const booked = await api.bookNext(PLACE, 3, MARTIN);
  await close(request, PLACE.agency, booked.start);
  const told = (await (await request.get(ATTENTION)).json()).items;
  const item = told.find((item: any) => item.appointment.reference === booked.reference);
  let items: unknown[] = [];
  // The answer of the server, with reasons that its API does not bring about yet.
  await page.route(`**${ATTENTION}`, (route) => route.fulfill({ json: { items } }));
  await page.goto('/back-office/a-traiter');
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(page.getByTestId('all-is-well')).toBeVisible();
  for (const [reason, words] of Object.entries(REASONS)) {
    items = [{ ...item, reasons: [reason], colleagues: [], alternatives: [] }];
    await page.getByTestId('reload').click();
    await expect(line(page, booked.reference)).toContainText(words);
    const nowhere = ['theme_off', 'agency_off', 'channel_closed'].includes(reason);
    await expect(page.getByTestId('no-way')).toContainText(nowhere ? 'Rien à la même agence' : 'Personne d’autre ne peut recevoir');
  }
  items = [{ ...item, reasons: Object.keys(REASONS) }];
  await page.getByTestId('reload').click();
  await expect(line(page, booked.reference).locator('.obstacles li')).toHaveCount(7);
  // As many as the server tells at once: there may be more.
  items = Array.from({ length: 100 }, (_, place) => ({
    ...item, appointment: { ...item.appointment, reference: `CRN-${String(place).padStart(6, 'A').replace(/[01]/g, 'B')}` },
  }));
  await page.getByTestId('reload').click();
  await expect(page.getByTestId('rail-badge')).toHaveText('99+');
  await expect(page.getByTestId('told')).toContainText('Les 100 prochains rendez-vous');
});

test('a server that does not answer is said, and asked again', async ({ page, backOffice, watch }) => {
  watch.expectWrong(/ERR_FAILED/);
  await page.route(`**${ATTENTION}`, (route) => route.abort());
  await page.goto('/back-office/a-traiter');
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(page.getByTestId('failure')).toContainText('Le serveur ne répond pas.');
  await page.unroute(`**${ATTENTION}`);
  await page.getByTestId('retry').click();
  await expect(page.getByTestId('all-is-well').or(page.getByTestId('attention'))).toBeVisible();
  await expect(page.getByTestId('failure')).toHaveCount(0);
});

test('the count is asked once, when the application opens', async ({ page, backOffice, watch }) => {
  await page.goto('/back-office/rendez-vous');
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(backOffice.list.or(page.getByTestId('empty')).first()).toBeVisible();
  await page.getByTestId('next-day').click();
  await page.getByTestId('previous-day').click();
  await expect(page.getByTestId('today')).toBeDisabled();
  expect(watch.requests.filter((url) => url.endsWith(ATTENTION))).toHaveLength(1);
});

test('a front desk reads no name, and the keyboard is enough', async ({ page, api, request, backOffice, sandbox }) => {
  await sandbox.reset();
  await enter(request, ADMIN);
  const first = await api.bookNext(PLACE, 3, MARTIN);
  await close(request, PLACE.agency, first.start);
  await page.goto('/back-office/a-traiter');
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(line(page, first.reference)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('reload')).toBeFocused();
  for (const column of ['heure', 'client', 'agence']) {
    await page.keyboard.press('Tab');
    await expect(page.getByTestId(`column-${column}`).getByRole('button')).toBeFocused();
  }
  const steps = await page.evaluate(() => history.length);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/tri=agence/);
  // Back leaves the list, however often it was sorted.
  expect(await page.evaluate(() => history.length)).toBe(steps);
  await page.keyboard.press('Tab');
  const links = page.getByTestId('attention').getByRole('link');
  await expect(links.first()).toBeFocused();
  const last = (await links.count()) - 1;
  await page.keyboard.press('End');
  await expect(links.nth(last)).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(links.nth(Math.min(1, last))).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(backOffice.panel).toBeVisible();

  await page.getByTestId('sign-out').click();
  await backOffice.signIn('accueil@concilia.fr', PASSWORD);
  await page.goto('/back-office/a-traiter');
  await expect(page.getByTestId('all-is-well').or(page.getByTestId('attention'))).toBeVisible();
  await expect(page.getByText('Martin')).toHaveCount(0);
});

test.describe('axe and the width of phones', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  for (const width of [320, 360, 1440]) {
    test(`finds no fault at ${width} px`, async ({ page, api, request, backOffice, sandbox }) => {
      await sandbox.reset();
      await page.setViewportSize({ width, height: 800 });
      await page.goto('/back-office/a-traiter');
      await backOffice.signIn(ADMIN, PASSWORD);
      const look = async (state: string) => {
        expect.soft(await violations(page), state).toEqual([]);
        await expectNoSideways(page);
      };
      await expect(page.getByTestId('all-is-well')).toBeVisible();
      await look('all is well');
      await enter(request, ADMIN);
      await bookThenLeave(api, request, PLACE);
      const closed = await api.bookNext(OUTSIDE, 2);
      await close(request, OUTSIDE.agency, closed.start);
      await page.getByTestId('reload').click();
      await expect(line(page, closed.reference)).toBeVisible();
      await look('some');
    });
  }
});
