// A staff member's day: the dashboard, who came, booking for a client, the search, what is told live.
import type { APIRequestContext, Page } from '@playwright/test';
import { Keyboard } from '../src/hands.ts';
import { CLIENT, type Api, type Place } from '../support/api.ts';
import { expectNoSideways, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';
import { atWork } from '../support/workday.ts';

const PASSWORD = 'demo1234';
const STAFF = 'collaborateur@concilia.fr';
const MANAGER = 'manager@concilia.fr';
const ADMIN = 'admin@concilia.fr';
const DESK = 'accueil@concilia.fr';
const BOOKING = '/back-office/rendez-vous/nouveau';

/** Signs in elsewhere than in the page. */
async function enter(request: APIRequestContext, email: string) {
  const answer = await request.post('/api/v1/session', { data: { email, password: PASSWORD } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

/** What the server knows of an appointment. */
async function file(request: APIRequestContext, reference: string) {
  const answer = await request.get(`/api/v1/appointments/${reference}`);
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** Where the person signed in receives, as the booking page offers it. */
async function choosePlace(page: Page): Promise<Place> {
  await page.goto(BOOKING);
  const [theme, where] = [page.getByTestId('booking-theme'), page.getByTestId('booking-agency')];
  await expect(where).toBeEnabled();
  if ((await where.inputValue()) === '' && (await where.locator('option').count()) > 2) await where.selectOption({ index: 1 });
  await expect(theme).toBeEnabled();
  const agency = await where.inputValue();
  for (const slug of await theme.locator('option').evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value))) {
    if (slug === '') continue;
    await theme.selectOption(slug);
    const channels = page.getByTestId('booking-channel').locator('option:not([value=""])');
    await expect(channels.first()).toBeAttached();
    const channel = (await channels.first().getAttribute('value')) as Place['channel'];
    await page.getByTestId('booking-channel').selectOption(channel);
    await expect(page.getByTestId('booking-time').first().or(page.getByTestId('no-time'))).toBeAttached();
    if ((await page.getByTestId('booking-time').count()) > 2) return { agency, theme: slug, channel };
  }
  throw new Error('nothing is on offer');
}

/** Fills the form, whatever the theme asks. */
async function fillForm(page: Page, answers: Record<string, string>) {
  for (const [key, text] of Object.entries(answers)) {
    const field = page.getByTestId(`booking-field-${key}`);
    if ((await field.count()) > 0) await field.fill(text);
  }
  for (const field of await page.locator('[data-testid^="booking-field-"][aria-required="true"]').all()) {
    if ((await field.inputValue()) !== '') continue;
    if ((await field.evaluate((element) => element.localName)) === 'select') await field.selectOption({ index: 1 });
    else await field.fill('07/03/1985');
  }
  await page.getByTestId('booking-consent').check();
}

test.describe('the dashboard', () => {
  test('is the first screen: the next appointment, the day, the week, the rate', async ({ page, backOffice, sandbox }) => {
    await atWork(page, sandbox);
    await page.goto('/back-office/');
    const agendas: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/appointments/agenda')) agendas.push(request.url());
    });
    await backOffice.signIn(STAFF, PASSWORD);
    await expect(page).toHaveURL(/\/back-office\/tableau-de-bord$/);
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    const next = page.getByTestId('next');
    await expect(next).toBeVisible();
    expect(agendas).toHaveLength(1);
    const agenda = await (await page.request.get(agendas[0]!)).json();
    const own = agenda.people.flatMap((person: any) => person.appointments);
    const today = own.filter((item: any) => item.start.slice(0, 10) === agenda.from);
    await expect(page.getByTestId('today-count')).toContainText(String(today.length));
    await expect(next).toHaveAttribute('data-reference', today.find((item: any) => item.status === 'confirmed').reference);
    const counts = await page.getByTestId('week').locator('.week-count').allInnerTexts();
    expect(counts.map(Number).reduce((sum, count) => sum + count)).toBe(own.length);
    await expect(page.getByTestId('rate')).toContainText(/\d+\s%/);
    // Somebody who sees their own alone has nothing to choose.
    await expect(page.getByTestId('view')).toHaveCount(0);
    await next.getByRole('link').click();
    await expect(page).toHaveURL(new RegExp(`/rendez-vous/${today.find((item: any) => item.status === 'confirmed').reference}\\?date=`));
  });

  test('shows a perimeter to who has one, and the choice is in the address', async ({ page, backOffice, sandbox }) => {
    await atWork(page, sandbox);
    await page.goto('/back-office/');
    await backOffice.signIn(MANAGER, PASSWORD);
    await expect(page.getByTestId('view')).toHaveValue('*');
    await expect(page.getByTestId('today-line').first()).toBeVisible();
    await page.getByTestId('view').selectOption('lille-grand-place');
    await expect(page).toHaveURL(/vue=perimetre&agence=lille-grand-place/);
    await page.getByTestId('view').selectOption('');
    await expect(page).toHaveURL(/vue=moi/);
    await expect(page.getByTestId('empty-day')).toBeVisible();
    await page.goBack();
    await expect(page.getByTestId('view')).toHaveValue('lille-grand-place');
  });

  test('a failure is told and tried again', async ({ page, backOffice, sandbox }) => {
    await atWork(page, sandbox);
    await page.route('**/api/v1/appointments/agenda*', (route) => route.abort());
    await page.goto('/back-office/');
    await backOffice.signIn(STAFF, PASSWORD);
    await expect(page.getByTestId('failure')).toContainText('Le serveur ne répond pas.');
    await page.unroute('**/api/v1/appointments/agenda*');
    await page.getByTestId('retry').first().click();
    await expect(page.getByTestId('next')).toBeVisible();
  });

  test.beforeEach(({ watch }) => watch.expectWrong(/net::ERR_FAILED/));
});

test('“Arrivé” is one touch, and ten seconds to take it back', async ({ page, backOffice, sandbox, watch }) => {
  watch.expectWrong(/status of 412/);
  await atWork(page, sandbox);
  await page.goto('/back-office/');
  await backOffice.signIn(STAFF, PASSWORD);
  const next = page.getByTestId('next');
  const reference = (await next.getAttribute('data-reference'))!;
  await next.getByTestId('note-honoured').click();
  await expect(page.getByTestId('noted')).toContainText('Honoré');
  await expect(page.locator(`[data-testid="today-line"][data-reference="${reference}"]`)).toContainText('Honoré');
  await expect.poll(async () => (await file(page.request, reference)).status).toBe('honoured');
  await expect(next).not.toHaveAttribute('data-reference', reference);
  // The keyboard is at the button that takes it back.
  await expect(page.getByTestId('undo')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await file(page.request, reference)).status).toBe('confirmed');
  await expect(next).toHaveAttribute('data-reference', reference);
  await expect(page.getByTestId('undo')).toHaveCount(0);

  // What somebody else says meanwhile is not taken back.
  await next.getByTestId('note-honoured').click();
  await expect.poll(async () => (await file(page.request, reference)).status).toBe('honoured');
  const said = await page.request.put(`/api/v1/appointments/${reference}/attendance`, { data: { status: 'confirmed' } });
  expect(said.ok(), await said.text()).toBe(true);
  await page.getByTestId('undo').click();
  await expect(page.getByTestId('attendance-failed')).toBeVisible();
  await expect(next).toHaveAttribute('data-reference', reference);

  await next.getByTestId('note-honoured').click();
  await expect(page.getByTestId('undo')).toBeVisible();
  await page.clock.fastForward(11_000);
  await expect(page.getByTestId('undo')).toHaveCount(0);
  await expect.poll(async () => (await file(page.request, reference)).status).toBe('honoured');
});

