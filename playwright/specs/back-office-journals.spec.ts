import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { CLIENT, type Api } from '../support/api.ts';
import { expectNoSideways, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';

const PASSWORD = 'demo1234';
const ADMIN = 'admin@concilia.fr';
const PLACE = { agency: 'marseille-prado', theme: 'premier-rdv', channel: 'office' } as const;
const HEADERS = { 'content-type': 'application/json' };

const lines = (page: Page) => page.getByTestId('line');
const panel = (page: Page) => page.getByTestId('panel');
const heading = (page: Page) => page.locator('main h1');

/** Books, and waits until both messages are written. */
async function bookAndTell(page: Page, api: Api): Promise<string> {
  const { reference } = await api.bookNext(PLACE);
  await expect.poll(async () => {
    const { items } = await (await page.request.get('/api/v1/messages', { params: { reference } })).json();
    return items?.length;
  }).toBe(2);
  return reference;
}

/** Makes an API key by the API of the page that is signed in, and revokes it: two changes of settings. */
async function changeSettings(page: Page, name: string) {
  const made = await page.request.post('/api/v1/api-keys', { data: { name, scopes: ['appointments:read'] }, headers: HEADERS });
  expect(made.status(), await made.text()).toBe(201);
  const { key } = await made.json();
  expect((await page.request.delete(`/api/v1/api-keys/${key.id}`)).status()).toBe(204);
}

test('the journals are side by side, each at its address', async ({ page, backOffice }) => {
  await page.goto('/back-office/');
  await backOffice.signIn(ADMIN, PASSWORD);
  await page.getByRole('link', { name: 'Journaux' }).click();
  await expect(page).toHaveURL(/\/back-office\/journaux\/messages$/);
  await expect(heading(page)).toHaveText('Messages');
  await expect(heading(page)).toBeFocused();
  const tabs = page.getByTestId('tabs');
  for (const [name, address] of [['Livraisons', 'livraisons'], ['Échecs', 'echecs'], ['Accès', 'acces'], ['Réglages', 'reglages'], ['Refus', 'refus'], ['Messages', 'messages']]) {
    await tabs.getByRole('link', { name }).click();
    await expect(page).toHaveURL(new RegExp(`/back-office/journaux/${address}$`));
    await expect(heading(page)).toHaveText(name!);
    await expect(tabs.locator('[aria-current=page]')).toHaveText(name!);
    await expect(page.getByRole('link', { name: 'Journaux' })).toHaveAttribute('aria-current', 'page');
  }
  // Where the refusals used to be leads to where they are, with the same choices.
  await page.goto('/back-office/refus?motif=rate_limited&du=2026-01-01');
  await expect(page).toHaveURL(/\/journaux\/refus\?du=2026-01-01&motif=rate_limited$/);
});

test('a message opens on its text, and closes by Escape', async ({ page, api, backOffice }) => {
  await page.goto('/back-office/journaux/messages');
  await backOffice.signIn(ADMIN, PASSWORD);
  const reference = await bookAndTell(page, api);
  await page.getByTestId('reload').click();
  const told = lines(page).filter({ hasText: reference }).filter({ hasText: CLIENT.email });
  await expect(told).toContainText('Confirmation');
  await expect(told).toContainText('Gardé (démonstration)');
  await told.getByRole('link').click();
  await expect(page).toHaveURL(/ouvert=/);
  await expect(panel(page)).toContainText(CLIENT.email);
  await expect(page.getByTestId('letter')).toContainText('Bonjour');
  await expect(page.getByTestId('letter')).not.toContainText('#rendez-vous=');
  await expect(page.locator('#panel-title')).toBeFocused();
  await page.reload();
  await expect(page.getByTestId('letter')).toContainText('Bonjour');
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await expect(page).not.toHaveURL(/ouvert=/);

  // By keyboard alone: to the list, down, open, back to the line.
  await lines(page).first().getByRole('link').focus();
  await page.keyboard.press('ArrowDown');
  await expect(lines(page).nth(1).getByRole('link')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(panel(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(lines(page).nth(1).getByRole('link')).toBeFocused();
});

test('a journal begins with its latest line, or with its oldest', async ({ page, api, backOffice }) => {
  await page.goto('/back-office/journaux/messages');
  await backOffice.signIn(ADMIN, PASSWORD);
  await bookAndTell(page, api);
  for (const journal of ['messages', 'refus']) {
    await page.goto(`/back-office/journaux/${journal}`);
    await Promise.all([
      page.waitForRequest(/order=oldest/),
      page.getByTestId('journal.order').selectOption({ label: 'Plus anciennes d’abord' }),
    ]);
    await expect(page.getByRole('link', { name: 'Exporter (CSV)' })).toHaveAttribute('href', /order=oldest/);
    await expect(page).toHaveURL(/ordre=ancien/);
    await page.reload();
    await expect(page.getByTestId('journal.order').locator('option:checked')).toHaveText('Plus anciennes d’abord');
  }
  await page.goto('/back-office/journaux/messages?ordre=ancien');
  await expect(lines(page).first()).toBeVisible();
  const oldest = await lines(page).allTextContents();
  expect(new Set(oldest).size).toBeGreaterThan(1);
  await page.getByTestId('journal.order').selectOption({ label: 'Plus récentes d’abord' });
  await expect(page).not.toHaveURL(/ordre=/);
  await expect(lines(page)).toHaveText(oldest.reverse());
});

test('the filters of messages are in the address', async ({ page, api, backOffice }) => {
  await page.goto('/back-office/journaux/messages');
  await backOffice.signIn(ADMIN, PASSWORD);
  await bookAndTell(page, api);
  await page.getByTestId('messages.event').selectOption({ label: 'Annulation' });
  await expect(page).toHaveURL(/evenement=cancelled/);
  await page.getByTestId('days-7').click();
  await expect(page).toHaveURL(/du=/);
  await page.reload();
  await expect(page.getByTestId('messages.event')).toHaveValue('cancelled');
  await expect(page.getByTestId('days-7')).toHaveAttribute('aria-pressed', 'true');
  await page.goto('/back-office/journaux/messages?evenement=cancelled&du=2020-01-01&au=2020-01-02');
  await expect(page.getByTestId('to')).toHaveValue('2020-01-02');
});

test('accesses tell who, what and from where, and are searched', async ({ page, api, backOffice }) => {
  const booked = await api.bookNext(PLACE);
  await page.goto('/back-office/journaux/acces');
  await backOffice.signIn(ADMIN, PASSWORD);
  await page.request.get(`/api/v1/appointments/${booked.reference}/history`);
  await page.getByTestId('search').fill(booked.reference.toLowerCase());
  await page.getByTestId('search').press('Enter');
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page)).toContainText(`Historique du rendez-vous ${booked.reference}`);
  await expect(lines(page)).toContainText('Consultation');
  await expect(lines(page)).toContainText('127.0.0.1');
  // What is searched may be a name: it is not in the address.
  expect(page.url()).not.toContain(booked.reference.toLowerCase());
  await page.getByTestId('search').fill('rien de tel');
  await page.getByTestId('search').press('Enter');
  await expect(page.getByTestId('empty')).toContainText('Aucune ligne ne correspond');
  await page.getByTestId('clear').click();
  await page.getByTestId('accesses.kind').selectOption({ label: 'Connexion' });
  await expect(page).toHaveURL(/nature=sign_in/);
  await expect(lines(page).first()).toContainText('Connexion');
  for (const line of await lines(page).allInnerTexts()) expect(line).not.toContain('Consultation');
});

test('a change of settings shows what was and what is', async ({ page, backOffice }) => {
  await page.goto('/back-office/journaux/reglages');
  await backOffice.signIn(ADMIN, PASSWORD);
  await changeSettings(page, 'Entrepôt');
  await page.getByTestId('reload').click();
  await expect(lines(page).first()).toContainText('Modification');
  await expect(lines(page).first()).toContainText('Clés d’API');
  await lines(page).first().click();
  await expect(panel(page)).toContainText('Entrepôt');
  const diff = page.getByTestId('diff');
  await expect(diff).toContainText('Révoquée le');
  await expect(diff).not.toContainText('{');
  await page.getByTestId('close-panel').click();
  await lines(page).nth(1).getByRole('link').click();
  await expect(diff).toContainText('appointments:read');
});

test('a journal is taken away as a file', async ({ page, backOffice }) => {
  await page.goto('/back-office/journaux/acces?nature=sign_in');
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(lines(page).first()).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByTestId('export').click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^creno-acces-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
  const text = await readFile((await download.path())!, 'utf8');
  expect(text.startsWith('\ufeffInstant (UTC);Nature;Qui;')).toBe(true);
  const rows = text.trim().split('\r\n').slice(1);
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row).toContain(';sign_in;');
  // Taking it away is an access too.
  await page.goto('/back-office/journaux/acces?nature=export');
  await expect(lines(page).first()).toContainText('Journal des accès');
});

test('earlier lines come when they are asked for', async ({ page, backOffice }) => {
  await page.goto('/back-office/journaux/reglages');
  await backOffice.signIn(ADMIN, PASSWORD);
  for (let change = 0; change < 27; change += 1) await changeSettings(page, `Programme ${change}`);
  await page.getByTestId('reload').click();
  await expect(page.getByTestId('lines')).toHaveText('50 lignes affichées');
  await page.getByTestId('more').click();
  await expect(lines(page).nth(53)).toBeVisible();
  const ids = await lines(page).getByRole('link').evaluateAll((links) => links.map((link) => link.id));
  expect(new Set(ids).size).toBe(ids.length);
});

test('what a profile does not open is not shown', async ({ page, backOffice, watch }) => {
  await page.goto('/back-office/');
  await backOffice.signIn('manager@concilia.fr', PASSWORD);
  await page.getByRole('link', { name: 'Journaux' }).click();
  await expect(page).toHaveURL(/\/journaux\/messages$/);
  await expect(page.getByTestId('tabs')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Intégrations' })).toHaveCount(0);
  for (const address of ['journaux/acces', 'journaux/reglages', 'journaux/livraisons', 'journaux/echecs', 'integrations/webhooks', 'integrations/cles']) {
    await page.goto(`/back-office/${address}`);
    await expect(page.getByTestId('forbidden')).toBeVisible();
  }
  expect(watch.requests.filter((url) => /api\/v1\/(api-keys|webhooks|outbox|journals)/.test(url))).toEqual([]);
});

test('a profile that masks clients reads neither whom messages went to nor their texts', async ({ page, api, backOffice }) => {
  await page.goto('/back-office/');
  await backOffice.signIn('accueil@concilia.fr', PASSWORD);
  const { agencies } = await (await page.request.get('/api/v1/session')).json();
  const { reference } = await api.bookNext({ ...PLACE, agency: agencies[0].slug });
  await page.goto('/back-office/journaux/messages');
  const told = lines(page).filter({ hasText: reference }).first();
  await expect(async () => {
    await page.getByTestId('reload').click();
    await expect(told).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(told).toContainText('Non renseigné ou masqué');
  await told.getByRole('link').click();
  await expect(panel(page)).toContainText('Votre profil ne montre ni le destinataire ni le texte.');
  for (const secret of [CLIENT.email, CLIENT.last_name]) expect(await page.getByRole('main').innerText()).not.toContain(secret);
});

test('a server that does not answer is said, and asked again', async ({ page, backOffice, watch }) => {
  watch.expectWrong(/ERR_FAILED/);
  await page.goto('/back-office/');
  await backOffice.signIn(ADMIN, PASSWORD);
  await page.route('**/api/v1/journals/accesses*', (route) => route.abort());
  await page.goto('/back-office/journaux/acces');
  await expect(page.getByTestId('failure')).toContainText('Le serveur ne répond pas.');
  await page.unroute('**/api/v1/journals/accesses*');
  await page.getByTestId('retry').click();
  await expect(lines(page).first()).toBeVisible();
});

test('an API key is made, shown once, and revoked', async ({ page, backOffice }) => {
  await page.goto('/back-office/integrations/cles');
  await backOffice.signIn(ADMIN, PASSWORD);
  await page.getByTestId('add-key').click();
  await page.getByTestId('create-key').click();
  await expect(page.getByTestId('missing')).toContainText('Donnez un nom à la clé.');
  await expect(page.getByTestId('missing')).toContainText('Choisissez au moins un droit.');
  await page.getByTestId('key-name').fill('CRM de test');
  await page.getByRole('radiogroup', { name: 'Rendez-vous' }).getByRole('radio', { name: 'Lecture', exact: true }).check();
  await page.getByRole('radiogroup', { name: 'Thèmes' }).getByRole('radio', { name: 'Lecture et écriture' }).check();
  await page.getByTestId('create-key').click();
  const secret = await page.getByTestId('secret').innerText();
  expect(secret).toMatch(/^creno_[0-9A-Za-z]{20,}$/);
  await page.getByTestId('secret-done').click();
  const key = page.getByTestId('key').filter({ hasText: 'CRM de test' });
  await expect(key).toContainText('Active');
  await expect(key).toContainText('jamais');
  expect(await page.content()).not.toContain(secret);
  const byKey = () => page.request.fetch('/api/v1/themes', { headers: { authorization: `Bearer ${secret}` } });
  expect((await byKey()).status()).toBe(200);

  await key.getByTestId('revoke').click();
  await expect(page.getByTestId('revoke-dialog')).toContainText('CRM de test');
  await page.keyboard.press('Escape');
  await expect(key).toContainText('Active');
  await key.getByTestId('revoke').click();
  await page.getByTestId('confirm-revoke').click();
  await expect(key).toContainText('Révoquée');
  expect((await byKey()).status()).toBe(401);
});

test('keys and webhooks are searched as one types, and sorted, as their addresses say', async ({ page, backOffice }) => {
  await page.goto('/back-office/');
  await backOffice.signIn(ADMIN, PASSWORD);
  for (const name of ['Zèbre', 'Âne']) {
    const made = await page.request.post('/api/v1/api-keys', { data: { name, scopes: ['themes:read'] } });
    expect(made.status(), await made.text()).toBe(201);
  }
  for (const slug of ['b-essai', 'a-essai']) {
    const data = { slug, url: `https://${slug}.example.org/creno` };
    const made = await page.request.post('/api/v1/webhooks', { data });
    expect(made.status(), await made.text()).toBe(201);
  }

  await page.goto('/back-office/integrations/cles');
  const keys = page.getByTestId('key');
  const names = () => keys.getByRole('heading').allInnerTexts();
  await expect(keys.first()).toContainText('Âne');
  const all = await keys.count();
  await page.getByTestId('sort').selectOption('nom');
  await expect(page).toHaveURL(/\?tri=nom$/);
  await expect.poll(names).toEqual([...await names()].sort((a, b) => a.localeCompare(b, 'fr')));
  await page.getByTestId('sort-backwards').click();
  await expect(page).toHaveURL(/\?tri=-nom$/);
  await expect(keys.first()).toContainText('Zèbre');
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('/');
  await page.keyboard.type('zebre');
  await expect.poll(names).toEqual(['Zèbre']);
  await page.keyboard.press('ArrowDown');
  await expect(keys.getByTestId('revoke')).toBeFocused();
  await page.reload();
  await expect(page.getByTestId('search')).toHaveValue('zebre');
  await expect(keys).toHaveCount(1);
  await page.getByTestId('search').fill('rien de tel');
  await expect(page.getByTestId('no-match')).toContainText('Le filtre porte sur le nom et le début de la clé');
  await expect(page).toHaveURL(/q=rien/);
  await page.getByRole('button', { name: 'Effacer le filtre' }).click();
  await expect(keys).toHaveCount(all);
  await expect(page).toHaveURL(/\?tri=-nom$/);

  await page.goto('/back-office/integrations/webhooks?q=essai');
  const webhooks = page.getByTestId('webhook').getByRole('heading');
  await expect(webhooks).toHaveText(['a-essai', 'b-essai']);
  await page.getByTestId('sort-backwards').click();
  await expect(webhooks).toHaveText(['b-essai', 'a-essai']);
  await page.getByTestId('search').fill('a-essai.example');
  await expect(webhooks).toHaveText(['a-essai']);
  for (const slug of ['a-essai', 'b-essai']) {
    expect((await page.request.delete(`/api/v1/webhooks/${slug}`)).status()).toBe(204);
  }
});

test('a webhook is added, tried, rested, given another secret, removed; what it was told is in the journal', async ({ page, backOffice }) => {
  await page.goto('/back-office/integrations');
  await backOffice.signIn(ADMIN, PASSWORD);
  await expect(page).toHaveURL(/\/integrations\/webhooks$/);
  await page.getByTestId('add-webhook').click();
  await page.getByTestId('webhook-slug').fill('Mon CRM');
  await page.getByTestId('create-webhook').click();
  // Fields are named as the form names them.
  await expect(page.getByTestId('fault').getByRole('listitem').filter({ hasText: /^Adresse/ })).toHaveCount(1);
  await page.getByTestId('webhook-slug').fill('mon-crm');
  await page.getByTestId('webhook-url').fill('https://crm.example.org/creno');
  await page.getByLabel('Rendez-vous annulé').check();
  await page.getByTestId('create-webhook').click();
  const secret = await page.getByTestId('secret').innerText();
  expect(secret).toMatch(/^whsec_/);
  await page.getByTestId('secret-done').click();
  const webhook = page.getByTestId('webhook').filter({ hasText: 'mon-crm' });
  await expect(webhook).toContainText('Actif');
  await expect(webhook).toContainText('Rendez-vous annulé');
  await webhook.getByTestId('test').click();
  await expect(webhook.getByTestId('test-result')).toContainText('en démonstration, rien ne part');
  await webhook.getByTestId('switch').click();
  await expect(webhook).toContainText('Suspendu');
  await webhook.getByTestId('switch').click();
  await expect(webhook).toContainText('Actif');
  await webhook.getByTestId('rotate').click();
  await page.getByTestId('confirm-rotate').click();
  expect(await page.getByTestId('secret').innerText()).not.toBe(secret);
  await page.getByTestId('secret-done').click();
  await expect(webhook).toContainText('L’ancien secret signe encore');

  await webhook.getByTestId('deliveries').click();
  await expect(page).toHaveURL(/\/journaux\/livraisons\?serveur=mon-crm$/);
  await expect(lines(page).first()).toContainText('Essai de connexion');
  await lines(page).first().getByRole('link').click();
  await expect(panel(page)).toContainText('Numéro du message');
  await page.getByText('Voir l’échange').click();
  await expect(page.getByTestId('attempts')).toContainText('webhook.test');
  await page.keyboard.press('Escape');
  await page.getByTestId('messages.state').selectOption({ label: 'Abandonnée' });
  await expect(page.getByTestId('empty')).toBeVisible();

  await page.goto('/back-office/integrations/webhooks');
  await webhook.getByTestId('delete').click();
  await page.getByTestId('confirm-delete').click();
  await expect(webhook).toHaveCount(0);
});

test.describe('axe and the width of phones', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  for (const width of [320, 360, 1440]) {
    test(`finds no fault at ${width} px`, async ({ page, api, backOffice }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.goto('/back-office/journaux/messages');
      await backOffice.signIn(ADMIN, PASSWORD);
      await bookAndTell(page, api);
      await changeSettings(page, 'Entrepôt de données');
      const look = async (state: string) => {
        expect.soft(await violations(page), state).toEqual([]);
        await expectNoSideways(page);
      };
      await page.getByTestId('reload').click();
      for (const journal of ['messages', 'acces', 'reglages', 'livraisons', 'echecs']) {
        await page.goto(`/back-office/journaux/${journal}`);
        await expect(lines(page).or(page.getByTestId('empty')).first()).toBeVisible();
        const here = page.locator('nav [aria-current="page"]');
        await expect(here, 'the page in the bar, and the journal in the tabs').toHaveCount(2);
        for (const link of await here.all()) await expect(link).toBeInViewport({ ratio: 1 });
        await look(journal);
      }
      for (const journal of ['messages', 'reglages']) {
        await page.goto(`/back-office/journaux/${journal}`);
        await lines(page).first().getByRole('link').click();
        await expect(panel(page)).toBeVisible();
        await look(`${journal}, opened`);
      }
      await page.goto('/back-office/journaux/messages?du=2020-01-01&au=2020-01-02&etat=failed&ouvert=nothing');
      await expect(panel(page)).toContainText('Ligne introuvable');
      await look('nothing');
      await page.goto('/back-office/integrations/webhooks');
      await expect(page.getByTestId('webhooks').or(page.getByTestId('empty')).first()).toBeVisible();
      await look('webhooks');
      await page.getByTestId('add-webhook').click();
      await look('a new webhook');
      await page.goto('/back-office/integrations/cles');
      await expect(page.getByTestId('key').first()).toBeVisible();
      await look('keys');
      await page.getByTestId('add-key').click();
      await page.getByTestId('create-key').click();
      await expect(page.getByTestId('missing')).toBeVisible();
      await look('a new key');
      await page.getByTestId('key-name').fill('CRM');
      await page.locator('input[name="appointments"][value="read"]').check();
      await page.getByTestId('create-key').click();
      await expect(page.getByTestId('secret')).toBeVisible();
      await look('a secret');
    });
  }
});
