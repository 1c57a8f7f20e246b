// Pictures of every step and state of the journey, in report/screenshots/<width>/ and, with forced colours, in
// report/screenshots/<width>-forced/: `npm run screenshots`.
import type { APIRequestContext, Page } from '@playwright/test';
import type { Journey } from '../src/journey.ts';
import { CLIENT, DISPUTE, DWELLER, pdf, type Api } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { camera, WIDTHS, type Shot } from './camera.ts';

const PLACE = { agency: 'paris-opera', theme: 'point-budget', channel: 'video' } as const;
const WISH = { ...PLACE, answers: CLIENT };
const ADMIN = { email: 'admin@concilia.fr', password: 'demo1234' };

for (const [width, height] of Object.entries(WIDTHS)) {
  for (const forcedColors of ['none', 'active'] as const) {
    const folder = forcedColors === 'active' ? `${width}-forced` : width;

    test.describe(folder, () => {
      test.use({ viewport: { width: Number(width), height }, contextOptions: { reducedMotion: 'reduce', forcedColors } });

      test('the third-party page', async ({ page, journey }) => {
        await page.goto('/');
        await journey.step('agency').waitFor();
        await camera(page, folder)('site');
      });

      test('the journey', async ({ page, journey, api }) => {
        await page.goto('/rdv');
        await journeyPictures(page, journey, api, camera(page, folder));
      });

      test('what is slow, or does not come', async ({ page, journey, watch }) => {
        watch.expectWrong(/ERR_INTERNET_DISCONNECTED/);
        await waitingPictures(page, journey, camera(page, folder));
      });

      test('a start that is kept, and lost', async ({ page, journey, sandbox }) => {
        const shot = camera(page, folder);
        await page.clock.install();
        await page.goto('/rdv');
        await journey.walkTo('details', WISH);
        await page.clock.fastForward('08:05');
        await journey.hook('renew').waitFor();
        await shot('5-details-hold-late');
        await journey.hook('renew').click();
        await expect(journey.hook('renewal')).not.toBeEmpty();
        await shot('5-details-hold-renewed');
        await sandbox.setClock(new Date(Date.now() + 30 * 60_000));
        await page.clock.fastForward('10:01');
        await journey.problem.waitFor();
        await shot('5-details-hold-lost');
        await journey.back();
        await journey.step('slot').locator('[data-testid^="creno-slot-"]').first().waitFor({ state: 'attached' });
        await shot('4-slot-hold-lost');
      });

      test('a code by e-mail', async ({ page, request, journey, sandbox }) => {
        void sandbox; // The theme is as it was once the pictures are taken.
        await codePictures(page, request, journey, camera(page, folder));
      });

      test('the appointment, afterwards', async ({ page, journey, api }) => {
        // Days away: it can still be moved and cancelled, at any hour of the day.
        const booked = await api.bookNext(PLACE, 40);
        await page.goto(booked.manage_url);
        await managePictures(page, journey, camera(page, folder));
      });

      test('documents of the appointment', async ({ page, journey, api }) => {
        const booked = await api.bookTheme(DISPUTE, 40, DWELLER);
        await page.goto(booked.manage_url);
        const input = journey.hook('document-contrat').getByTestId('creno-document-add');
        await input.setInputFiles(pdf('Contrat de prêt.pdf'));
        await journey.hook('document').first().waitFor();
        await camera(page, folder)('8-manage-documents');
      });

      test('elsewhere', async ({ page, journey }) => {
        const shot = camera(page, folder);
        await page.goto('/rdv?agence=saint-denis-reunion&theme=premier-rdv&canal=office&lang=en');
        await journey.pickSlot();
        await shot('slot-elsewhere-english');
        await page.goto('/rdv?campagne=soirees-budget');
        await journey.walkTo('slot', { theme: 'point-budget', channel: 'office' });
        await journey.pickSlot();
        await shot('campaign');
        await page.goto('/rdv?campagne=inconnue');
        await journey.hook('campaign-closed').waitFor();
        await shot('campaign-closed');
      });
    });
  }
}

