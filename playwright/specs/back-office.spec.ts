import { CLIENT } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';

const PASSWORD = 'demo1234';
const ADMIN = 'admin@concilia.fr';
const PLACE = { agency: 'lille-grand-place', theme: 'aides-sociales', channel: 'phone' } as const;
const OUTSIDE = { agency: 'marseille-prado', theme: 'premier-rdv', channel: 'office' } as const;

/** Answers to the form of the theme of `PLACE`. */
const MARTIN = { ...CLIENT, last_name: 'Martin', first_name: 'Zoé', birth_date: '07/03/1985' };
/** Somebody else, of the same day. */
const PETIT = { ...MARTIN, last_name: 'Petit', first_name: 'Noé', email: 'noe.petit@exemple.fr' };

test('one click signs in with a demonstration account', async ({ page }) => {
  await page.goto('/back-office/');
  const doors = page.getByTestId('demo-account');
  await expect(doors).toHaveCount(3);
  await doors.filter({ hasText: ADMIN }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tableau de bord');
  await expect(page).toHaveURL(/\/back-office\/tableau-de-bord$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByTestId('profile')).toHaveText('Administrateur');
  await expect(page).toHaveTitle(/Tableau de bord/);
});

test('a wrong password is refused in words, and the right one then opens', async ({ page, backOffice }) => {
  await page.goto('/back-office/');
  await page.getByTestId('sign-in').click();
  await expect(page.getByTestId('refusal')).toContainText('Il manque une information.');
  await page.getByTestId('email').fill(ADMIN);
  await page.getByTestId('password').fill('demo12345');
  await page.getByTestId('sign-in').click();
  const refusal = page.getByTestId('refusal');
  await expect(refusal).not.toContainText('Il manque');
  await expect(refusal).toContainText(/mot de passe/i);
  await expect(page.getByRole('alert')).toContainText(/mot de passe/i);
  await expect(page.getByTestId('password')).toBeFocused();
  // Nothing tells whether the account exists.
  const words = await refusal.innerText();
  await page.getByTestId('email').fill('personne@concilia.fr');
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByTestId('sign-in').click();
  expect((await answer).status()).toBe(401);
  await expect(page.getByTestId('sign-in')).toHaveAttribute('aria-disabled', 'false');
  await expect(refusal).toHaveText(words);
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(page.getByTestId('day')).toBeVisible();
});

test('no appointment is given to who is not signed in', async ({ page, request }) => {
  const answer = await request.get('/api/v1/appointments', { params: { date: '2026-06-15' } });
  expect(answer.status()).toBe(401);
  expect((await answer.json()).code).toBe('unauthenticated');
  await page.goto('/back-office/rendez-vous?date=2026-06-15');
  await expect(page.getByTestId('sign-in')).toBeVisible();
  await expect(page.getByTestId('appointments')).toHaveCount(0);
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('a deep link survives the sign-in', async ({ page, api, backOffice }) => {
  const { reference, start } = await api.bookNext(PLACE, 1, MARTIN);
  await page.goto(`/back-office/rendez-vous/${reference}?date=${start.slice(0, 10)}`);
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(page).toHaveURL(new RegExp(`/rendez-vous/${reference}\\?date=`));
  await expect(backOffice.panel).toContainText('Martin');
  await expect(backOffice.panel).toContainText(reference);
  await expect(backOffice.panel).toContainText('Aides et droits sociaux');
});

test('signing out ends the session on the server too', async ({ page, backOffice, context }) => {
  await page.goto('/back-office/');
  await backOffice.signIn(ADMIN, PASSWORD);
  const cookies = await context.cookies();
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax' });
  await page.getByTestId('sign-out').click();
  await expect(page.getByTestId('sign-in')).toBeVisible();
  await context.addCookies(cookies);
  await page.goto('/back-office/rendez-vous');
  await expect(page.getByTestId('sign-in')).toBeVisible();
});

test('days follow each other, by buttons, date and browser history', async ({ page, api, backOffice }) => {
  // Another day than today, even at night, when today's first starts are on offer.
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });
  const start = (await api.starts(PLACE)).find((start) => start.slice(0, 10) > today)!;
  const { reference } = await api.book(PLACE, start, MARTIN);
  const date = start.slice(0, 10);
  await page.goto('/back-office/rendez-vous');
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(page.getByTestId('today')).toBeDisabled();
  await page.getByTestId('date').fill(date);
  await page.getByTestId('date').dispatchEvent('change');
  await expect(page).toHaveURL(new RegExp(`date=${date}`));
  await expect(backOffice.findAppointment(reference)).toBeVisible();

  const shifted = (days: number) => {
    const other = new Date(`${date}T12:00:00Z`);
    other.setUTCDate(other.getUTCDate() + days);
    return other.toISOString().slice(0, 10);
  };
  await page.getByTestId('next-day').click();
  await expect(page).toHaveURL(new RegExp(`date=${shifted(1)}`));
  await expect(backOffice.findAppointment(reference)).toHaveCount(0);
  await page.getByTestId('previous-day').click();
  await page.getByTestId('previous-day').click();
  await expect(page).toHaveURL(new RegExp(`date=${shifted(-1)}`));
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`date=${date}`));
  await expect(backOffice.findAppointment(reference)).toBeVisible();
  await page.getByTestId('today').click();
  await expect(page.getByTestId('day')).toContainText('aujourd’hui');
});

