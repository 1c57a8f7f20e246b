import { request as requests, type Page } from '@playwright/test';
import { expectNoSideways, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';
import { CLIENT, SignInService, type Person } from '../support/provider.ts';
import { startRealServer, type Server } from '../support/server.ts';
import type { Watch } from '../support/watch.ts';

const PASSWORD = 'demo1234';
const STAFF = 'collaborateur@concilia.fr';
const ADMIN = 'admin@concilia.fr';
const PAGE = '/back-office/rendez-vous?date=2026-06-15';
const CAMILLE: Person = { sub: 'camille', email: 'Collaborateur@Concilia.fr', email_verified: true, name: 'Camille' };

/** A server whose people sign in through `service`. */
async function startWith(watch: Watch, settings: Record<string, string> = {}): Promise<[SignInService, Server]> {
  const service = await SignInService.listen();
  const server = await startRealServer({
    CRENO_OIDC_ISSUER: service.issuer,
    CRENO_OIDC_CLIENT_ID: CLIENT.id,
    CRENO_OIDC_CLIENT_SECRET: CLIENT.secret,
    CRENO_OIDC_LABEL: 'Se connecter avec Concilia',
    // Every test comes from one address.
    CRENO_LIMIT_SIGN_IN: '1000/1000',
    ...settings,
  });
  await service.serve(server.url);
  for (const origin of [service.issuer, server.url]) watch.allowOrigin(origin);
  return [service, server];
}

/** Goes through the service, from the page of the server that is shown. */
async function enter(page: Page) {
  await page.getByTestId('sso').click();
}

async function expectRefused(page: Page, words: string | RegExp) {
  await expect(page.getByTestId('refusal')).toContainText(words);
  await expect(page.getByTestId('person')).toHaveCount(0);
  // The reason leaves the address, the page that was asked for stays in it.
  await expect(page).toHaveURL((url) => url.hash === '');
}

test('the service signs people in, to the page that was asked for, and out', async ({ page, watch, context }) => {
  test.setTimeout(120_000);
  const [service, server] = await startWith(watch);
  try {
    service.person = CAMILLE;
    await page.goto(`${server.url}${PAGE}`);
    await expect(page.getByTestId('sso')).toHaveText('Se connecter avec Concilia');
    await enter(page);
    await expect(page.getByTestId('person')).toHaveText('Camille Roussel');
    expect(page.url()).toBe(`${server.url}${PAGE}`);
    const asked = service.seen.find((url) => url.pathname === '/auth')!.searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('response_type')).toBe('code');
    expect(asked.get('nonce')).not.toBe(asked.get('state'));
    // Nobody's address is in an address.
    for (const url of [...watch.requests, ...service.seen.map(String)]) expect(url).not.toContain('concilia.fr');
    const cookie = (await context.cookies()).find(({ name }) => name === '__Host-creno-sign-in');
    expect(cookie, 'attempts are forgotten once somebody is in').toBeUndefined();

    await page.getByTestId('account').click();
    await expect(page.getByTestId('session')).toContainText('service de connexion');

    // A callback serves once, even in the browser that it was for.
    const callback = watch.requests.find((url) => url.includes('/oidc/callback'))!;
    await page.goto(callback);
    await expect(page.getByTestId('person')).toBeVisible();
    const stranger = await requests.newContext({ baseURL: server.url });
    const replayed = await stranger.get(callback, { maxRedirects: 0 });
    expect(replayed.status()).toBe(303);
    expect(replayed.headers().location).toBe('/back-office/#connexion=stale');
    expect(replayed.headers()['set-cookie']).toBeUndefined();
    await stranger.dispose();
    // Nor does its code, handed to an attempt of one's own.
    const begun = await page.request.get(`${server.url}/api/v1/session/oidc?return_to=${PAGE}`, { maxRedirects: 0 });
    expect(begun.status()).toBe(303);
    const state = new URL(begun.headers().location!).searchParams.get('state')!;
    const code = new URL(callback).searchParams.get('code')!;
    const own = `${server.url}/api/v1/session/oidc/callback?code=${code}&state=${state}`;
    const spent = await page.request.get(own, { maxRedirects: 0 });
    expect(spent.headers().location).toBe(`${PAGE}#connexion=stale`);

    await page.getByTestId('sign-out').click();
    await page.getByRole('button', { name: /yes/i }).click();
    await expect(page.getByTestId('sso')).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`^${server.url}/back-office/`));
    await enter(page);
    await expect(page.getByTestId('person')).toBeVisible();
    expect(service.asked, 'the session there had ended too').toBe(2);

    // Whoever is known stays who they are when their address changes.
    await page.getByTestId('sign-out').click();
    await page.getByRole('button', { name: /yes/i }).click();
    service.person = { ...CAMILLE, email: ADMIN };
    await enter(page);
    await expect(page.getByTestId('person')).toHaveText('Camille Roussel');
  } finally {
    await server.stop();
    await service.stop();
  }
});