test('“Arrivé” that is taken back before the server answers is taken back once it has', async ({ page, backOffice, sandbox }) => {
  await atWork(page, sandbox);
  await page.goto('/back-office/');
  await backOffice.signIn(STAFF, PASSWORD);
  const next = page.getByTestId('next');
  const reference = (await next.getAttribute('data-reference'))!;
  const sent: { status: string; seen: string | undefined }[] = [];
  let answer = () => {};
  const held = new Promise<void>((resolve) => { answer = resolve; });
  await page.route('**/attendance', async (route) => {
    sent.push({ status: route.request().postDataJSON().status, seen: route.request().headers()['if-match'] });
    await held;
    await route.continue();
  });
  await next.getByTestId('note-honoured').click();
  await expect(next).not.toHaveAttribute('data-reference', reference);
  await page.getByTestId('undo').click();
  await expect(next).toHaveAttribute('data-reference', reference);
  expect(sent).toEqual([{ status: 'honoured', seen: undefined }]);
  answer();
  await expect.poll(() => sent).toEqual([sent[0], { status: 'confirmed', seen: expect.any(String) }]);
  await expect.poll(async () => (await file(page.request, reference)).status).toBe('confirmed');
  await expect(next).toHaveAttribute('data-reference', reference);
});

test('a client’s address is completed while it is typed, by keyboard and by mouse; by hand when nothing answers', async ({
  page, backOffice, sandbox, watch,
}) => {
  watch.expectWrong(/status of 503|503 from/);
  await atWork(page, sandbox);
  const found = [['8', 'Paris', '75002'], ['8', 'Pantin', '93500']].map(([number, city, postcode]) => (
    { label: `${number} Rue de la Paix ${postcode} ${city}`, number, street: 'Rue de la Paix', postcode, city }));
  let answers = true;
  const asked: string[] = [];
  await page.route('**/api/v1/public/addresses?*', async (route) => {
    asked.push(new URL(route.request().url()).searchParams.get('q')!);
    await route.fulfill(answers ? { json: { addresses: found } } : { status: 503, json: {} });
  });
  await page.goto(BOOKING);
  await backOffice.signIn(ADMIN, PASSWORD);
  await page.getByTestId('booking-agency').selectOption('lyon-part-dieu');
  await page.getByTestId('booking-theme').selectOption('litige-banque-assurance');
  const field = (key: string) => page.getByTestId(`booking-field-${key}`);
  const options = page.getByTestId('booking-addresses').getByRole('option');
  const type = async (text: string) => {
    await field('street').fill(text);
    await page.clock.runFor(300);
  };
  await type('8 r');
  expect(asked, 'too short').toEqual([]);
  await type('8 rue de la paix');
  await expect(options).toHaveCount(2);
  expect(asked).toEqual(['8 rue de la paix']);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(field('street')).toHaveAttribute('aria-activedescendant', (await options.nth(1).getAttribute('id'))!);
  await page.keyboard.press('Enter');
  await expect(options).toHaveCount(0);
  await expect(field('street')).toHaveValue('8 Rue de la Paix');
  await expect(field('postcode')).toHaveValue('93500');
  await expect(field('city')).toHaveValue('Pantin');
  await expect(field('street')).toBeFocused();

  await type('8 rue de la pai');
  await options.nth(0).click();
  await expect(field('postcode')).toHaveValue('75002');
  await expect(field('city')).toHaveValue('Paris');
  await type('8 rue de la paix');
  await expect(options).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(options).toHaveCount(0);
  await expect(field('street')).toHaveValue('8 rue de la paix');
  await page.keyboard.press('ArrowDown');
  await page.clock.runFor(300);
  await expect(options).toHaveCount(2);
  await page.keyboard.press('Tab');
  await expect(options).toHaveCount(0);

  answers = false;
  await type('12 rue des Lilas');
  await expect.poll(() => asked.at(-1)).toBe('12 rue des Lilas');
  await expect(options).toHaveCount(0);
  await expect(field('street')).toHaveValue('12 rue des Lilas');
});