test('the filter finds by any word, without accents, and says when nothing matches', async ({ page, api, backOffice }) => {
  const one = await api.bookNext(PLACE, 3, MARTIN);
  const other = await api.book(PLACE, (await api.starts(PLACE)).find((start) => start.startsWith(one.start.slice(0, 10)))!, PETIT);
  await page.goto('/back-office/');
  await backOffice.signIn(ADMIN, PASSWORD);
  await backOffice.openDay(one.start.slice(0, 10), PLACE.agency);
  await expect(backOffice.findAppointment(one.reference)).toBeVisible();
  await expect(backOffice.findAppointment(other.reference)).toBeVisible();
  const total = await backOffice.lines.count();

  await page.getByTestId('search').fill('zoe MARTIN');
  await expect(backOffice.findAppointment(one.reference)).toBeVisible();
  await expect(backOffice.findAppointment(other.reference)).toHaveCount(0);
  await expect(page.getByTestId('count')).toContainText(`sur ${total}`);
  await page.getByTestId('search').fill(other.reference.toLowerCase());
  await expect(backOffice.lines).toHaveCount(1);
  await page.getByTestId('search').fill('zzzz');
  await expect(page.getByTestId('no-match')).toContainText('zzzz');
  // What is searched may be a name: it does not go in the address.
  expect(page.url()).not.toContain('zzzz');
  await page.getByRole('button', { name: 'Effacer le filtre' }).click();
  await expect(backOffice.lines).toHaveCount(total);
});

