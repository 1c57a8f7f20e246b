// What staff do to several appointments of the day's list at once.
import type { APIRequestContext, Page } from '@playwright/test';
import { Keyboard } from '../src/hands.ts';
import { expectNoSideways, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';
import { atWork } from '../support/workday.ts';

const PASSWORD = 'demo1234';
const MANAGER = 'manager@concilia.fr';
const DESK = 'accueil@concilia.fr';

/** References of the lines that can be chosen, in the order shown. */
const choosable = (page: Page) =>
  page.getByTestId('appointment').filter({ has: page.getByTestId('pick') })
    .evaluateAll((lines) => lines.map((line) => line.getAttribute('data-reference')!));

const box = (page: Page, reference: string) =>
  page.locator(`[data-testid="appointment"][data-reference="${reference}"]`).getByTestId('pick');

const dayOf = (now: Date) => now.toISOString().slice(0, 10);

/** Where appointments stand, as the server knows it. */
async function statuses(request: APIRequestContext, references: string[]): Promise<string[]> {
  return Promise.all(references.map(async (reference) => {
    const answer = await request.get(`/api/v1/appointments/${reference}`);
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()).status;
  }));
}

test('lines are chosen by click, by stretch, together and by `x`; what is not shown is not acted upon', async ({ page, backOffice, sandbox }) => {
  const now = await atWork(page, sandbox);
  await page.goto('/back-office/');
  await backOffice.signIn(MANAGER, PASSWORD);
  await backOffice.openDay(dayOf(now));
  const all = await choosable(page);
  expect(all.length).toBeGreaterThan(4);
  const bar = page.getByTestId('bulk');
  await expect(bar).toHaveCount(0);
  await box(page, all[0]!).check();
  await expect(bar).toContainText('1 rendez-vous sélectionné');
  // Choosing opens nothing.
  await expect(backOffice.panel).toHaveCount(0);
  await box(page, all[3]!).click({ modifiers: ['Shift'] });
  await expect(bar).toContainText('4 rendez-vous sélectionnés');
  await expect(page.getByTestId('pick-all')).toHaveJSProperty('indeterminate', true);
  await page.getByTestId('pick-all').click();
  await expect(bar).toContainText(`${all.length} rendez-vous sélectionnés`);
  await page.getByTestId('pick-all').click();
  await expect(bar).toHaveCount(0);

  await backOffice.findAppointment(all[1]!).getByRole('link').focus();
  await page.keyboard.press('x');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('x');
  await expect(bar).toContainText('2 rendez-vous sélectionnés');
  await expect(box(page, all[2]!)).toBeChecked();
  await page.keyboard.press('x');
  await expect(bar).toContainText('1 rendez-vous sélectionné');
  // A filter that hides it leaves nothing to act upon; without the filter, the choice is still there.
  await page.getByTestId('search').fill(all[0]!);
  await expect(bar).toHaveCount(0);
  await page.getByTestId('search').fill('');
  await expect(bar).toContainText('1 rendez-vous sélectionné');
  await backOffice.findAppointment(all[2]!).getByRole('link').focus();
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  // Another day has a choice of its own.
  await box(page, all[0]!).check();
  await page.getByTestId('next-day').click();
  await expect(bar).toHaveCount(0);
  await page.getByTestId('previous-day').click();
  await expect(box(page, all[0]!)).not.toBeChecked();
});

test('several clients are noted at once, and it is taken back at once', async ({ page, backOffice, sandbox }) => {
  const now = await atWork(page, sandbox);
  await page.goto('/back-office/');
  await backOffice.signIn(MANAGER, PASSWORD);
  await backOffice.openDay(dayOf(now));
  const three = (await choosable(page)).slice(0, 3);
  for (const reference of three) await box(page, reference).check();
  // Nobody is absent before the hour.
  await expect(page.getByTestId('bulk-absent')).toHaveCount(0);
  await page.getByTestId('bulk-honoured').click();
  await expect(page.getByTestId('bulk-told')).toContainText('Noté « Honoré » : 3 rendez-vous.');
  expect(await statuses(page.request, three)).toEqual(['honoured', 'honoured', 'honoured']);
  for (const reference of three) await expect(backOffice.findAppointment(reference)).toContainText('Honoré');
  await expect(page.getByTestId('bulk')).toHaveCount(0);
  await expect(page.getByTestId('undo')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('bulk-told')).toContainText('Remis comme avant : 3 rendez-vous.');
  expect(await statuses(page.request, three)).toEqual(['confirmed', 'confirmed', 'confirmed']);
  await expect(page.getByTestId('undo')).toHaveCount(0);
  // The keyboard is in the list again.
  await expect(page.locator('.row-link:focus')).toHaveCount(1);
});