test('keys that change are read again, and what is not the service’s word is refused', async ({ page, watch }) => {
  test.setTimeout(120_000);
  const [service, server] = await startWith(watch);
  try {
    service.person = CAMILLE;
    await page.goto(`${server.url}${PAGE}`);
    await enter(page);
    await expect(page.getByTestId('person')).toBeVisible();
    const keysRead = () => service.seen.filter((url) => url.pathname === '/jwks').length;
    expect(keysRead()).toBe(1);
    await service.rotate();
    await page.context().clearCookies();
    await page.goto(`${server.url}${PAGE}`);
    await enter(page);
    await expect(page.getByTestId('person')).toBeVisible();
    expect(keysRead(), 'read again, once').toBe(2);

    await page.context().clearCookies();
    await page.goto(`${server.url}${PAGE}`);
    const forgeries: [string, () => void][] = [
      ['pas signée comme il faut', () => service.forgeTokens((claims) => claims, false)],
      ['n’est pas celui attendu', () => service.forgeTokens((claims) => ({ ...claims, iss: 'https://evil.example' }))],
      ['pour une autre application', () => service.forgeTokens((claims) => ({ ...claims, aud: 'another' }))],
      ['trop ancienne', () => service.forgeTokens((claims) => ({ ...claims, exp: Math.floor(Date.now() / 1000) - 60 }))],
      ['ne correspond pas à votre demande', () => service.forgeTokens((claims) => ({ ...claims, nonce: 'another' }))],
      ['est illisible', () => service.tampering.set('/token', (body) => ({ ...body, id_token: undefined }))],
      ['pas signée comme il faut', () => service.tampering.set('/token', (body) => {
        const [, claims] = String(body.id_token).split('.');
        const header = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
        return { ...body, id_token: `${header}.${claims}.` };
      })],
    ];
    for (const [words, forge] of forgeries) {
      forge();
      await enter(page);
      await expectRefused(page, words);
      expect(page.url(), words).toBe(`${server.url}${PAGE}`);
    }
    service.tampering.clear();
    await enter(page);
    await expect(page.getByTestId('person')).toBeVisible();
  } finally {
    await server.stop();
    await service.stop();
  }
});

test('a service that is not the one that is set, says no, or is down, is told; passwords still open', async ({ page, watch, backOffice }) => {
  test.setTimeout(120_000);
  const [service, server] = await startWith(watch, { CRENO_OIDC_PASSWORD: 'rescue', CRENO_SIGN_IN_CONTACT: 'appelez le 01 99 00 00 00' });
  try {
    await service.stop();
    await page.goto(`${server.url}${PAGE}`);
    await expect(page.getByTestId('email')).toBeHidden();
    await enter(page);
    await expectRefused(page, 'ne répond pas');
    await service.restart();
    service.tampering.set('/.well-known/openid-configuration', (body) => ({ ...body, issuer: 'https://evil.example' }));
    await enter(page);
    await expectRefused(page, /n’est pas celui attendu.*01 99 00 00 00/);
    service.tampering.clear();
    service.person = CAMILLE;
    service.refuses = true;
    await enter(page);
    await expectRefused(page, 'refusée ou annulée');
    expect(await violations(page)).toEqual([]);

    await page.getByTestId('rescue').click();
    await backOffice.signIn(ADMIN, PASSWORD);
    expect(page.url()).toBe(`${server.url}${PAGE}`);
    // The page is there before its server goes.
    await expect(page.getByTestId('empty').or(backOffice.list).first()).toBeVisible();
  } finally {
    await server.stop();
    await service.stop();
  }
});