test('an appointment is taken for a client by keyboard alone; it is in the list, and the mail in the journal', async ({
  page, backOffice, sandbox,
}) => {
  await atWork(page, sandbox);
  await page.goto('/back-office/');
  await backOffice.signIn(STAFF, PASSWORD);
  const place = await choosePlace(page);
  await page.goto('/back-office/');
  await expect(page.getByTestId('next')).toBeVisible();

  const keyboard = new Keyboard(page);
  await page.keyboard.press('n');
  await expect(page).toHaveURL(/\/rendez-vous\/nouveau$/);
  const choose = async (name: string, value: string) => {
    const select = page.getByTestId(name);
    await select.locator(`option[value="${value}"]`).waitFor({ state: 'attached' });
    // The only one there is is chosen already.
    if ((await select.inputValue()) === value) return;
    await keyboard.reach(select);
    const count = await select.locator('option').count();
    for (let presses = 0; (await select.inputValue()) !== value; presses += 1) {
      if (presses > count) throw new Error(`the arrows do not lead to ${value}`);
      await page.keyboard.press('ArrowDown');
    }
  };
  await choose('booking-agency', place.agency);
  await choose('booking-theme', place.theme);
  await choose('booking-channel', place.channel);
  const time = page.getByTestId('booking-time').nth(1);
  await keyboard.choose(time);
  const start = (await time.getAttribute('value'))!;
  for (const field of await page.locator('[data-testid^="booking-field-"]').all()) {
    const key = (await field.getAttribute('data-testid'))!.replace('booking-field-', '');
    const text = { last_name: 'Åkerström-Nuñez', first_name: 'Zoé', email: 'zoe@exemple.fr', phone: '0612345678' }[key];
    if (text !== undefined) await keyboard.write(field, text);
    else if ((await field.getAttribute('aria-required')) === 'true') {
      await keyboard.reach(field);
      if ((await field.evaluate((element) => element.localName)) === 'select') await page.keyboard.press('ArrowDown');
      else await page.keyboard.type('07031985');
    }
  }
  await expect(page.getByTestId('booking-field-phone')).toHaveValue('06 12 34 56 78');
  await keyboard.tick(page.getByTestId('booking-consent'));
  await expect(page.getByTestId('booking-mail')).toContainText('Zoé Åkerström-Nuñez');
  await expect(page.getByTestId('booking-mail')).toContainText('zoe@exemple.fr');
  expect(page.url()).not.toContain('?');
  await keyboard.press(page.getByTestId('book'));
  const booked = page.getByTestId('booked');
  await expect(booked.getByRole('heading')).toBeFocused();
  const reference = (await booked.getAttribute('data-reference'))!;

  const kept = await file(page.request, reference);
  expect(kept).toMatchObject({ start, source: 'staff', channel: place.channel });
  await backOffice.openDay(start.slice(0, 10));
  await expect(backOffice.findAppointment(reference)).toContainText('Åkerström-Nuñez');
  await expect.poll(async () => {
    const { items } = await (await page.request.get('/api/v1/messages', { params: { reference } })).json();
    return items.filter((item: any) => item.reference === reference && item.audience === 'client').map((item: any) => item.event);
  }).toContain('confirmed');
});