test('taking back leaves what somebody else noted meanwhile', async ({ page, backOffice, sandbox, watch }) => {
  watch.expectWrong(/status of 412/);
  const now = await atWork(page, sandbox);
  // The hour has come for the first ones: they can be absent.
  const later = new Date(now.getTime() + 4 * 3_600_000);
  await sandbox.setClock(later);
  await page.clock.setFixedTime(later);
  await page.goto('/back-office/');
  await backOffice.signIn(MANAGER, PASSWORD);
  await backOffice.openDay(dayOf(now));
  await expect(page.getByTestId('pick').first()).toBeVisible();
  const [theirs, ours] = (await choosable(page)) as [string, string];
  for (const reference of [theirs, ours]) await box(page, reference).check();
  await page.getByTestId('bulk-honoured').click();
  await expect(page.getByTestId('undo')).toBeVisible();
  const noted = await page.request.put(`/api/v1/appointments/${theirs}/attendance`, { data: { status: 'absent' } });
  expect(noted.ok(), await noted.text()).toBe(true);
  await page.getByTestId('undo').click();
  await expect(page.getByTestId('bulk-refused')).toContainText('Changé entre-temps');
  expect(await statuses(page.request, [theirs, ours])).toEqual(['absent', 'confirmed']);
});

test('what is refused is named until it is read, and the rest can still be taken back', async ({ page, backOffice, sandbox, watch }) => {
  watch.expectWrong(/status of 409|net::ERR_FAILED/);
  const now = await atWork(page, sandbox);
  await page.goto('/back-office/');
  await backOffice.signIn(MANAGER, PASSWORD);
  await backOffice.openDay(dayOf(now));
  const [gone, other] = (await choosable(page)).slice(-2) as [string, string];
  await box(page, gone).check();
  await box(page, other).check();
  const client = (await backOffice.findAppointment(gone).getByRole('link').innerText()).trim();
  // Somebody cancels one meanwhile, and the page does not know yet.
  await page.route('**/api/v1/session/live', (route) => route.abort());
  await page.route('**/api/v1/appointments?*', (route) => route.abort());
  const answer = await page.request.post(`/api/v1/appointments/${gone}/cancellation`, { data: { reason: '' } });
  expect(answer.ok(), await answer.text()).toBe(true);
  await page.getByTestId('bulk-honoured').click();
  await expect(page.getByTestId('bulk-refused')).toContainText(client);
  await expect(page.getByTestId('bulk-told')).toContainText('1 rendez-vous');
  expect(await statuses(page.request, [gone, other])).toEqual(['cancelled', 'honoured']);
  // The word about the rest goes by itself; this one stays until it is read.
  await page.clock.fastForward(11_000);
  await expect(page.getByTestId('undo')).toHaveCount(0);
  await expect(page.getByTestId('bulk-refused')).toContainText(client);
  await page.getByTestId('bulk-honoured').click();
  await expect(page.getByTestId('undo')).toBeVisible();
  await page.getByTestId('bulk-refused-close').click();
  await expect(page.getByTestId('bulk-refused')).toHaveCount(0);
  await page.getByTestId('undo').click();
  await expect.poll(() => statuses(page.request, [gone, other])).toEqual(['cancelled', 'confirmed']);
});

