import type { APIRequestContext, Page } from '@playwright/test';
import { Api, CLIENT } from '../support/api.ts';
import { expectNoSideways, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';

const PASSWORD = 'demo1234';
const ADMIN = 'admin@concilia.fr';
const PLACE = { agency: 'marseille-prado', theme: 'premier-rdv', channel: 'office' } as const;
const JOURNAL = '/api/v1/journals/refusals';

/** Sends `count` confirmations without the check against robots: all are refused, and journaled. */
async function refuse(request: APIRequestContext, count = 1, more: Record<string, string> = {}) {
  const start = (await new Api(request).starts(PLACE))[0];
  const held = await request.post('/api/v1/public/holds', { data: { ...PLACE, start } });
  const { hold } = await held.json();
  for (let sent = 0; sent < count; sent += 1) await refuseOnce(request, hold, more);
  return hold as string;
}

/** Sends one with that hold. */
async function refuseOnce(request: APIRequestContext, hold: string, more: Record<string, string> = {}) {
  const data = { hold, client: CLIENT, consent: true, lang: 'fr', ...more };
  const answer = await request.post('/api/v1/public/appointments', { data });
  expect(answer.status(), await answer.text()).toBe(422);
}

/** The lines of the journal that are shown. */
const lines = (page: Page) => page.getByTestId('refusal');
/** The count of a reason. */
const reason = (page: Page, code: string) => page.locator(`[data-testid="reason-count"][data-reason="${code}"]`);
/** Today's date where days of the journal are counted. */
const today = () => new Date().toISOString().slice(0, 10);
/** That many days before today. */
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

test('a script caught by the form is in the journal, in words', async ({ page, journey, backOffice }) => {
  await page.goto('/');
  await journey.walkTo('check', { ...PLACE, agency: 'lyon-part-dieu', answers: CLIENT });
  await page.locator('input[name=website]').evaluate((input: HTMLInputElement) => { input.value = 'https://example.org'; });
  const answered = page.waitForResponse((response) => response.url().endsWith('/public/appointments'));
  await page.getByTestId('creno-confirm').click();
  expect((await answered).status()).toBe(422);

  await page.goto('/back-office/');
  await backOffice.signIn(ADMIN, PASSWORD);
  await page.getByRole('link', { name: 'Journaux' }).click();
  await page.getByRole('link', { name: 'Refus' }).click();
  await expect(page).toHaveURL(/\/back-office\/journaux\/refus$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Refus');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page).toHaveTitle(/^Refus/);
  const caught = lines(page).filter({ hasText: 'Piège à robots rempli' }).first();
  await expect(caught).toContainText('Confirmation d’un rendez-vous');
  // The network is cut short, and nothing says who it was.
  await expect(caught).toContainText('127.0.0.0/24');
  const text = await page.getByRole('main').innerText();
  for (const secret of [CLIENT.email, CLIENT.last_name, CLIENT.phone, CLIENT.phone.replaceAll(' ', ''), '127.0.0.1']) expect(text).not.toContain(secret);

  const explained = reason(page, 'refused_as_robot');
  if (!(await explained.evaluate((details: HTMLDetailsElement) => details.open))) await explained.locator('summary').click();
  await expect(explained).toContainText('Un champ que les personnes ne voient pas a été rempli.');
  await expect(explained).toContainText('Que faire ?');
});

test('refusals are counted by reason and by day, and listed', async ({ page, request, backOffice }) => {
  await refuse(request, 3);
  await refuse(request, 2, { website: 'https://example.org' });
  await page.goto('/back-office/');
  await backOffice.signIn(ADMIN, PASSWORD);
  await page.goto('/back-office/journaux/refus');
  await expect(page.getByTestId('count')).toBeVisible();
  const told = await (await page.request.get(JOURNAL)).json();
  const sum = (code?: string) => (told.counts as { reason: string; occurrences: number }[])
    .filter((count) => !code || count.reason === code).reduce((total, count) => total + count.occurrences, 0);
  await expect(page.getByTestId('count')).toHaveText(`${sum()} demandes refusées`);
  await expect(reason(page, 'challenge_missing').locator('.reason-count')).toHaveText(String(sum('challenge_missing')));
  await expect(reason(page, 'refused_as_robot').locator('.reason-count')).toHaveText(String(sum('refused_as_robot')));
  await expect(lines(page)).toHaveCount(told.items.length);
  // Who listens has the days too.
  await expect(page.locator('.by-day li')).toHaveCount(1);
  await expect(page.locator('.by-day li')).toContainText(String(sum()));
});

test('period and reason are in the address, and survive a reload', async ({ page, request, backOffice }) => {
  await refuse(request, 1);
  await refuse(request, 1, { fax: '0102030405' });
  await page.goto('/back-office/journaux/refus');
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(page.getByTestId('days-30')).toHaveAttribute('aria-pressed', 'true');
  await page.getByTestId('reason').selectOption({ label: 'Vérification absente' });
  await expect(page).toHaveURL(/motif=challenge_missing/);
  await expect(reason(page, 'refused_as_robot')).toHaveCount(0);
  // A reason alone is explained at once.
  await expect(reason(page, 'challenge_missing').getByText('Que faire ?')).toBeVisible();
  await page.getByTestId('days-7').click();
  await expect(page).toHaveURL(new RegExp(`du=${ago(6)}`));
  await page.reload();
  await expect(page.getByTestId('days-7')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByTestId('reason')).toHaveValue('challenge_missing');
  await expect(page.getByTestId('from')).toHaveValue(ago(6));
  await expect(lines(page).first()).toContainText('Vérification absente');
  for (const line of await lines(page).allInnerTexts()) expect(line).toContain('Vérification absente');

  // A last day in the past: nothing was refused then.
  await page.getByTestId('to').fill(ago(10));
  await page.getByTestId('to').dispatchEvent('change');
  await expect(page).toHaveURL(new RegExp(`au=${ago(10)}`));
  await expect(page.getByTestId('from')).toHaveValue(ago(10));
  await expect(page.getByTestId('empty')).toContainText('Aucun refus');
  await expect(page.getByTestId('empty')).toContainText('Vérification absente');
  await page.reload();
  await expect(page.getByTestId('to')).toHaveValue(ago(10));
  await page.getByTestId('last-days').click();
  await expect(page).toHaveURL(/\/refus$/);
  await expect(reason(page, 'refused_as_robot')).toBeVisible();

  // From the counts, to one reason and back.
  await reason(page, 'refused_as_robot').locator('summary').click();
  await reason(page, 'refused_as_robot').getByTestId('only').click();
  await expect(page).toHaveURL(/motif=refused_as_robot/);
  await expect(page.getByTestId('reason')).toHaveValue('refused_as_robot');
  await reason(page, 'refused_as_robot').getByTestId('only').click();
  await expect(page.getByTestId('reason')).toHaveValue('');
  await page.goBack();
  await expect(page.getByTestId('reason')).toHaveValue('refused_as_robot');
});

test('an address that asks nonsense is told how to be mended', async ({ page, request, backOffice }) => {
  await refuse(request, 1);
  await page.goto(`/back-office/journaux/refus?du=${today()}&au=2026-01-01&motif=pluie`);
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(page.getByTestId('failure')).toContainText('La période doit aller d’une date à une date suivante.');
  await page.getByTestId('last-days').click();
  await expect(page.getByTestId('refusals')).toBeVisible();
});

test('earlier lines come when they are asked for', async ({ page, request, backOffice }) => {
  await page.goto('/back-office/');
  await backOffice.signIn(ADMIN, PASSWORD);
  // What is refused together is one line: each is read before the next.
  const hold = await refuse(request);
  for (let line = 0; line < 55; line += 1) {
    await refuseOnce(request, hold);
    expect((await page.request.get(JOURNAL, { params: { limit: 1 } })).status()).toBe(200);
  }
  await page.goto(`/back-office/journaux/refus?motif=challenge_missing`);
  await expect(lines(page)).toHaveCount(50);
  await expect(page.getByTestId('lines')).toHaveText('50 lignes affichées');
  await page.getByTestId('more').focus();
  await page.keyboard.press('Enter');
  await expect(lines(page).nth(54)).toBeVisible();
  await expect(page.getByTestId('more')).toHaveCount(0);
  await expect(page.getByTestId('lines')).toContainText('Tout est affiché.');
  await expect(page.getByTestId('lines')).toBeFocused();
  // Another question begins again.
  await page.getByTestId('days-1').click();
  await expect(lines(page)).toHaveCount(50);
});

test('a server that does not answer is said, and asked again', async ({ page, request, backOffice, watch }) => {
  watch.expectWrong(/ERR_FAILED/);
  await refuse(request);
  await page.goto('/back-office/');
  await backOffice.signIn(ADMIN, PASSWORD);
  await page.route(`**${JOURNAL}*`, (route) => route.abort());
  await page.goto('/back-office/journaux/refus');
  await expect(page.getByTestId('failure')).toContainText('Le serveur ne répond pas.');
  await page.unroute(`**${JOURNAL}*`);
  await page.getByTestId('retry').click();
  await expect(page.getByTestId('refusals')).toBeVisible();
  await expect(page.getByTestId('failure')).toHaveCount(0);
});

for (const [account, profile] of [['manager@concilia.fr', 'Manager'], ['collaborateur@concilia.fr', 'Collaborateur']] as const) {
  test(`the journal is not for a profile that does not administer: ${profile}`, async ({ page, backOffice, watch }) => {
    await page.goto('/back-office/');
    await backOffice.signIn(account, PASSWORD);
    await expect(page.getByRole('link', { name: 'Rendez-vous', exact: true })).toBeVisible();
    await page.getByRole('link', { name: 'Journaux' }).click();
    await expect(page.getByRole('link', { name: 'Refus' })).toHaveCount(0);
    await page.goto('/back-office/refus?motif=rate_limited');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Accès réservé');
    await expect(page.getByTestId('forbidden')).toContainText(profile);
    // The page does not even ask; who asks is refused.
    expect(watch.requests.filter((url) => url.includes(JOURNAL))).toEqual([]);
    const answer = await page.request.get(JOURNAL);
    expect([answer.status(), (await answer.json()).code]).toEqual([403, 'forbidden']);
    await page.getByRole('link', { name: 'Voir les rendez-vous du jour' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rendez-vous du jour');
  });
}

test('the keyboard is enough', async ({ page, request, backOffice }) => {
  await refuse(request, 1);
  await refuse(request, 1, { website: 'x' });
  await page.goto('/back-office/journaux/refus');
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('export')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('days-1')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`du=${today()}`));
  await expect(page.getByTestId('days-1')).toBeFocused();
  const summary = reason(page, 'refused_as_robot').locator('summary');
  for (let stop = 0; stop < 15 && !(await summary.evaluate((line) => line === document.activeElement)); stop += 1) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(reason(page, 'refused_as_robot').getByText('Que faire ?')).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/motif=refused_as_robot/);
});

test.describe('axe and the width of phones', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  for (const width of [320, 360, 1440]) {
    test(`finds no fault at ${width} px`, async ({ page, request, backOffice }) => {
      await refuse(request, 4);
      await refuse(request, 1, { website: 'x' });
      await page.setViewportSize({ width, height: 800 });
      await page.goto('/back-office/');
      await backOffice.signIn(ADMIN, PASSWORD);
      const look = async (state: string) => {
        expect.soft(await violations(page), state).toEqual([]);
        await expectNoSideways(page);
      };
      await page.goto('/back-office/journaux/refus');
      await expect(page.getByTestId('refusals')).toBeVisible();
      await look('journal');
      await page.goto('/back-office/journaux/refus?motif=refused_as_robot');
      await expect(reason(page, 'refused_as_robot').getByText('Que faire ?')).toBeVisible();
      await look('one reason');
      await page.goto('/back-office/journaux/refus?du=2020-01-01&au=2020-01-02&motif=rate_limited');
      await expect(page.getByTestId('empty')).toBeVisible();
      await look('empty');
      await page.getByTestId('sign-out').click();
      await backOffice.signIn('manager@concilia.fr', PASSWORD);
      await page.goto('/back-office/journaux/refus');
      await expect(page.getByTestId('forbidden')).toBeVisible();
      await look('reserved');
    });
  }
});