test('who has no account here is told so, and whom to ask', async ({ page, watch, backOffice }) => {
  test.setTimeout(120_000);
  const [service, server] = await startWith(watch, { CRENO_OIDC_ALLOWED_DOMAINS: 'concilia.fr' });
  try {
    const rows: [Person, string][] = [
      [{ sub: 'z1', email: 'zoe@concilia.fr', email_verified: true }, 'Vous n’avez pas de compte ici.'],
      [{ sub: 'z2', email: STAFF, email_verified: false }, 'n’est pas vérifiée'],
      [{ sub: 'z3', email: 'zoe@evil.example', email_verified: true }, 'domaine accepté'],
      [{ sub: 'z4' }, 'n’a pas donné votre adresse'],
    ];
    await page.goto(`${server.url}${PAGE}`);
    for (const [person, words] of rows) {
      service.person = person;
      // Nobody is signed in at the service either.
      await page.context().clearCookies();
      await enter(page);
      await expectRefused(page, words);
      await expect(page.getByTestId('refusal')).toContainText(/domaine|demandez à l’administration de votre réseau/);
    }
    service.person = CAMILLE;
    await page.context().clearCookies();
    await enter(page);
    await expect(page.getByTestId('person')).toBeVisible();
    // The address was given to somebody else meanwhile.
    service.person = { ...CAMILLE, sub: 'another' };
    await page.context().clearCookies();
    await page.reload();
    await enter(page);
    await expectRefused(page, 'autre identité');

    // What is refused is in the journal.
    await backOffice.signIn(ADMIN, PASSWORD);
    await page.goto(`${server.url}/back-office/journaux/acces`);
    await expect(page.getByText('Vous n’avez pas de compte ici.').first()).toBeVisible();

    // Switched off, an account opens by no way.
    const users = await page.request.get(`${server.url}/api/v1/users?q=${encodeURIComponent(STAFF)}`);
    const { items } = await users.json();
    const off = await page.request.patch(`${server.url}/api/v1/users/${items[0].slug}`, { data: { active: false } });
    expect(off.status(), await off.text()).toBe(200);
    service.person = CAMILLE;
    await page.context().clearCookies();
    await page.goto(`${server.url}${PAGE}`);
    await enter(page);
    await expectRefused(page, 'désactivé');
  } finally {
    await server.stop();
    await service.stop();
  }
});

test('where the settings say so, a first sign-in makes the account', async ({ page, watch }) => {
  test.setTimeout(120_000);
  const [service, server] = await startWith(watch, { CRENO_OIDC_CREATE: 'collaborateur', CRENO_OIDC_TRUST_EMAIL: 'on' });
  try {
    service.person = { sub: 'elo', email: 'Elodie.Oconnor@concilia.fr', name: 'Élodie O’Connor' };
    await page.goto(`${server.url}${PAGE}`);
    await enter(page);
    await expect(page.getByTestId('person')).toHaveText('Élodie O’Connor');
    const [first] = await context(page);
    await page.context().clearCookies();
    await page.goto(`${server.url}${PAGE}`);
    await enter(page);
    await expect(page.getByTestId('person')).toHaveText('Élodie O’Connor');
    expect((await context(page))[0], 'the same account').toBe(first);
  } finally {
    await server.stop();
    await service.stop();
  }
});

/** Id and profile of who is signed in. */
async function context(page: Page): Promise<[string, string]> {
  const session = await (await page.request.get(new URL('/api/v1/session', page.url()).href)).json();
  return [session.staff.id, session.profile];
}