test('several are cancelled: each message is shown, what changed meanwhile is left, and what came of each is told', async ({
  page, backOffice, sandbox, watch,
}) => {
  watch.expectWrong(/status of 412/);
  const now = await atWork(page, sandbox);
  await page.goto('/back-office/');
  await backOffice.signIn(MANAGER, PASSWORD);
  await backOffice.openDay(dayOf(now));
  const three = (await choosable(page)).slice(-3) as [string, string, string];
  for (const reference of three) await box(page, reference).check();
  await page.getByTestId('bulk-cancel').click();
  const form = page.getByTestId('bulk-cancel-form');
  await expect(form).toContainText('Annuler 3 rendez-vous');
  const line = (reference: string) => form.locator(`[data-reference="${reference}"]`);
  await expect(form.getByTestId('bulk-line')).toHaveCount(3);
  await line(three[0]).getByRole('button').click();
  await expect(line(three[0]).getByTestId('notices')).toContainText('annulé');
  await form.getByTestId('cancel-reason').fill('Agence inondée');
  // Somebody notes one as arrived meanwhile.
  const noted = await page.request.put(`/api/v1/appointments/${three[1]}/attendance`, { data: { status: 'honoured' } });
  expect(noted.ok(), await noted.text()).toBe(true);
  await form.getByTestId('confirm-act').click();
  await expect(line(three[0]).getByTestId('done')).toContainText('Annulé');
  await expect(line(three[1])).toContainText('Changé entre-temps');
  await expect(line(three[2]).getByTestId('done')).toContainText('Annulé');
  expect(await statuses(page.request, three)).toEqual(['cancelled', 'honoured', 'cancelled']);
  const cancelled = await (await page.request.get(`/api/v1/appointments/${three[0]}`)).json();
  expect(cancelled.cancel_reason).toBe('Agence inondée');
  await form.getByTestId('bulk-cancel-close').click();
  await expect(form).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByTestId('bulk-refused')).toContainText('1 rendez-vous n’a pas changé');
  // The day's list is of what stands.
  await expect(backOffice.findAppointment(three[0])).toHaveCount(0);
  await expect(backOffice.findAppointment(three[1])).toContainText('Honoré');
  await expect(page.getByTestId('bulk')).toHaveCount(0);
});

test('several are cancelled by keyboard alone, and the keyboard is somewhere after', async ({ page, backOffice, sandbox }) => {
  const now = await atWork(page, sandbox);
  await page.goto('/back-office/');
  await backOffice.signIn(MANAGER, PASSWORD);
  await backOffice.openDay(dayOf(now));
  const two = (await choosable(page)).slice(-2);
  const keyboard = new Keyboard(page);
  for (const reference of two) {
    await backOffice.findAppointment(reference).getByRole('link').focus();
    await page.keyboard.press('x');
  }
  await page.keyboard.press('.');
  await expect(page.getByTestId('bulk').getByRole('button').first()).toBeFocused();
  await keyboard.press(page.getByTestId('bulk-cancel'));
  const form = page.getByTestId('bulk-cancel-form');
  await expect(form.getByTestId('bulk-line')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  // Nothing was done: the button is there, and has the focus again.
  await expect(page.getByTestId('bulk-cancel')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(form.getByTestId('bulk-line')).toHaveCount(2);
  await keyboard.press(form.getByTestId('confirm-act'));
  await expect(page.getByTestId('bulk-told')).toContainText('Annulé : 2 rendez-vous.');
  expect(await statuses(page.request, two)).toEqual(['cancelled', 'cancelled']);
  await expect(form).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('who may not change appointments chooses none', async ({ page, backOffice, sandbox }) => {
  const now = await atWork(page, sandbox);
  await page.goto('/back-office/');
  await backOffice.signIn(DESK, PASSWORD);
  await backOffice.openDay(dayOf(now));
  await expect(backOffice.lines.first()).toBeVisible();
  await expect(page.getByTestId('pick')).toHaveCount(0);
  await expect(page.getByTestId('pick-all')).toHaveCount(0);
});

test.describe('axe and the width of phones', () => {
  for (const width of [320, 360, 1440]) {
    test(`finds no fault at ${width} px`, async ({ page, backOffice, sandbox }) => {
      await page.setViewportSize({ width, height: 800 });
      const now = await atWork(page, sandbox);
      await page.goto('/back-office/');
      await backOffice.signIn(MANAGER, PASSWORD);
      await backOffice.openDay(dayOf(now));
      await page.getByTestId('pick-all').check();
      await expect(page.getByTestId('bulk')).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await expectNoSideways(page);
      await page.getByTestId('pick-all').uncheck();
      for (const reference of (await choosable(page)).slice(-2)) await box(page, reference).check();
      await page.getByTestId('bulk-cancel').click();
      await expect(page.getByTestId('bulk-line')).toHaveCount(2);
      await page.getByTestId('bulk-line').first().getByRole('button').click();
      await expect(page.getByTestId('notices')).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await expectNoSideways(page);
    });
  }
});