test('the list is sorted by its columns, and its address says how', async ({ page, api, backOffice }) => {
  // A later day than today, whatever the hour, with room for two who do not meet.
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });
  const later = (await api.starts(PLACE)).filter((start) => start.slice(0, 10) > today);
  const days = [...new Set(later.map((start) => start.slice(0, 10)))].map((day) => later.filter((start) => start.startsWith(day)));
  const day = days.find((starts) => Date.parse(starts.at(-1)!) - Date.parse(starts[0]!) >= 2 * 3_600_000)!;
  const one = await api.book(PLACE, day[0]!, MARTIN);
  await api.book(PLACE, day.at(-1)!, PETIT);
  await page.goto('/back-office/');
  await backOffice.signIn(ADMIN, PASSWORD);
  await backOffice.openDay(one.start.slice(0, 10), PLACE.agency);
  await expect(backOffice.findAppointment(one.reference)).toBeVisible();
  const references = () => backOffice.lines.evaluateAll((lines) => lines.map((line) => line.getAttribute('data-reference')));
  const byTime = await references();
  expect(byTime.length).toBeGreaterThan(1);
  const names = async () => (await backOffice.lines.locator('.row-link').allInnerTexts()).map((name) => name.toLowerCase());
  const sorted = [...await names()].sort((a, b) => a.localeCompare(b, 'fr'));

  const column = page.getByTestId('column-client');
  await expect(column).not.toHaveAttribute('aria-sort');
  await expect(page.getByTestId('column-heure')).toHaveAttribute('aria-sort', 'ascending');
  await column.getByRole('button').click();
  await expect(column).toHaveAttribute('aria-sort', 'ascending');
  await expect(page).toHaveURL(/tri=client/);
  await expect.poll(names).toEqual(sorted);
  await page.keyboard.press('Enter');
  await expect(column).toHaveAttribute('aria-sort', 'descending');
  await expect(page).toHaveURL(/tri=-client/);
  await expect.poll(names).toEqual([...sorted].reverse());

  // What is open stays open, and the order outlives a reload.
  await backOffice.findAppointment(one.reference).click();
  await expect(backOffice.panel).toContainText(MARTIN.email);
  await expect(page).toHaveURL(/tri=-client/);
  await page.reload();
  await expect(backOffice.panel).toContainText(MARTIN.email);
  await expect(column).toHaveAttribute('aria-sort', 'descending');
  await page.keyboard.press('Escape');
  await expect(backOffice.panel).toHaveCount(0);

  // An order that is chosen beside what is open is still there once that is closed.
  await backOffice.findAppointment(one.reference).click();
  await expect(backOffice.panel).toContainText(MARTIN.email);
  await page.getByTestId('column-theme').getByRole('button').click();
  await expect(page).toHaveURL(/tri=theme/);
  await page.keyboard.press('Escape');
  await expect(backOffice.panel).toHaveCount(0);
  await expect(page).toHaveURL(/tri=theme/);
  await column.getByRole('button').click();
  await column.getByRole('button').click();
  await expect(page).toHaveURL(/tri=-client/);

  // Cards have no columns: a choice says the same.
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(page.getByTestId('sort')).toHaveValue('client');
  await expect(page.getByTestId('sort-backwards')).toHaveAttribute('aria-pressed', 'true');
  await page.getByTestId('sort-backwards').click();
  await expect.poll(names).toEqual(sorted);
  await page.getByTestId('sort').selectOption('heure');
  await expect.poll(references).toEqual(byTime);
  await expect(page).not.toHaveURL(/tri=/);
  // Its arrows are its own: the list does not take them.
  await page.getByTestId('sort').focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('sort')).toBeFocused();
  await expect(page).toHaveURL(/tri=client/);
  await expect.poll(names).toEqual(sorted);
});

test('the agency filter keeps to one agency, in the address too', async ({ page, api, backOffice }) => {
  const here = await api.bookNext(PLACE, 0, MARTIN);
  await page.goto('/back-office/');
  await backOffice.signIn(ADMIN, PASSWORD);
  await backOffice.openDay(here.start.slice(0, 10));
  await page.getByTestId('agency').selectOption(OUTSIDE.agency);
  await expect(page).toHaveURL(new RegExp(`agence=${OUTSIDE.agency}`));
  await expect(backOffice.findAppointment(here.reference)).toHaveCount(0);
  await page.getByTestId('agency').selectOption(PLACE.agency);
  await expect(backOffice.findAppointment(here.reference)).toBeVisible();
});

test('a line opens a panel with an address of its own, which Escape closes', async ({ page, api, backOffice }) => {
  const booked = await api.bookNext(PLACE, 4, MARTIN);
  await page.goto('/back-office/');
  await backOffice.signIn(ADMIN, PASSWORD);
  await backOffice.openDay(booked.start.slice(0, 10), PLACE.agency);
  await backOffice.findAppointment(booked.reference).click();
  await expect(page).toHaveURL(new RegExp(`/rendez-vous/${booked.reference}\\?`));
  await expect(backOffice.panel.getByRole('heading', { level: 2 })).toBeFocused();
  await expect(backOffice.panel).toContainText(MARTIN.email);
  await expect(backOffice.panel.getByRole('link', { name: MARTIN.email })).toHaveAttribute('href', `mailto:${MARTIN.email}`);
  await page.reload();
  await expect(backOffice.panel).toContainText(MARTIN.email);
  await page.keyboard.press('Escape');
  await expect(backOffice.panel).toHaveCount(0);
  await expect(page).not.toHaveURL(new RegExp(booked.reference));

  await backOffice.findAppointment(booked.reference).click();
  await page.getByTestId('close-panel').click();
  await expect(backOffice.panel).toHaveCount(0);
  await page.goto('/back-office/rendez-vous/CRN-ZZZZZZ');
  await expect(backOffice.panel).toContainText('Rendez-vous introuvable');
  await expect(backOffice.panel).toContainText('hors de portée');
  await page.getByTestId('close-panel').click();
  await expect(backOffice.panel).toHaveCount(0);
  await expect(page.getByTestId('day')).toContainText('aujourd’hui');
});