test('a forgotten password is changed by a link, and the page that was asked for is found again', async ({ page, sandbox, backOffice, request }) => {
  await sandbox.reset();
  await page.goto(PAGE);
  await page.getByTestId('forgotten').click();
  await expect(page).toHaveURL(/mot-de-passe-oublie\?vers=/);
  await page.getByTestId('ask-reset').click();
  await expect(page.getByTestId('refusal')).toContainText('Saisissez une adresse e-mail');
  await page.getByTestId('email').fill(STAFF);
  await page.getByTestId('ask-reset').click();
  await expect(page.getByTestId('sent')).toBeFocused();
  expect(await violations(page)).toEqual([]);
  expect(page.url()).not.toContain('concilia.fr');
  const told = await page.getByTestId('sent').innerText();
  await page.getByTestId('back').click();
  await expect(page.getByTestId('sign-in')).toBeVisible();
  expect(page.url()).toContain(PAGE);

  // Somebody whom nobody knows is told the same.
  await page.getByTestId('forgotten').click();
  await page.getByTestId('email').fill('personne@concilia.fr');
  await page.getByTestId('ask-reset').click();
  await expect(page.getByTestId('sent')).toHaveText(told.replace(/\s+/g, ' '));

  // In a demonstration nothing leaves: the mail is in the journal.
  expect((await request.post('/api/v1/session', { data: { email: ADMIN, password: PASSWORD } })).status()).toBe(200);
  const mail = async () => {
    const { items } = await (await request.get('/api/v1/messages', { params: { event: 'password_reset' } })).json();
    return items[0]?.body as string | undefined;
  };
  await expect.poll(mail).toContain('nouveau-mot-de-passe#');
  const link = /\S+nouveau-mot-de-passe#\S+/.exec((await mail())!)![0];
  await page.goto(link);
  await expect(page.getByTestId('password')).toBeFocused();
  expect(page.url(), 'the token leaves the address').toMatch(/nouveau-mot-de-passe$/);
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('password').fill('court');
  await page.getByTestId('set-password').click();
  await expect(page.getByTestId('refusal')).toContainText('trop court');
  await page.getByTestId('password').fill('motdepasse 2026');
  await page.getByTestId('set-password').click();
  await expect(page.getByTestId('refusal')).toContainText('se devine');
  await page.getByTestId('password').fill('cheval agrafe pile correcte');
  await page.getByTestId('set-password').click();
  await expect(page.getByTestId('changed')).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('go-on').click();
  await backOffice.signIn(STAFF, 'cheval agrafe pile correcte');
  expect(page.url()).toContain(PAGE);

  await page.goto('about:blank');
  await page.goto(link);
  await page.getByTestId('password').fill('cheval agrafe pile correcte');
  await page.getByTestId('set-password').click();
  await expect(page.getByTestId('refusal')).toContainText('a déjà servi');
  await page.getByTestId('ask-again').click();
  await expect(page.getByTestId('ask-reset')).toBeVisible();
});

test('sessions are seen and ended from one’s account', async ({ page, backOffice, browser, server, watch }) => {
  watch.allowOrigin(server.url);
  const elsewhere = await browser.newContext({ baseURL: server.url });
  const other = await elsewhere.newPage();
  await other.goto('/back-office/');
  await other.getByTestId('demo-account').first().click();
  await expect(other.getByTestId('person')).toBeVisible();
  await page.goto('/back-office/');
  await page.getByTestId('demo-account').first().click();
  await page.getByTestId('account').click();
  await expect(page).toHaveURL(/mon-compte$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  const sessions = page.getByTestId('session');
  await expect(sessions.first()).toContainText('Cette session');
  await expect(sessions.first()).toContainText(/(Chrome|Chromium) sur Linux/);
  await expect(sessions.first()).toContainText('127.0.0.1');
  expect(await sessions.count()).toBeGreaterThan(1);
  expect(await violations(page)).toEqual([]);
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    await expectNoSideways(page);
  }
  await page.getByTestId('end-others').click();
  await expect(sessions).toHaveCount(1);
  await expect(page.getByText('Les autres sessions ont pris fin.')).toBeVisible();
  await other.goto('/back-office/');
  await expect(other.getByTestId('sign-in')).toBeVisible();
  await elsewhere.close();
  await backOffice.page.reload();
  await expect(sessions).toHaveCount(1);
});
