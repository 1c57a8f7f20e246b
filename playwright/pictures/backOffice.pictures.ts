// Pictures of every screen of the back-office, in report/screenshots/<width>/: `npm run screenshots`.
import type { APIRequestContext, Page } from '@playwright/test';
import type { BackOffice } from '../src/backOffice.ts';
import { CLIENT, DISPUTE, DWELLER, pdf, type Api } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { camera, WIDTHS, type Shot } from './camera.ts';

const PLACE = { agency: 'paris-opera', theme: 'premier-rdv', channel: 'video' } as const;
const ADMIN = { email: 'admin@concilia.fr', password: 'demo1234' };

for (const [width, height] of Object.entries(WIDTHS)) {
  test.describe(`${width} px`, () => {
    test.use({ viewport: { width: Number(width), height }, contextOptions: { reducedMotion: 'reduce' } });

    test('the day', async ({ page, backOffice, api }) => {
      await dayPictures(page, backOffice, api, camera(page, width));
    });

    test('the refusals', async ({ page, backOffice, api, request }) => {
      await refusalPictures(page, backOffice, api, request, camera(page, width));
    });

    test('the journals', async ({ page, backOffice, api }) => {
      await journalPictures(page, backOffice, api, camera(page, width));
    });

    test('the integrations', async ({ page, backOffice }) => {
      await integrationPictures(page, backOffice, camera(page, width));
    });

    test('the dashboard, the search, booking and preferences', async ({ page, backOffice, api, sandbox }) => {
      // Nobody has a calendar feed yet.
      await sandbox.reset();
      await dashboardPictures(page, backOffice, api, camera(page, width));
    });

    test('the account', async ({ page, backOffice }) => {
      await accountPictures(page, backOffice, camera(page, width));
    });

    test('availability, the team, why a slot is offered', async ({ page, backOffice, sandbox }) => {
      await sandbox.setClock(MONDAY);
      await sandbox.reset();
      await page.clock.install({ time: MONDAY });
      await receivingPictures(page, backOffice, camera(page, width));
    });

    test('the agenda, a file and what is done with it, absences', async ({ page, backOffice, api, request, watch }) => {
      watch.expectWrong(/status of 412/);
      await filePictures(page, backOffice, api, request, camera(page, width));
    });

    test('documents of an appointment', async ({ page, backOffice, api }) => {
      const booked = await api.bookTheme(DISPUTE, 40, DWELLER);
      await page.goto(`/back-office/rendez-vous/${booked.reference}`);
      await backOffice.signIn(ADMIN.email, ADMIN.password);
      await page.getByTestId('document-add').click();
      await page.getByTestId('document-file').setInputFiles(pdf('Contrat de prêt.pdf'));
      await camera(page, width)('back-office-document-form');
      await page.getByTestId('document-send').click();
      await page.getByTestId('document').first().scrollIntoViewIfNeeded();
      await camera(page, width)('back-office-documents');
    });

    test('what needs attention', async ({ page, backOffice, api, request, sandbox }) => {
      await sandbox.reset();
      await attentionPictures(page, backOffice, api, request, camera(page, width));
    });
  });
}

async function accountPictures(page: Page, backOffice: BackOffice, shot: Shot) {
  await page.route('**/api/v1/session/methods', (route) => route.fulfill({
    json: { sso: { label: 'Se connecter avec Concilia', start: '/api/v1/session/oidc' }, password_is_rescue: false, reset: true },
  }));
  await page.goto('/back-office/rendez-vous#connexion=unknown_account');
  await page.getByTestId('refusal').waitFor();
  await shot('back-office-sign-in-service');
  await page.unroute('**/api/v1/session/methods');
  await page.goto('/back-office/mot-de-passe-oublie');
  await page.getByTestId('email').fill(ADMIN.email);
  await shot('back-office-forgotten-password');
  await page.getByTestId('ask-reset').click();
  await page.getByTestId('sent').waitFor();
  await shot('back-office-forgotten-password-sent');
  await page.goto('/back-office/nouveau-mot-de-passe#nothing');
  await page.getByTestId('password').fill('court');
  await page.getByTestId('set-password').click();
  await page.getByTestId('refusal').waitFor();
  await shot('back-office-new-password');
  await page.getByTestId('password').fill('cheval agrafe pile correcte');
  await page.getByTestId('set-password').click();
  await page.getByTestId('ask-again').waitFor();
  await shot('back-office-new-password-over');
  await page.goto('/back-office/');
  await backOffice.signIn(ADMIN.email, ADMIN.password);
  await page.getByTestId('account').click();
  await page.getByTestId('session').first().waitFor();
  await shot('back-office-account');
}