test('of two rivals on one start, the second keeps all that was typed and is offered others', async ({
  page, api, backOffice, sandbox,
}) => {
  await atWork(page, sandbox);
  await page.goto('/back-office/');
  await backOffice.signIn(STAFF, PASSWORD);
  const place = await choosePlace(page);
  // Late enough for clients, whose notice counts: another week.
  await page.getByTestId('next-week').click();
  await expect(page.getByTestId('booking-time').first()).toBeAttached();
  const time = page.getByTestId('booking-time').first();
  await time.check({ force: true });
  const start = (await time.getAttribute('value'))!;
  await fillForm(page, { ...CLIENT, last_name: 'Rivale' });
  // The first rival: a client, or as many as can be received then.
  await api.takeAll(place, start);
  await page.getByTestId('book').click();
  const taken = page.getByTestId('booking-taken');
  await expect(taken).toContainText('Cet horaire vient d’être pris.');
  await expect(page.getByTestId('booking-field-last_name')).toHaveValue('Rivale');
  await expect(page.getByTestId('booking-consent')).toBeChecked();
  await expect(page.getByRole('radio', { checked: true }).and(page.getByTestId('booking-time'))).toHaveCount(0);
  const nearest = taken.getByTestId('nearest').first();
  await nearest.click();
  await page.getByTestId('book').click();
  const booked = page.getByTestId('booked');
  await expect(booked).toBeVisible();
  const kept = await file(page.request, (await booked.getAttribute('data-reference'))!);
  expect(kept.start).not.toBe(start);
  expect(kept.client.name).toContain('Rivale');
});