async function journeyPictures(page: Page, journey: Journey, api: Api, shot: Shot) {
  await journey.step('agency').waitFor();
  await shot('1-agency');
  await journey.hook('agency-search').fill('zzzz');
  await journey.hook('empty').waitFor();
  await shot('1-agency-none');
  await journey.hook('agency-search').fill('paris');
  await journey.next();
  await journey.hook('missing').waitFor();
  await shot('1-agency-search');
  await journey.chooseAgency(PLACE.agency);
  await journey.hand.choose(journey.hook(`theme-${PLACE.theme}`));
  await shot('2-theme');
  await journey.next();
  await journey.hand.choose(journey.hook(`channel-${PLACE.channel}`));
  await shot('3-channel');
  await journey.next();
  const taken = await journey.pickSlot();
  await shot('4-slot');
  expect((await api.takeAll(PLACE, taken)).length).toBeGreaterThan(0);
  await journey.next();
  await journey.problem.waitFor();
  await shot('4-slot-taken');
  await journey.problem.locator('[data-testid^="creno-alternative-"]').first().click();
  await journey.step('details').waitFor();
  await shot('5-details');
  await journey.back();
  await journey.step('slot').locator('[data-testid^="creno-slot-"]:checked').waitFor();
  await shot('4-slot-held');
  await journey.next();
  await journey.next();
  await journey.hook('errors').waitFor();
  await shot('5-details-errors');
  await journey.fillDetails({ ...CLIENT, message: 'Je viendrai avec ma sœur.' });
  await journey.step('check').waitFor();
  await shot('6-check');
  await journey.confirm();
  await journey.step('done').waitFor();
  await shot('7-done');
}

/** Calls whose address matches `address` get their answer once the function that this gives is called. */
async function keepWaiting(page: Page, address: string, method: string): Promise<() => void> {
  let open = () => {};
  const opened = new Promise<void>((done) => (open = done));
  await page.route(address, async (route) => {
    if (route.request().method() === method) await opened;
    await route.fallback();
  });
  return open;
}

async function waitingPictures(page: Page, journey: Journey, shot: Shot) {
  const catalog = await keepWaiting(page, '**/public/catalog*', 'GET');
  await page.goto('/rdv');
  await journey.element.locator('.skeleton').waitFor();
  await shot('0-skeleton');
  const slow = journey.element.getByText('Toujours en cours…');
  await slow.waitFor();
  await shot('0-slow');
  catalog();
  const slots = await keepWaiting(page, '**/public/slots*', 'GET');
  await journey.chooseAgency(PLACE.agency);
  await journey.chooseTheme(PLACE.theme);
  await journey.chooseChannel(PLACE.channel);
  await journey.element.locator('.skeleton').waitFor();
  await shot('4-slot-skeleton');
  await slow.waitFor();
  await shot('4-slot-slow');
  slots();
  await journey.step('slot').waitFor();
  await journey.pickSlot();
  await page.context().setOffline(true);
  await journey.next();
  await journey.problem.waitFor();
  await shot('4-slot-offline');
  await page.context().setOffline(false);
  await journey.next();
  await journey.fillDetails(CLIENT);
  const booking = await keepWaiting(page, '**/public/appointments', 'POST');
  await journey.confirm();
  await slow.waitFor();
  await shot('6-check-slow');
  await page.context().setOffline(true);
  booking();
  await journey.problem.waitFor();
  await shot('6-check-offline');
  await page.context().setOffline(false);
  await journey.hook('retry').click();
  await journey.step('done').waitFor();
}

async function codePictures(page: Page, request: APIRequestContext, journey: Journey, shot: Shot) {
  expect((await request.post('/api/v1/session', { data: ADMIN })).ok()).toBe(true);
  const patched = await request.patch(`/api/v1/themes/${PLACE.theme}`, { data: { prove_email: true } });
  expect(patched.status()).toBe(200);
  await page.goto('/rdv');
  await journey.walkTo('check', WISH);
  await journey.confirm();
  await journey.field('email_code').waitFor();
  await shot('6-check-code');
  await journey.field('email_code').fill('12');
  await journey.confirm();
  await journey.hook('error-email_code').waitFor();
  await shot('6-check-code-wrong');
}

async function managePictures(page: Page, journey: Journey, shot: Shot) {
  await journey.hook('cancel').waitFor();
  await shot('8-manage');
  await journey.hook('move').click();
  const starts = journey.hook('move-form').locator('[data-testid^="creno-slot-"]');
  await starts.first().waitFor({ state: 'attached' });
  // The first ones are too near to be cancelled then; a narrow form shows one day at a time.
  const days = journey.hook('move-form').locator('[data-testid^="creno-day-"]').locator('visible=true');
  if (await days.count()) await journey.hand.choose(days.last());
  await journey.hand.choose(starts.locator('visible=true').last());
  await shot('8-manage-moving');
  await journey.hook('move-confirm').click();
  await expect(journey.hook('moved')).not.toBeEmpty();
  await shot('8-manage-moved');
  await journey.hook('cancel').click();
  await journey.hook('cancel-confirm').waitFor();
  await shot('8-manage-cancel');
  await journey.hook('cancel-confirm').click();
  await journey.hook('cancelled').waitFor();
  await shot('8-manage-cancelled');
  await page.goto('/');
  await page.goto('/rdv#rendez-vous=inconnu');
  await journey.problem.waitFor();
  await shot('8-manage-unknown');
}