/** A Monday without a holiday near. */
const MONDAY = new Date('2026-06-15T08:00:00+02:00');

async function receivingPictures(page: Page, backOffice: BackOffice, shot: Shot) {
  await page.goto('/back-office/equipe?date=2026-06-23');
  await backOffice.signIn('manager@concilia.fr', ADMIN.password);
  await page.getByTestId('team-person').first().waitFor();
  await shot('back-office-team-day');
  await page.goto('/back-office/equipe?vue=semaine&date=2026-06-23');
  await page.getByTestId('team-person').first().waitFor();
  await shot('back-office-team-week');
  await page.goto('/back-office/creneaux?date=2026-06-23&heure=10:00');
  await page.getByTestId('verdict').first().waitFor();
  await shot('back-office-explained');
  await page.goto('/back-office/disponibilites?personne=ophelie-lecocq&semaine=2026-06-22');
  await page.getByTestId('start').first().waitFor();
  await shot('back-office-availability');
  await page.getByTestId('add-window').click();
  await page.getByTestId('day-7').check();
  await page.getByTestId('start-new').first().waitFor();
  await shot('back-office-window');
  await page.getByTestId('close-panel').click();
  await page.getByTestId('add-exception').click();
  await page.getByTestId('rule-form').waitFor();
  await shot('back-office-exception');
}

async function dayPictures(page: Page, backOffice: BackOffice, api: Api, shot: Shot) {
  const booked = await api.bookNext(PLACE);
  await page.goto('/back-office/rendez-vous');
  await page.getByTestId('demo-account').first().waitFor();
  await shot('back-office-sign-in');
  await page.getByTestId('sign-in').click();
  await page.getByTestId('refusal').waitFor();
  await shot('back-office-sign-in-refused');
  await backOffice.signIn(ADMIN.email, ADMIN.password);
  await backOffice.list.or(page.getByTestId('empty')).first().waitFor();
  await shot('back-office-today');
  await backOffice.openDay(booked.start.slice(0, 10));
  await shot('back-office-day');
  await backOffice.findAppointment(booked.reference).click();
  await expect(backOffice.panel).toContainText(CLIENT.email);
  await shot('back-office-panel');
  await page.keyboard.press('Escape');
  // The last ones are still to come: they can be cancelled.
  await page.getByTestId('pick').nth(-1).check();
  await page.getByTestId('pick').nth(-3).click({ modifiers: ['Shift'] });
  await page.getByTestId('bulk').waitFor();
  await shot('back-office-chosen');
  await page.getByTestId('bulk-cancel').click();
  await page.getByTestId('bulk-line').first().getByRole('button').click();
  await page.getByTestId('notices').waitFor();
  await shot('back-office-cancel-several');
  await page.keyboard.press('Escape');
  await page.getByTestId('search').fill('zzzz');
  await page.getByTestId('no-match').waitFor();
  await shot('back-office-no-match');
  await backOffice.openDay('2030-01-15');
  await shot('back-office-empty');
  await page.goto('/back-office/rendez-vous/CRN-ZZZZZZ');
  await page.getByTestId('panel-unknown').waitFor();
  await shot('back-office-panel-unknown');
  await page.goto('/back-office/nulle-part');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await shot('back-office-not-found');
}

async function refusalPictures(page: Page, backOffice: BackOffice, api: Api, request: APIRequestContext, shot: Shot) {
  const start = (await api.starts(PLACE))[0];
  const { hold } = await (await request.post('/api/v1/public/holds', { data: { ...PLACE, start } })).json();
  for (const trap of [{}, {}, { website: 'https://example.org' }]) {
    const data = { hold, client: CLIENT, consent: true, lang: 'fr', ...trap };
    expect((await request.post('/api/v1/public/appointments', { data })).status()).toBe(422);
  }
  await page.goto('/back-office/journaux/refus');
  await backOffice.signIn(ADMIN.email, ADMIN.password);
  await page.getByTestId('refusals').waitFor();
  await shot('back-office-refusals');
  await page.goto('/back-office/journaux/refus?motif=refused_as_robot');
  await page.getByText('Que faire ?').first().waitFor();
  await shot('back-office-refusals-reason');
  await page.goto('/back-office/journaux/refus?du=2020-01-01&au=2020-01-02&motif=rate_limited');
  await page.getByTestId('empty').waitFor();
  await shot('back-office-refusals-empty');
  await page.getByTestId('sign-out').click();
  await backOffice.signIn('manager@concilia.fr', ADMIN.password);
  await page.goto('/back-office/journaux/refus');
  await page.getByTestId('forbidden').waitFor();
  await shot('back-office-refusals-reserved');
}

