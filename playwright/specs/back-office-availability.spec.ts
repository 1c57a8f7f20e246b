import type { APIRequestContext, Page } from '@playwright/test';
import { expectNoSideways, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';

const PASSWORD = 'demo1234';
const STAFF = 'collaborateur@concilia.fr';
const MANAGER = 'manager@concilia.fr';
const ADMIN = 'admin@concilia.fr';
/** A Monday without a holiday near. */
const NOW = new Date('2026-06-15T08:00:00+02:00');
const NEXT_WEEK = '2026-06-22';
const SUNDAY = '2026-06-28';
const WINDOWS = '/api/v1/availabilities';
const SIZES = [{ width: 360, height: 780 }, { width: 1440, height: 900 }];

test.beforeEach(async ({ page, sandbox }) => {
  await sandbox.setClock(NOW);
  await sandbox.reset();
  await page.clock.install({ time: NOW });
});

/** Signs in elsewhere than in the page, to look at what the page does, or to get in its way. */
async function enter(request: APIRequestContext, email: string) {
  const answer = await request.post('/api/v1/session', { data: { email, password: PASSWORD } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** What the preview is of. */
async function place(page: Page) {
  const value = (name: string) => page.getByTestId(`preview-${name}`).inputValue();
  return { agency: await value('agency'), theme: await value('theme'), channel: await value('channel') };
}

/** The starts that clients are offered on a date, as `HH:MM`. */
async function offered(request: APIRequestContext, of: Record<string, string>, date: string): Promise<string[]> {
  const answer = await request.get('/api/v1/public/slots', { params: { ...of, from: date, to: date } });
  expect(answer.status(), await answer.text()).toBe(200);
  const { days } = await answer.json();
  return days.flatMap((day: any) => day.starts).map((start: string) => start.slice(11, 16));
}

const onDay = (page: Page, date: string) => page.locator(`[data-testid="preview-day"][data-date="${date}"]`);
const times = async (page: Page, date: string, kind: string) =>
  (await onDay(page, date).getByTestId(kind).allInnerTexts()).map((text) => text.replace('+', '').trim());

test('a window is added by keyboard: the preview says what clients then get; a closing takes it back, and is undone', async ({
  page, request, backOffice,
}) => {
  await page.goto(`/back-office/disponibilites?semaine=${NEXT_WEEK}`);
  await backOffice.signIn(STAFF, PASSWORD);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mes disponibilités');
  await expect(page.getByTestId('week-told')).toContainText('22 juin');
  await expect(page.getByTestId('preview-told')).toBeVisible();
  const of = await place(page);
  expect(await offered(request, of, SUNDAY)).toEqual([]);

  // Nothing but keys: n, then the fields in their order, and Enter.
  await page.keyboard.press('n');
  await expect(page.getByRole('heading', { name: 'Ajouter une plage' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('close-panel')).toBeFocused();
  for (let day = 1; day <= 7; day += 1) await page.keyboard.press('Tab');
  await expect(page.getByTestId('day-7')).toBeFocused();
  await expect(page.getByTestId('start-new')).toHaveCount(0);
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('from_time')).toBeFocused();
  await page.keyboard.type('9h');
  await page.keyboard.press('Tab');
  await page.keyboard.type('11h30');
  await expect(onDay(page, SUNDAY).getByTestId('start-new').first()).toHaveText('+09:00');
  await expect(page.getByTestId('preview-told')).toContainText('dont');
  await expect(page.getByTestId('week')).toContainText('telle qu’elle serait');
  const promised = await times(page, SUNDAY, 'start-new');
  expect(await offered(request, of, SUNDAY), 'nothing is saved yet').toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('note')).toHaveText('Plage ajoutée.');
  await expect(page.getByTestId('windows')).toContainText('Tous les dimanches');
  expect(await offered(request, of, SUNDAY), 'what the preview promised').toEqual(promised);
  await expect(onDay(page, SUNDAY).getByTestId('start')).toHaveCount(promised.length);

  // A closing of that Sunday.
  await page.getByTestId('add-exception').click();
  await page.getByTestId('date').last().fill(SUNDAY);
  await expect(onDay(page, SUNDAY).getByTestId('start-gone')).toHaveCount(promised.length);
  await page.getByTestId('save').click();
  await expect(page.getByTestId('note')).toHaveText('Exception ajoutée.');
  expect(await offered(request, of, SUNDAY)).toEqual([]);
  const closing = page.getByTestId('exceptions').getByTestId('rule').filter({ hasText: '28 juin 2026' });
  await expect(closing).toContainText('Fermeture, toute la journée');

  // Removed, it is effective at once; undone, it is back.
  await closing.getByTestId('remove').click();
  await expect(page.getByTestId('note')).toContainText('Supprimée : Fermeture, toute la journée, 28 juin 2026.');
  await expect(page.getByTestId('undo')).toBeFocused();
  await expect(closing).toHaveCount(0);
  expect(await offered(request, of, SUNDAY)).toEqual(promised);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('note')).toHaveText('La suppression est annulée.');
  await expect(closing).toHaveCount(1);
  expect(await offered(request, of, SUNDAY)).toEqual([]);
  // After ten seconds the offer to undo is over.
  await closing.getByTestId('remove').click();
  await expect(page.getByTestId('undo')).toBeVisible();
  await page.clock.fastForward(10_500);
  await expect(page.getByTestId('undo')).toHaveCount(0);
});

test('faults are named by field, before and after the server is asked; a window is copied to other days', async ({
  page, request, backOffice,
}) => {
  await page.goto(`/back-office/disponibilites?semaine=${NEXT_WEEK}`);
  await backOffice.signIn(STAFF, PASSWORD);
  await page.getByTestId('add-window').click();
  for (const channel of ['office', 'video', 'phone']) await page.getByTestId(`channel-${channel}`).uncheck();
  await page.getByTestId('rhythm-every').check();
  await page.getByTestId('to_time').fill('8h');
  await page.getByTestId('save').click();
  await expect(page.getByTestId('fault-channels')).toHaveText('Choisissez au moins un canal.');
  await expect(page.getByTestId('fault-weekday')).toHaveText('Choisissez au moins un jour.');
  await expect(page.getByTestId('fault-valid_from')).toContainText('à partir de quelle date');
  await expect(page.getByTestId('fault-to_time')).toHaveText('L’heure de fin doit venir après l’heure de début.');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('rule-form')).toHaveCount(0);

  await enter(request, STAFF);
  const before = (await (await request.get(WINDOWS)).json()).items.length;
  await page.getByTestId('windows').getByTestId('rule').first().getByTestId('copy').click();
  await page.getByTestId('from_time').fill('7h');
  await page.getByTestId('to_time').fill('7h45');
  await page.getByTestId('day-6').check();
  await page.getByTestId('day-7').check();
  await page.getByTestId('save').click();
  await expect(page.getByTestId('note')).toHaveText('2 plages ajoutées.');
  expect((await (await request.get(WINDOWS)).json()).items.length).toBe(before + 2);
});

test('a window that would have the person in two agencies at once is refused, and the other one named', async ({
  page, request, backOffice,
}) => {
  await enter(request, ADMIN);
  const team = await (await request.get('/api/v1/team', { params: { from: NEXT_WEEK, to: SUNDAY } })).json();
  const windows = (await (await request.get(WINDOWS)).json()).items;
  const between = team.people.find((one: any) => one.agencies.length > 1 &&
    windows.some((window: any) => window.staff.slug === one.staff.slug && window.agency && window.every === 1 && window.nth === null));
  const standing = windows.find((window: any) =>
    window.staff.slug === between.staff.slug && window.agency && window.every === 1 && window.nth === null);
  const elsewhere = between.agencies.find((slug: string) => slug !== standing.agency.slug);

  await page.goto(`/back-office/disponibilites?personne=${between.staff.slug}&semaine=${NEXT_WEEK}`);
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Disponibilités : ${between.staff.name}`);
  await page.getByTestId('add-window').click();
  await page.getByTestId(`day-${standing.weekday}`).check();
  await page.getByTestId('from_time').fill(standing.from_time);
  await page.getByTestId('to_time').fill(standing.to_time);
  await page.getByTestId('rule-form').getByTestId('agency').selectOption(elsewhere);
  await page.getByTestId('save').click();
  await expect(page.getByTestId('faults')).toContainText('Chevauche la plage du');
  await expect(page.getByTestId('faults')).toContainText(standing.agency.name);
  await expect(page.getByTestId('faults')).toContainText('premier jour commun le');
  await expect(page.getByTestId('fault-from_time')).toBeVisible();
});

test('who changed a window meanwhile is named, and both versions are shown', async ({ page, request, backOffice, watch }) => {
  watch.expectWrong(/412/);
  await page.goto('/back-office/disponibilites');
  await backOffice.signIn(STAFF, PASSWORD);
  const first = page.getByTestId('windows').getByTestId('rule').first();
  await first.getByTestId('change').click();
  await expect(page.getByRole('heading', { name: 'Modifier la plage' })).toBeFocused();
  const id = (await first.getAttribute('id'))!.replace('rule-', '');

  await enter(request, ADMIN);
  const { id: _, staff, agency, timezone: __, ...rule } = await (await request.get(`${WINDOWS}/${id}`)).json();
  const theirs = { ...rule, staff: staff.slug, agency: agency?.slug ?? null, from_time: '10:10', to_time: '11:20' };
  expect((await request.put(`${WINDOWS}/${id}`, { data: theirs })).status()).toBe(200);

  await page.getByTestId('from_time').fill('10:30');
  await page.getByTestId('to_time').fill('11:30');
  await page.getByTestId('save').click();
  const versions = page.getByTestId('versions');
  await expect(versions).toContainText('Antoine Lefèvre l’a changée le');
  await expect(versions).toContainText('10:10–11:20');
  await expect(versions).toContainText('10:30–11:30');
  expect((await (await request.get(`${WINDOWS}/${id}`)).json()).from_time, 'nothing was written over').toBe('10:10');
  await page.getByTestId('keep-mine').click();
  await expect(page.getByTestId('note')).toHaveText('Modification enregistrée.');
  expect((await (await request.get(`${WINDOWS}/${id}`)).json()).from_time).toBe('10:30');
});

test('colleagues are side by side, by day and by week; each profile goes on as far as it reaches', async ({
  page, request, backOffice,
}) => {
  const own = await enter(request, STAFF);
  await page.goto('/back-office/equipe?date=2026-06-23');
  await backOffice.signIn(STAFF, PASSWORD);
  const people = page.getByTestId('team-person');
  await expect(people.first()).toBeVisible();
  const { people: told } = await (await request.get('/api/v1/team', { params: { from: '2026-06-23', to: '2026-06-23' } })).json();
  await expect(people).toHaveCount(told.length);
  await expect(page.getByTestId('team-band')).toHaveCount(told.flatMap((one: any) => one.bands).length);
  // One's own availability opens; that of colleagues is shown, not changed.
  await expect(page.getByTestId('team').getByRole('link')).toHaveCount(1);
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/date=2026-06-24/);
  await page.getByTestId('view-week').click();
  await expect(page).toHaveURL(/vue=semaine/);
  await expect(page.getByTestId('band').first()).toBeVisible();
  await page.getByTestId('channel').selectOption('phone');
  await expect(page).toHaveURL(/canal=phone/);
  await page.keyboard.press('Escape');
  await page.locator('h1').click();
  await page.keyboard.press('/');
  await expect(page.getByTestId('search')).toBeFocused();
  await page.keyboard.type(own.staff.name.split(' ')[0].toUpperCase());
  await expect(people).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mes disponibilités');

  await page.getByTestId('sign-out').click();
  await page.getByTestId('email').waitFor();
  await page.goto('/back-office/equipe');
  await backOffice.signIn(MANAGER, PASSWORD);
  await expect(people.first()).toBeVisible();
  await expect(page.getByTestId('team').getByRole('link')).toHaveCount(await people.count());
});

test('why a start is offered, or which rule removed it', async ({ page, request, backOffice }) => {
  await page.goto(`/back-office/disponibilites?semaine=${NEXT_WEEK}`);
  await backOffice.signIn(STAFF, PASSWORD);
  await expect(page.getByTestId('start').first()).toBeVisible();
  const of = await place(page);
  const day = page.getByTestId('preview-day').filter({ has: page.getByTestId('start') }).first();
  const date = (await day.getAttribute('data-date'))!;
  const start = (await day.getByTestId('start').first().innerText()).trim();
  const query = new URLSearchParams({ agence: of.agency, theme: of.theme, canal: of.channel, date });
  await page.goto(`/back-office/creneaux?${query}`);
  await expect(page.getByTestId('explained-person')).toHaveCount(1);
  await expect(page.getByTestId('explained')).toContainText('proposé par 1 sur 1');
  await expect(page.locator('[data-testid="run"][data-rule="no_window"]').first()).toContainText('Hors des plages');
  await page.getByTestId('hour').fill(start);
  await page.getByTestId('hour').blur();
  await expect(page.getByTestId('verdict')).toContainText(`${start} : Proposé.`);
  await page.getByTestId('hour').fill('03:05');
  await page.getByTestId('hour').blur();
  await expect(page.getByTestId('verdict')).toContainText('Hors des plages');
  await expect(page.getByTestId('verdict')).toContainText('Aucune plage de cette personne');
  await page.getByRole('link', { name: 'Voir ses disponibilités' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mes disponibilités');
  await enter(request, STAFF);
  expect((await request.get('/api/v1/slots/explain', { params: { ...of, date, staff: 'personne' } })).status()).toBe(404);
});

for (const size of SIZES) {
  test(`nothing is cut off and axe finds nothing at ${size.width} px`, async ({ page, backOffice }, info) => {
    test.setTimeout(180_000);
    await page.setViewportSize(size);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto('/back-office/');
    await backOffice.signIn(MANAGER, PASSWORD);
    const look = async (name: string) => {
      await expectNoSideways(page);
      expect(await violations(page), name).toEqual([]);
      await page.screenshot({ path: info.outputPath(`${name}-${size.width}.png`), fullPage: true });
    };
    await page.goto('/back-office/equipe?date=2026-06-23');
    await expect(page.getByTestId('team-person').first()).toBeVisible();
    await look('equipe-jour');
    await page.goto('/back-office/equipe?vue=semaine&date=2026-06-23');
    await expect(page.getByTestId('team-person').first()).toBeVisible();
    await look('equipe-semaine');
    await page.goto('/back-office/creneaux?date=2026-06-23&heure=10:00');
    await expect(page.getByTestId('verdict').first()).toBeVisible();
    await look('creneaux');
    await page.goto('/back-office/equipe?date=2026-06-23');
    await page.getByRole('link', { name: 'Ophélie Lecocq' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Disponibilités : Ophélie Lecocq');
    await expect(page).toHaveURL(/personne=ophelie-lecocq&semaine=2026-06-22/);
    await expect(page.getByTestId('start').first()).toBeVisible();
    await look('disponibilites');
    await page.getByTestId('add-window').click();
    await page.getByTestId('day-7').check();
    await expect(page.getByTestId('start-new').first()).toBeVisible();
    await look('plage');
    await page.getByTestId('close-panel').click();
    await page.getByTestId('add-exception').click();
    await expect(page.getByTestId('rule-form')).toBeVisible();
    await look('exception');
    await page.goto('/back-office/disponibilites?personne=personne');
    await expect(page.getByTestId('empty')).toContainText('Personne introuvable');
    await look('introuvable');
  });
}
