import type { APIRequestContext, Page } from '@playwright/test';
import { CLIENT, type Api, type Booked, type Place } from '../support/api.ts';
import { expectNoSideways, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';

const PASSWORD = 'demo1234';
const ADMIN = 'admin@concilia.fr';
const MANAGER = 'manager@concilia.fr';
const PLACE = { agency: 'lille-grand-place', theme: 'aides-sociales', channel: 'phone' } as const;
const MARTIN = { ...CLIENT, last_name: 'Martin', first_name: 'Zoé', birth_date: '07/03/1985' };

/** The card, or the line, of an appointment. */
const card = (page: Page, reference: string) => page.locator(`[data-testid="card"][data-reference="${reference}"]`);
const monthDay = (start: string) => start.slice(0, 10);

/** Signs in elsewhere than in the page. */
async function enter(request: APIRequestContext, email: string) {
  const answer = await request.post('/api/v1/session', { data: { email, password: PASSWORD } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

const file = async (request: APIRequestContext, reference: string) =>
  (await request.get(`/api/v1/appointments/${reference}`)).json();

/** What was booked at a start at which two people are free: who was given it, and who could have been; slugs. */
type Shared = Booked & { staff: string; other: string };

/** Books a start at which two people are free, and which suits. */
async function bookShared(
  api: Api, request: APIRequestContext, place: Place = PLACE, suits = async (_: Shared) => true,
): Promise<Shared> {
  for (const rank of [2, 6, 10, 14, 18, 22, 26, 30]) {
    const booked = await api.bookNext(place, rank, MARTIN);
    const others = await (await request.get(`/api/v1/appointments/${booked.reference}/colleagues`)).json();
    const { staff } = await file(request, booked.reference);
    if (others.items.length === 0) continue;
    const shared = { ...booked, staff: staff.slug, other: others.items[0].slug };
    if (await suits(shared)) return shared;
  }
  throw new Error('nobody else could receive');
}

/** Books for a client, with the one who is named. */
async function bookWith(request: APIRequestContext, staff: string, start: string): Promise<{ reference: string }> {
  const data = { ...PLACE, start, staff, client: MARTIN, consent: true, lang: 'fr' };
  const answer = await request.post('/api/v1/appointments', { data });
  expect(answer.status(), await answer.text()).toBe(201);
  return answer.json();
}

/** The starts of a day at which the one who is named can receive. */
async function startsOf(request: APIRequestContext, staff: string, day: string): Promise<string[]> {
  const answer = await request.get('/api/v1/slots', { params: { ...PLACE, from: day, to: day, staff } });
  expect(answer.status(), await answer.text()).toBe(200);
  const { days } = (await answer.json()) as { days: { starts: string[] }[] };
  return days.flatMap((day) => day.starts);
}

/** Messages to the client about an appointment, the latest first. */
async function toldToClient(request: APIRequestContext, reference: string) {
  const messages = await (await request.get('/api/v1/messages', { params: { reference } })).json();
  return messages.items.filter((message: any) => message.audience === 'client');
}

test('a person’s week shows what is open and booked; an appointment opens beside it, with its answers and its history', async ({
  page, api, request, backOffice,
}) => {
  await enter(request, ADMIN);
  const booked = await api.bookNext(PLACE, 3, MARTIN);
  const { staff } = await file(request, booked.reference);
  await page.goto(`/back-office/agenda?date=${monthDay(booked.start)}&personne=${staff.slug}`);
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Agenda');
  await expect(page.getByTestId('period')).toContainText(staff.name);
  await expect(card(page, booked.reference)).toContainText('Martin');
  await expect(page.locator('.ag-band').first()).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await card(page, booked.reference).click();
  await expect(backOffice.panel).toContainText(booked.reference);
  await expect(page.getByTestId('file-answers')).toContainText('07/03/1985');
  await page.getByTestId('file-history').click();
  await expect(page.getByTestId('history')).toContainText('par le client');
  expect(await violations(page)).toEqual([]);
  expect(page.url()).not.toContain('Martin');
  await page.keyboard.press('Escape');
  await expect(backOffice.panel).toBeHidden();
  await expect(card(page, booked.reference)).toBeFocused();
});

test('arrows go from card to card and from week to week; headings lead from a week to a day and back', async ({
  page, api, request, backOffice, sandbox,
}) => {
  await sandbox.reset();
  await enter(request, ADMIN);
  // Two cards in the column of one person, one in that of another.
  let free: string[] = [];
  const booked = await bookShared(api, request, PLACE, async ({ staff, start }) => {
    free = await startsOf(request, staff, monthDay(start));
    return free.length > 0;
  });
  const { staff } = await file(request, booked.reference);
  const day = monthDay(booked.start);
  const second = await bookWith(request, staff.slug, free[0]!);
  const beside = await bookWith(request, booked.other, booked.start);
  await page.goto(`/back-office/agenda?vue=jour&date=${day}&agence=${PLACE.agency}`);
  await backOffice.signIn(ADMIN, PASSWORD);
  const own = card(page, booked.reference);
  for (const { reference } of [booked, second, beside]) await expect(card(page, reference)).toBeVisible();

  const columns = await page.getByTestId('agenda-column').evaluateAll((all) => all
    .map((column) => Array.from(column.querySelectorAll<HTMLElement>('[data-testid="card"]'),
      (card) => ({ reference: card.dataset.reference!, top: card.offsetTop })))
    .filter((cards) => cards.length > 0));
  const step = async (key: string) => {
    await page.keyboard.press(key);
    return page.evaluate(() => (document.activeElement as HTMLElement).dataset.reference);
  };
  const shown = await page.getByTestId('period').textContent() ?? '';
  const two = columns.find((cards) => cards.some(({ reference }) => reference === booked.reference))!
    .map(({ reference }) => reference);
  expect(two).toContain(second.reference);
  await card(page, two[0]!).focus();
  expect(await step('ArrowDown'), 'down, to the next one').toBe(two[1]);
  expect(await step('ArrowUp'), 'up, back to the first').toBe(two[0]);
  expect(await step('ArrowUp'), 'nothing is above the first').toBe(two[0]);

  const [left, right] = columns;
  expect(right, 'another column has a card').toBeDefined();
  /** The card of a column that is the nearest in time to that of a reference. */
  const nearest = (cards: typeof columns[number], to: string | undefined) => {
    const { top } = columns.flat().find(({ reference }) => reference === to)!;
    const apart = (card: { top: number }) => Math.abs(card.top - top);
    return cards.reduce((best, card) => (apart(card) < apart(best) ? card : best)).reference;
  };
  const from = left!.at(-1)!.reference;
  await card(page, from).focus();
  const there = await step('ArrowRight');
  expect(there, 'right, to the nearest of the next column that has a card').toBe(nearest(right!, from));
  expect(await step('ArrowLeft'), 'left, to the nearest of the column before').toBe(nearest(left!, there));
  await expect(page.getByTestId('period'), 'the day stays').toHaveText(shown);

  await page.getByTestId('agenda-column').and(page.locator(`[data-staff="${staff.slug}"]`)).waitFor();
  await page.getByRole('button', { name: staff.name, exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`vue=semaine.*personne=${staff.slug}`));
  await expect(page.getByTestId('period')).toContainText(staff.name);
  const period = await page.getByTestId('period').textContent() ?? '';
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('period')).not.toHaveText(period);
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByTestId('period')).toHaveText(period);
  await page.getByTestId('agenda-channel').selectOption('video');
  await expect(own).toBeHidden();
  await page.getByTestId('agenda-channel').selectOption('phone');
  await expect(own).toBeVisible();
  await expect(page).toHaveURL(/canal=phone/);
});

test('a campaign’s session stands in the agenda under its name; a date leads straight to its week', async ({
  page, request, backOffice, sandbox,
}) => {
  await sandbox.reset();
  await enter(request, ADMIN);
  const { items: [campaign] } = await (await request.get('/api/v1/campaigns')).json();
  const session = campaign.sessions.find((session: any) => session.date);
  const { slug } = campaign.staff[0].staff;
  await page.goto('/back-office/agenda');
  await backOffice.signIn(ADMIN, PASSWORD);
  // Whoever receives nobody is led to those who do.
  await page.getByTestId('agenda-own-none').getByRole('button').click();
  await expect(page).toHaveURL(/vue=jour/);
  await page.goto(`/back-office/agenda?agence=${session.agency.slug}`);
  await expect(page.getByTestId('agenda-grid')).toBeVisible();
  await expect(page.getByTestId('agenda-own-none'), 'of one agency alone, nothing is said of the others').toHaveCount(0);
  await page.goto(`/back-office/agenda?personne=${slug}`);
  await expect(page.locator('.ag-band').first()).toBeVisible();
  await expect(page.getByTestId('agenda-own-none')).toHaveCount(0);
  await page.getByTestId('agenda-date').fill(session.date);
  await expect(page).toHaveURL(new RegExp(`date=${session.date}`));
  const column = page.locator(`[data-testid="agenda-column"][data-date="${session.date}"]`);
  await expect(column.locator('.ag-session')).toContainText(campaign.name);
  const told = `${campaign.name} : reçoit de ${session.from_time} à ${session.to_time}`;
  await expect(page.locator('.ag-column').filter({ has: column })).toContainText(told);
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(page.getByTestId('agenda-list')).toContainText(told);
  await expectNoSideways(page);
});

test('a card dragged to another time asks first, with the message the client will get, then moves', async ({
  page, api, request, backOffice,
}) => {
  await enter(request, ADMIN);
  const booked = await api.bookNext(PLACE, 3, MARTIN);
  const { staff } = await file(request, booked.reference);
  const params = { ...PLACE, from: monthDay(booked.start), to: monthDay(booked.start), staff: staff.slug, appointment: booked.reference };
  const { days } = await (await request.get('/api/v1/slots', { params })).json();
  const other = days[0].starts.find((start: string) => start !== booked.start);
  await page.goto(`/back-office/agenda?date=${monthDay(booked.start)}&personne=${staff.slug}`);
  await backOffice.signIn(ADMIN, PASSWORD);
  const column = page.getByTestId('agenda-column').and(page.locator(`[data-date="${monthDay(booked.start)}"]`));
  await card(page, booked.reference).waitFor();
  const box = (await column.boundingBox())!;
  const [from, to] = await page.getByTestId('agenda-grid').evaluate((grid) => {
    const style = (grid as HTMLElement).style;
    return ['--from', '--to'].map((name) => Number(style.getPropertyValue(name)));
  });
  const minute = Number(other.slice(11, 13)) * 60 + Number(other.slice(14, 16));
  const y = ((minute - from!) / (to! - from!)) * box.height;
  await card(page, booked.reference).dragTo(column, { sourcePosition: { x: 20, y: 2 }, targetPosition: { x: 40, y: y + 2 } });

  const form = page.getByTestId('move-form');
  await expect(form.getByTestId('move-chosen')).toContainText(other.slice(11, 16));
  await expect(form.getByTestId('notices')).toContainText('Martin');
  expect((await file(request, booked.reference)).start, 'nothing is done before the confirmation').toBe(booked.start);
  const shown = await form.locator('.notice-subject').first().innerText();
  expect(await violations(page)).toEqual([]);
  await form.getByTestId('confirm-act').click();
  await expect(form).toBeHidden();
  await expect(page.getByTestId('file-moment')).toContainText(other.slice(11, 16));
  expect((await file(request, booked.reference)).start).toBe(other);
  await expect.poll(async () => (await toldToClient(request, booked.reference))[0]?.subject).toBe(shown);
});

test('moved from the file: another week, the next free time, and the person stays', async ({ page, api, request, backOffice }) => {
  await enter(request, ADMIN);
  const booked = await api.bookNext(PLACE, 3, MARTIN);
  const before = await file(request, booked.reference);
  await page.goto(`/back-office/rendez-vous/${booked.reference}?date=${monthDay(booked.start)}`);
  await backOffice.signIn(ADMIN, PASSWORD);
  await page.getByTestId('act-move').click();
  const form = page.getByTestId('move-form');
  await expect(form.getByTestId('confirm-act')).toBeDisabled();
  await form.getByRole('button', { name: 'Sept jours après' }).click();
  const next = form.getByTestId('move-next');
  await form.getByTestId('start').or(next).first().waitFor();
  if (await next.isVisible()) await next.click();
  await form.getByTestId('start').last().click();
  await form.getByTestId('confirm-act').click();
  await expect(form).toBeHidden();
  const after = await file(request, booked.reference);
  expect(after.start).not.toBe(before.start);
  expect(after.staff).toEqual(before.staff);
  await page.getByTestId('file-history').click();
  await expect(page.getByTestId('history')).toContainText('Horaire');
});

test('given to somebody else, then cancelled, each told before and after', async ({ page, api, request, backOffice }) => {
  await enter(request, ADMIN);
  const booked = await bookShared(api, request);
  await page.goto(`/back-office/rendez-vous/${booked.reference}?date=${monthDay(booked.start)}`);
  await backOffice.signIn(ADMIN, PASSWORD);
  await page.getByTestId('act-transfer').click();
  const transfer = page.getByTestId('transfer-form');
  const choice = transfer.getByTestId('colleagues').getByRole('radio').first();
  await choice.check();
  await expect(transfer.getByTestId('notices')).toContainText('Martin');
  expect(await violations(page)).toEqual([]);
  await transfer.getByTestId('confirm-act').click();
  await expect(transfer).toBeHidden();
  const given = await file(request, booked.reference);
  expect([given.start, given.staff.slug !== booked.staff]).toEqual([booked.start, true]);
  await page.getByTestId('file-history').click();
  await expect(page.getByTestId('history')).toContainText(given.staff.name);

  await page.getByTestId('act-cancel').click();
  const cancel = page.getByTestId('cancel-form');
  await cancel.getByTestId('cancel-reason').fill('Le client a appelé.');
  await expect(cancel.getByTestId('notices')).toContainText('E-mail à');
  expect(await violations(page)).toEqual([]);
  await cancel.getByTestId('confirm-act').click();
  await expect(cancel).toBeHidden();
  await expect(backOffice.panel).toContainText('Annulé');
  await expect(page.getByTestId('act-cancel')).toHaveCount(0);
  await expect.poll(async () => (await toldToClient(request, booked.reference)).map((message: any) => message.event).sort())
    .toEqual(['cancelled', 'confirmed', 'transferred']);
});

test('two people change the same appointment: the second is told, and shown both versions', async ({
  page, api, request, backOffice, watch,
}) => {
  watch.expectWrong(/status of 412/);
  await enter(request, MANAGER);
  const place = { agency: 'paris-opera', theme: 'premier-rdv', channel: 'video' } as const;
  const booked = await api.bookNext(place, 8);
  await page.goto(`/back-office/rendez-vous/${booked.reference}?date=${monthDay(booked.start)}`);
  await backOffice.signIn(ADMIN, PASSWORD);
  await page.getByTestId('act-cancel').click();
  const form = page.getByTestId('cancel-form');
  await form.getByTestId('notices').waitFor();

  // Meanwhile somebody else moves it.
  const start = (await api.starts(place)).find((start) => monthDay(start) > monthDay(booked.start))!;
  const moved = await request.patch(`/api/v1/appointments/${booked.reference}`, { data: { start } });
  expect(moved.status(), await moved.text()).toBe(200);

  await form.getByTestId('confirm-act').click();
  const conflict = page.getByTestId('conflict');
  await expect(conflict).toContainText('vient de changer');
  await expect(conflict).toContainText(booked.start.slice(11, 16));
  await expect(conflict).toContainText(start.slice(11, 16));
  await expect(conflict).toContainText('par ');
  expect((await file(request, booked.reference)).status, 'nothing was done').toBe('confirmed');
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSideways(page);
  expect(await violations(page)).toEqual([]);
  await conflict.getByTestId('conflict-go').click();
  await form.getByTestId('notices').waitFor();
  await form.getByTestId('confirm-act').click();
  await expect(form).toBeHidden();
  expect((await file(request, booked.reference)).status).toBe('cancelled');
});

test('a manager’s morning of absences: one action gives a person’s day to those who are free', async ({
  page, api, request, backOffice, sandbox,
}) => {
  await sandbox.reset();
  await enter(request, ADMIN);
  const booked = await bookShared(api, request);
  const day = monthDay(booked.start);
  await page.goto('/back-office/absences');
  await backOffice.signIn(ADMIN, PASSWORD);
  await page.getByTestId('absent-person').selectOption(booked.staff);
  await page.getByTestId('absence-date').fill(day);
  const line = page.getByTestId('absence-line').and(page.locator(`[data-reference="${booked.reference}"]`));
  await expect(line.getByTestId('absence-to')).not.toHaveValue('');
  await line.getByRole('button', { name: 'Message au client' }).click();
  await expect(line.getByTestId('notices')).toContainText('Martin');
  expect(await violations(page)).toEqual([]);
  const count = await page.getByTestId('absence-line').count();
  await page.getByTestId('absence-apply').click();
  await expect(line.getByTestId('done')).toContainText('Confié à');
  await expect(page.getByTestId('absence-apply')).toBeDisabled();
  const given = await page.getByTestId('done').count();
  expect(given).toBeGreaterThan(0);
  expect(given).toBeLessThanOrEqual(count);
  expect((await file(request, booked.reference)).staff.slug).not.toBe(booked.staff);
  await expect.poll(async () => (await toldToClient(request, booked.reference))[0]?.event).toBe('transferred');
});

for (const width of [360, 768]) {
  test(`the agenda and the file are read at ${width} px`, async ({ page, api, request, backOffice }) => {
    await page.setViewportSize({ width, height: 780 });
    await enter(request, ADMIN);
    const booked = await api.bookNext(PLACE, 3, MARTIN);
    const { staff } = await file(request, booked.reference);
    await page.goto(`/back-office/agenda?date=${monthDay(booked.start)}&personne=${staff.slug}`);
    await backOffice.signIn(ADMIN, PASSWORD);
    await card(page, booked.reference).waitFor();
    await expectNoSideways(page);
    expect(await violations(page)).toEqual([]);
    await card(page, booked.reference).click();
    await page.getByTestId('act-move').click();
    await page.getByTestId('move-form').getByTestId('start').first().click();
    await page.getByTestId('notices').waitFor();
    await expectNoSideways(page);
    expect(await violations(page)).toEqual([]);
  });
}