async function journalPictures(page: Page, backOffice: BackOffice, api: Api, shot: Shot) {
  await page.goto('/back-office/journaux/messages');
  await backOffice.signIn(ADMIN.email, ADMIN.password);
  const booked = await api.bookNext(PLACE);
  await expect.poll(async () => {
    const params = { reference: booked.reference };
    return (await (await page.request.get('/api/v1/messages', { params })).json()).items.length;
  }).toBe(2);
  const made = await page.request.post('/api/v1/api-keys', { data: { name: 'Entrepôt de données', scopes: ['appointments:read', 'events:read'] } });
  const { key } = await made.json();
  expect((await page.request.delete(`/api/v1/api-keys/${key.id}`)).status()).toBe(204);
  await page.request.get(`/api/v1/appointments/${booked.reference}`);
  for (const journal of ['messages', 'livraisons', 'echecs', 'acces', 'reglages']) {
    await page.goto(`/back-office/journaux/${journal}`);
    await page.getByTestId('line').or(page.getByTestId('empty')).first().waitFor();
    await shot(`back-office-journal-${journal}`);
    if (journal === 'acces' || (await page.getByTestId('line').count()) === 0) continue;
    await page.getByTestId('line').first().getByRole('link').click();
    await page.getByTestId('panel').locator('.facts').waitFor();
    await shot(`back-office-journal-${journal}-open`);
  }
  await page.goto('/back-office/journaux/acces?nature=export&du=2020-01-01&au=2020-01-02');
  await page.getByTestId('empty').waitFor();
  await shot('back-office-journal-empty');
}

async function integrationPictures(page: Page, backOffice: BackOffice, shot: Shot) {
  await page.goto('/back-office/integrations/cles');
  await backOffice.signIn(ADMIN.email, ADMIN.password);
  await page.getByTestId('add-key').click();
  await page.getByTestId('create-key').click();
  await page.getByTestId('missing').waitFor();
  await shot('back-office-key-form');
  await page.getByTestId('key-name').fill('CRM');
  await page.getByRole('radiogroup', { name: 'Rendez-vous' }).getByRole('radio', { name: 'Lecture', exact: true }).check();
  await page.getByTestId('create-key').click();
  await page.getByTestId('secret').waitFor();
  await shot('back-office-key-secret');
  await page.getByTestId('secret-done').click();
  await page.getByTestId('key').first().waitFor();
  await shot('back-office-keys');
  await page.getByTestId('revoke').first().click();
  await shot('back-office-key-revoke');
  await page.goto('/back-office/integrations/webhooks');
  await page.getByTestId('add-webhook').click();
  await page.getByTestId('create-webhook').click();
  await page.getByTestId('fault').waitFor();
  await shot('back-office-webhook-form');
  await page.getByTestId('webhook-slug').fill(`crm-${page.viewportSize()!.width}`);
  await page.getByTestId('webhook-url').fill('https://crm.example.org/creno');
  await page.getByTestId('create-webhook').click();
  await page.getByTestId('secret-done').click();
  await page.getByTestId('test').last().click();
  await page.getByTestId('test-result').last().locator('p').waitFor();
  await shot('back-office-webhooks');
}

async function attentionPictures(page: Page, backOffice: BackOffice, api: Api, request: APIRequestContext, shot: Shot) {
  expect((await request.post('/api/v1/session', { data: ADMIN })).ok()).toBe(true);
  await page.goto('/back-office/a-traiter');
  await backOffice.signIn(ADMIN.email, ADMIN.password);
  await page.getByTestId('all-is-well').waitFor();
  await shot('back-office-attention-none');
  for (const [rank, agency] of [[2, PLACE.agency], [4, 'marseille-prado']] as const) {
    const { start } = await api.bookNext({ ...PLACE, agency, channel: 'office' }, rank);
    const day = start.slice(0, 10);
    const data = { agency, from_date: day, until_date: day, label: 'Travaux' };
    expect((await request.post('/api/v1/calendar/closures', { data })).status()).toBe(201);
  }
  await page.getByTestId('reload').click();
  await page.getByTestId('attention-item').first().waitFor();
  await shot('back-office-attention');
}