test('what is missing is told at once, each a way to its field; a lost answer does not book twice', async ({
  page, backOffice, sandbox, watch,
}) => {
  watch.expectWrong(/net::ERR_FAILED/);
  await atWork(page, sandbox);
  await page.goto('/back-office/');
  await backOffice.signIn(STAFF, PASSWORD);
  await choosePlace(page);
  await page.getByTestId('book').click();
  const missing = page.getByTestId('booking-missing');
  await expect(missing).toContainText('Choisissez l’horaire.');
  await missing.getByRole('button').first().click();
  await expect(page.getByTestId('booking-field-last_name').or(page.getByTestId('booking-field-first_name')).and(page.locator(':focus'))).toHaveCount(1);
  await page.getByTestId('booking-time').first().check({ force: true });
  await fillForm(page, { ...CLIENT, last_name: 'Unique' });
  const keys: string[] = [];
  let lost = false;
  await page.route('**/api/v1/appointments', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    keys.push((await route.request().headerValue('idempotency-key'))!);
    if (lost) return route.continue();
    lost = true;
    // The server books; its answer never comes.
    await route.fetch();
    return route.abort();
  });
  await page.getByTestId('book').click();
  await expect(page.getByTestId('booking-refused')).toContainText('ne sera pas pris deux fois');
  await page.getByTestId('book').click();
  await expect(page.getByTestId('booked')).toBeVisible();
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
  const { items } = await (await page.request.get('/api/v1/appointments', { params: { q: 'Unique' } })).json();
  expect(items).toHaveLength(1);
});