test('the keyboard is enough: shortcuts, arrows, Enter, Escape', async ({ page, api, backOffice }) => {
  const booked = await api.bookNext(PLACE, 5, MARTIN);
  const date = booked.start.slice(0, 10);
  await page.goto('/back-office/');
  // The sign-in page puts the cursor in the first field.
  await expect(page.getByTestId('email')).toBeFocused();
  await page.keyboard.type(ADMIN);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('person')).toBeVisible();

  await backOffice.openDay(date, PLACE.agency);
  await page.keyboard.press('/');
  await expect(page.getByTestId('search')).toBeFocused();
  await page.keyboard.type(booked.reference);
  await expect(backOffice.lines).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  const line = backOffice.findAppointment(booked.reference).getByRole('link');
  await expect(line).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(backOffice.panel).toContainText(MARTIN.email);
  await page.keyboard.press('Escape');
  await expect(backOffice.panel).toHaveCount(0);
  await expect(line).toBeFocused();

  await page.keyboard.press('ArrowRight');
  await expect(page).not.toHaveURL(new RegExp(`date=${date}`));
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(new RegExp(`date=${date}`));
  await page.keyboard.press('?');
  await expect(page.getByTestId('help')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('help')).toBeHidden();
});

test('a manager sees the appointments of their perimeter, and no others', async ({ page, api, backOffice }) => {
  const inside = await api.bookNext(PLACE, 6, MARTIN);
  const outside = await api.bookNext(OUTSIDE, 6);
  await page.goto('/back-office/rendez-vous');
  await backOffice.signIn('manager@concilia.fr', PASSWORD);
  const offered = await page.getByTestId('agency').locator('option').allInnerTexts();
  expect(offered).toContain('Lille Grand-Place');
  expect(offered).not.toContain('Marseille Prado');

  await backOffice.openDay(inside.start.slice(0, 10));
  await expect(backOffice.findAppointment(inside.reference)).toBeVisible();
  await backOffice.openDay(outside.start.slice(0, 10));
  await expect(page.getByTestId('count')).toBeVisible();
  await expect(backOffice.findAppointment(outside.reference)).toHaveCount(0);
  const list = await page.request.get('/api/v1/appointments', { params: { date: outside.start.slice(0, 10) } });
  expect(list.status()).toBe(200);
  expect(await list.text()).not.toContain(outside.reference);
  await page.goto(`/back-office/rendez-vous/${outside.reference}?date=${outside.start.slice(0, 10)}`);
  await expect(backOffice.panel).toContainText('Rendez-vous introuvable');
});

test('a member of staff sees their own appointments', async ({ page, backOffice }) => {
  await page.goto('/back-office/rendez-vous');
  await backOffice.signIn('collaborateur@concilia.fr', PASSWORD);
  const name = await page.getByTestId('person').innerText();
  await expect(backOffice.list).toBeVisible();
  const staff = await backOffice.list.locator('td.col-staff').allInnerTexts();
  expect(staff.length).toBeGreaterThan(0);
  expect(new Set(staff)).toEqual(new Set([name]));
});

test('a session that ended while in use leads to the sign-in page and back', async ({ page, backOffice, sandbox }) => {
  await page.goto('/back-office/');
  await backOffice.signIn(ADMIN, PASSWORD);
  await backOffice.openDay('2030-01-15');
  await sandbox.reset();
  await page.getByTestId('reload').click();
  await expect(page.getByText('Votre session a pris fin.')).toBeVisible();
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(page).toHaveURL(/date=2030-01-15/);
  await expect(page.getByTestId('empty')).toBeVisible();
});

test('an address that leads nowhere says so, and leads back', async ({ page, backOffice }) => {
  await page.goto('/back-office/nulle-part');
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page introuvable');
  await page.getByRole('link', { name: 'Voir les rendez-vous du jour' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rendez-vous du jour');
});