async function dashboardPictures(page: Page, backOffice: BackOffice, api: Api, shot: Shot) {
  await api.bookNext(PLACE, 2);
  await page.goto('/back-office/');
  await backOffice.signIn('collaborateur@concilia.fr', ADMIN.password);
  await page.getByTestId('rate').waitFor();
  await shot('back-office-dashboard');
  await page.getByTestId('bell').click();
  await page.getByTestId('notifications').waitFor();
  await shot('back-office-notifications');
  await page.goto('/back-office/mon-compte');
  await page.getByTestId('make-feed').click();
  await page.getByTestId('feed-address').waitFor();
  await shot('back-office-preferences');
  await page.getByTestId('sign-out').click();
  await page.getByTestId('email').waitFor();
  await page.goto('/back-office/');
  await backOffice.signIn('manager@concilia.fr', ADMIN.password);
  await page.getByTestId('rate').waitFor();
  await shot('back-office-dashboard-perimeter');
  await page.keyboard.press('Control+k');
  await page.getByTestId('finder-field').fill(CLIENT.last_name.toLowerCase());
  await page.getByTestId('finder-option').first().waitFor();
  await shot('back-office-finder');
  await page.goto('/back-office/rendez-vous/nouveau');
  await page.getByTestId('booking-agency').selectOption(PLACE.agency);
  await page.getByTestId('booking-theme').selectOption(PLACE.theme);
  await page.getByTestId('booking-channel').selectOption(PLACE.channel);
  await page.getByTestId('booking-time').first().check({ force: true });
  await shot('back-office-booking');
  await page.getByTestId('book').click();
  await page.getByTestId('booking-missing').waitFor();
  await shot('back-office-booking-missing');
}

async function filePictures(page: Page, backOffice: BackOffice, api: Api, request: APIRequestContext, shot: Shot) {
  const booked = await api.bookNext(PLACE, 12);
  expect((await request.post('/api/v1/session', { data: ADMIN })).ok()).toBe(true);
  const { staff } = await (await request.get(`/api/v1/appointments/${booked.reference}`)).json();
  const day = booked.start.slice(0, 10);
  const card = page.locator(`[data-testid="card"][data-reference="${booked.reference}"]`);
  await page.goto(`/back-office/agenda?date=${day}&personne=${staff.slug}`);
  await backOffice.signIn(ADMIN.email, ADMIN.password);
  await card.waitFor();
  await shot('back-office-agenda-week');
  await page.goto(`/back-office/agenda?vue=jour&date=${day}&agence=${PLACE.agency}`);
  await card.waitFor();
  await shot('back-office-agenda-day');
  await card.click();
  await page.getByTestId('file-history').click();
  await page.getByTestId('history').waitFor();
  await shot('back-office-file');
  await page.getByTestId('act-move').click();
  await page.getByTestId('start').first().click();
  await page.getByTestId('notices').waitFor();
  await shot('back-office-move');
  await page.keyboard.press('Escape');
  await page.getByTestId('act-transfer').click();
  await page.getByTestId('colleagues').or(page.getByTestId('no-colleague')).first().waitFor();
  await shot('back-office-transfer');
  await page.keyboard.press('Escape');
  await page.getByTestId('act-cancel').click();
  await page.getByTestId('notices').waitFor();
  const start = (await api.starts(PLACE)).find((start) => start.slice(0, 10) > day);
  const moved = await request.patch(`/api/v1/appointments/${booked.reference}`, { data: { start } });
  // Somebody else, when the same person is not free then.
  const receives = (await moved.json()).staff.slug;
  await shot('back-office-cancel');
  await page.getByTestId('confirm-act').click();
  await page.getByTestId('conflict').waitFor();
  await shot('back-office-conflict');
  await page.goto(`/back-office/absences?personne=${receives}&date=${start!.slice(0, 10)}`);
  await page.getByTestId('absence-line').first().waitFor();
  await shot('back-office-absences');
}