test.describe('the search over everything', () => {
  test('finds without accents, from anywhere, by keyboard; what is typed stays out of the address', async ({
    page, api, backOffice, sandbox,
  }) => {
    await atWork(page, sandbox);
    const booked = await api.bookNext({ agency: 'lille-grand-place', theme: 'aides-sociales', channel: 'phone' }, 3, {
      ...CLIENT, last_name: 'Lefèvre-Ünal', first_name: 'Zoé', birth_date: '07/03/1985',
    });
    await page.goto('/back-office/');
    await backOffice.signIn(MANAGER, PASSWORD);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.keyboard.press('/');
    await expect(page.getByTestId('finder-field')).toBeFocused();
    await page.keyboard.type('zoe lefevre-unal');
    const found = page.locator(`[data-testid="finder-option"][data-reference="${booked.reference}"]`);
    await expect(found).toHaveAttribute('aria-selected', 'true');
    expect(await violations(page)).toEqual([]);
    expect(page.url()).not.toContain('lefevre');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/rendez-vous/${booked.reference}\\?date=`));
    await expect(page.getByTestId('finder')).toHaveCount(0);

    await page.keyboard.press('Control+k');
    await page.getByTestId('finder-field').fill('qqqqzz');
    await expect(page.getByTestId('finder-told')).toContainText('Aucun rendez-vous pour');
    await page.getByTestId('finder-field').fill(booked.reference.toLowerCase());
    await expect(page.getByTestId('finder-option')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('finder')).toHaveCount(0);
  });

  test('a profile that masks clients finds by reference and not by name', async ({ page, api, backOffice, sandbox }) => {
    await atWork(page, sandbox);
    await page.goto('/back-office/');
    await backOffice.signIn(DESK, PASSWORD);
    const { agencies } = await (await page.request.get('/api/v1/session')).json();
    const place = { agency: agencies[0].slug, theme: 'premier-rdv', channel: 'office' } as const;
    const { reference } = await api.bookNext(place, 1, { ...CLIENT, last_name: 'Introuvable' });
    await page.keyboard.press('Control+k');
    await page.getByTestId('finder-field').fill('Introuvable');
    await expect(page.getByTestId('finder-told')).toContainText('Aucun rendez-vous pour');
    await page.getByTestId('finder-field').fill(reference);
    await expect(page.getByTestId('finder-option')).toHaveCount(1);
    await expect(page.getByTestId('finder-option')).not.toContainText('Introuvable');
    // Nor may it book.
    await page.goto(BOOKING);
    await expect(page.getByTestId('forbidden')).toBeVisible();
  });
});

/** Has clients book the same start until one of them is received by `slug`; gives that appointment. */
async function bookWith(api: Api, request: APIRequestContext, slug: string, place: Place, start: string) {
  const { themes } = await (await request.get('/api/v1/public/catalog')).json();
  const { fields } = themes.find((theme: any) => theme.slug === place.theme);
  for (let rank = 0; rank < 8; rank += 1) {
    const all = {
      ...CLIENT, last_name: 'Vivante', birth_date: '07/03/1985', email: `vivante${rank}@exemple.fr`, phone: `06 12 34 57 1${rank}`,
    };
    const answers = Object.fromEntries(Object.entries(all).filter(([key]) => fields.includes(key)));
    const booked = await api.book(place, start, answers);
    const { staff } = await file(request, booked.reference);
    if (staff.slug === slug) return booked;
  }
  throw new Error(`${slug} was given none`);
}

test('what a client does is told live: a word, the bell, the panel, which leads to the appointment', async ({
  page, api, request, backOffice, sandbox,
}) => {
  await atWork(page, sandbox);
  await enter(request, ADMIN);
  await page.goto('/back-office/');
  await backOffice.signIn(STAFF, PASSWORD);
  const { staff } = await (await page.request.get('/api/v1/session')).json();
  const place = await choosePlace(page);
  // A start of this person's own, late enough for clients, whose notice counts.
  await page.getByTestId('next-week').click();
  const start = (await page.getByTestId('booking-time').first().getAttribute('value'))!;
  const open = page.waitForResponse((response) => response.url().endsWith('/api/v1/session/live'));
  await page.goto('/back-office/');
  await open;
  await expect(page.getByTestId('next')).toBeVisible();
  await expect(page.getByTestId('unread')).toHaveCount(0);
  const booked = await bookWith(api, request, staff.slug, place, start);
  await expect(page.getByTestId('news')).toContainText('Nouveau rendez-vous');
  await expect(page.getByTestId('unread')).toHaveText('1');
  await expect(page.getByTestId('bell')).toHaveAccessibleName(/1 non lue/);
  await expect(page.getByTestId('latest')).toContainText('Vivante');
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('bell').click();
  const panel = page.getByTestId('notifications');
  const line = panel.getByTestId('notification').first();
  await expect(line).toContainText('Vivante');
  await expect(line).toContainText('Non lue');
  // Opening it reads them.
  await expect(page.getByTestId('unread')).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  await line.click();
  await expect(page).toHaveURL(new RegExp(`/rendez-vous/${booked.reference}\\?date=`));
  await page.reload();
  await expect(page.getByTestId('bell')).toHaveAccessibleName(/tout est lu/);
});

test('the day’s list follows what others do without being asked', async ({ page, api, request, backOffice, sandbox }) => {
  await atWork(page, sandbox);
  await enter(request, ADMIN);
  const place = { agency: 'lille-grand-place', theme: 'aides-sociales', channel: 'phone' } as const;
  const start = (await api.starts(place))[10]!;
  await page.goto('/back-office/rendez-vous');
  await backOffice.signIn(MANAGER, PASSWORD);
  const open = page.waitForResponse((response) => response.url().endsWith('/api/v1/session/live'));
  await backOffice.openDay(start.slice(0, 10));
  await open;
  const booked = await api.book(place, start, { ...CLIENT, birth_date: '07/03/1985' });
  await expect(backOffice.findAppointment(booked.reference)).toBeVisible();
});

test('the level of mails and the calendar feed are one’s own to set', async ({ page, backOffice, sandbox }) => {
  await atWork(page, sandbox);
  await page.goto('/back-office/mon-compte');
  await backOffice.signIn(STAFF, PASSWORD);
  await expect(page.getByTestId('level-all')).toBeChecked();
  await page.getByTestId('level-soon').check();
  await expect(page.getByTestId('level-saved')).toHaveText('C’est enregistré.');
  await page.reload();
  await expect(page.getByTestId('level-soon')).toBeChecked();

  await page.getByTestId('make-feed').click();
  const address = page.getByTestId('feed-address');
  const first = await address.innerText();
  const read = await page.request.get(first);
  expect(read.ok()).toBe(true);
  expect(await read.text()).toContain('BEGIN:VCALENDAR');
  expect(await violations(page)).toEqual([]);
  // It is shown once.
  await page.reload();
  await expect(page.getByTestId('feed-state')).toContainText('Dernière lecture');
  await expect(address).toHaveCount(0);

  await page.getByTestId('replace-feed').click();
  await page.getByTestId('feed-sure').click();
  await expect(address).toBeVisible();
  const second = await address.innerText();
  expect(second).not.toBe(first);
  expect((await page.request.get(first)).ok()).toBe(false);
  await page.getByTestId('end-feed').click();
  await page.getByTestId('feed-sure').click();
  await expect(page.getByTestId('make-feed')).toBeVisible();
  expect((await page.request.get(second)).ok()).toBe(false);
});

for (const width of [360, 1440]) {
  test(`axe finds no fault, and nothing is cut, at ${width} px`, async ({ page, backOffice, sandbox }) => {
    await atWork(page, sandbox);
    await page.setViewportSize({ width, height: 844 });
    await page.goto('/back-office/');
    const look = async (state: string) => {
      expect.soft(await violations(page), state).toEqual([]);
      await expectNoSideways(page);
    };
    await backOffice.signIn(MANAGER, PASSWORD);
    await expect(page.getByTestId('today-line').first()).toBeVisible();
    await look('dashboard');
    await page.getByTestId('bell').click();
    await expect(page.getByTestId('notifications')).toBeVisible();
    await look('notifications');
    await page.keyboard.press('Escape');
    await page.getByTestId('open-finder').click();
    await page.getByTestId('finder-field').fill('ma');
    await expect(page.getByTestId('finder-option').first()).toBeVisible();
    await look('search');
    await page.keyboard.press('Escape');
    await page.goto('/back-office/mon-compte');
    await expect(page.getByTestId('level-all')).toBeVisible();
    await look('preferences');
    await page.goto(BOOKING);
    await page.getByTestId('booking-agency').selectOption('lille-grand-place');
    await page.getByTestId('booking-theme').selectOption('aides-sociales');
    await page.getByTestId('booking-channel').selectOption('phone');
    await expect(page.getByTestId('booking-time').first()).toBeAttached();
    await look('booking');
    await page.getByTestId('book').click();
    await expect(page.getByTestId('booking-missing')).toBeVisible();
    await look('booking, incomplete');
  });
}
