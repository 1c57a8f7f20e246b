// Pictures of every step and screen, in report/screenshots/<width>/: `npm run screenshots`.
import type { Page } from '@playwright/test';
import { BackOffice } from './src/backOffice.ts';
import { Journey } from './src/journey.ts';
import { CLIENT, type Api } from './support/api.ts';
import { expect, test } from './support/fixtures.ts';

const WIDTHS = { 320: 640, 360: 740, 768: 1024, 1440: 900 };
const PLACE = { agency: 'paris-opera', theme: 'point-budget', channel: 'video' } as const;

test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const [width, height] of Object.entries(WIDTHS)) {
  const shot = (page: Page, name: string) => picture(page, Number(width), height, name);

  test.describe(`${width} px`, () => {
    test.use({ viewport: { width: Number(width), height } });

    test('the third-party page', async ({ page, journey }) => {
      await page.goto('/');
      await journey.step('agency').waitFor();
      await shot(page, 'site');
    });

    test('the journey', async ({ page, journey, api, watch }) => {
      watch.expectWrong(/ERR_INTERNET_DISCONNECTED/);
      await page.goto('/rdv');
      await journeyPictures(page, journey, api, (name) => shot(page, name));
    });

    test('the journey elsewhere', async ({ page, journey }) => {
      await page.goto('/rdv?agence=saint-denis-reunion&theme=premier-rdv&canal=office&lang=en');
      await journey.pickSlot();
      await shot(page, 'slot-elsewhere-english');
      await page.goto('/');
      await page.goto('/rdv#rendez-vous=inconnu');
      await journey.problem.waitFor();
      await shot(page, 'manage-unknown');
    });

    test('a campaign', async ({ page, journey }) => {
      await page.goto('/rdv?campagne=soirees-budget');
      await journey.chooseTheme('point-budget');
      await journey.chooseChannel('office');
      await journey.pickSlot();
      await shot(page, 'campaign');
      await page.goto('/rdv?campagne=inconnue');
      await journey.hook('campaign-closed').waitFor();
      await shot(page, 'campaign-closed');
    });

    test('the back-office', async ({ page, backOffice, api }) => {
      await backOfficePictures(page, backOffice, api, (name) => shot(page, `back-office-${name}`));
    });
  });
}

/** The whole page, in a window as high as it: what sticks to the window's edge is then at the page's end. */
async function picture(page: Page, width: number, height: number, name: string) {
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, whole) });
  await page.screenshot({ path: `report/screenshots/${width}/${name}.png`, animations: 'disabled' });
  await page.setViewportSize({ width, height });
}

type Shot = (name: string) => Promise<unknown>;

async function journeyPictures(page: Page, journey: Journey, api: Api, shot: Shot) {
  await journey.step('agency').waitFor();
  await shot('1-agency');
  await journey.hook('agency-search').fill('zzzz');
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
  await journey.step('slot').waitFor();
  const taken = await journey.pickSlot();
  await shot('4-slot');
  const holds = await api.takeAll(PLACE, taken);
  expect(holds.length).toBeGreaterThan(0);
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
  await page.context().setOffline(true);
  await journey.confirm();
  await journey.problem.waitFor();
  await shot('6-check-offline');
  await page.context().setOffline(false);
  await journey.hook('retry').click();
  await journey.step('done').waitFor();
  await shot('7-done');
  await journey.hook('manage').click();
  await journey.hook('cancel').waitFor();
  await shot('8-manage');
  await journey.hook('cancel').click();
  await shot('8-manage-cancel');
  await journey.hook('cancel-confirm').click();
  await journey.hook('cancelled').waitFor();
  await shot('8-manage-cancelled');
}

async function backOfficePictures(page: Page, backOffice: BackOffice, api: Api, shot: Shot) {
  const booked = await api.bookNext({ ...PLACE, theme: 'premier-rdv' });
  await page.goto('/back-office/');
  await page.getByTestId('demo-account').first().waitFor();
  await shot('sign-in');
  await page.getByTestId('sign-in').click();
  await page.getByTestId('refusal').waitFor();
  await shot('sign-in-refused');
  await backOffice.signIn('admin@concilia.fr', 'demo1234');
  await backOffice.list.or(page.getByTestId('empty')).first().waitFor();
  await shot('today');
  await backOffice.openDay(booked.start.slice(0, 10));
  await shot('day');
  await backOffice.findAppointment(booked.reference).click();
  await backOffice.panel.waitFor();
  await shot('panel');
  await page.keyboard.press('Escape');
  await page.getByTestId('search').fill('zzzz');
  await page.getByTestId('no-match').waitFor();
  await shot('no-match');
  await backOffice.openDay('2030-01-15');
  await shot('empty');
  await page.goto('/back-office/rendez-vous/CRN-ZZZZZZ');
  await page.getByTestId('panel-unknown').waitFor();
  await shot('panel-unknown');
  await page.goto('/back-office/nulle-part');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await shot('not-found');
}
