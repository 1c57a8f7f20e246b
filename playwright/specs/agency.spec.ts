import type { Page } from '@playwright/test';
import { Keyboard } from '../src/hands.ts';
import { Journey } from '../src/journey.ts';
import { expectNoSideways, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';
import { document as html, snippet } from '../support/site.ts';

/** The rows of the list, as they are read. */
const rows = (journey: Journey) => journey.step('agency').locator('label[part=choice]');

/** What is said of what was found. */
const status = (journey: Journey) => journey.step('agency').getByRole('status').first();

/** Requests for towns, by what they ask. */
const asked = (requests: string[]) =>
  requests.filter((url) => url.includes('/public/places')).map((url) => new URL(url).searchParams.get('q'));

test.describe('searching', () => {
  test.beforeEach(async ({ page, journey }) => {
    await page.goto('/rdv');
    await journey.step('agency').waitFor();
  });

  for (const [typed, slug] of [['bordo', 'bordeaux-meriadeck'], ['lyno', 'lyon-part-dieu'], ['MÉRIADEKC', 'bordeaux-meriadeck']]) {
    test(`a slip of the finger is forgiven: ${typed}`, async ({ journey }) => {
      await journey.searchAgency(typed!);
      await expect(rows(journey).first().getByTestId(`creno-agency-${slug}`)).toBeAttached();
    });
  }

  test('a town without an agency shows the nearest ones, with their distance', async ({ page, journey }) => {
    await journey.searchAgency('33120');
    await expect(status(journey)).toHaveText('Les plus proches d’Arcachon (33120)');
    await expect(rows(journey).first()).toContainText('Bordeaux');
    await expect(rows(journey).first()).toContainText(/à \d+\skm/);
    const away = await rows(journey).evaluateAll((rows) =>
      rows.map((row) => Number(/à ([\d\s]+)\skm/.exec(row.textContent ?? '')?.[1]?.replace(/\s/g, ''))));
    expect(away).toEqual([...away].sort((one, other) => one - other));
    // Nothing typed is kept.
    expect(page.url()).not.toContain('33120');
    const kept = await page.evaluate(() => JSON.stringify([history.state, { ...localStorage }, { ...sessionStorage }]));
    expect(kept).not.toContain('33120');
  });

  test('once it has found, the search rests', async ({ page, journey }) => {
    // Each rendering of the distances writes numbers.
    await page.addInitScript(() => {
      const format = Object.getOwnPropertyDescriptor(Intl.NumberFormat.prototype, 'format')!.get!;
      const counted = window as unknown as { written: number };
      counted.written = 0;
      Object.defineProperty(Intl.NumberFormat.prototype, 'format', {
        get() { counted.written += 1; return format.call(this); },
      });
    });
    await page.goto('/rdv');
    await journey.searchAgency('Arcachon');
    await expect(status(journey)).toContainText('Arcachon');
    const frames = () =>
      page.evaluate(async () => {
        for (let frame = 0; frame < 30; frame += 1) await new Promise(requestAnimationFrame);
        return (window as unknown as { written: number }).written;
      });
    const written = await frames();
    expect(written).toBeGreaterThan(0);
    expect(await frames()).toBe(written);
  });

  test('the agencies of a town come before those around it', async ({ journey }) => {
    await journey.searchAgency('Lyon');
    await expect(status(journey)).toHaveText(/^\d+ agences? trouvées?, puis les plus proches de Lyon \(\d{5}\)$/);
    await expect(rows(journey).first()).toContainText('Lyon');
  });

  test('two towns of one name are told apart', async ({ journey }) => {
    await journey.searchAgency('Saint-Denis');
    // The one that has an agency is meant first; the other can be picked, and that taken back.
    await expect(status(journey)).toHaveText('1 agence trouvée');
    await expect(rows(journey)).toHaveText(/Saint-Denis de La Réunion.*97400/);
    const other = journey.hook('reading-93200');
    await expect(other).toHaveText('Saint-Denis (Seine-Saint-Denis)');
    await journey.hand.press(other);
    await expect(status(journey)).toHaveText('Les plus proches de Saint-Denis (93200)');
    await expect(rows(journey).first()).toContainText(/Paris .*à \d\skm/);
    await journey.hand.press(journey.hook('reading-97400'));
    await expect(rows(journey)).toHaveText(/Saint-Denis de La Réunion.*97400/);
  });

  test('without a network, agencies are still found by name', async ({ page, context, journey, watch }) => {
    watch.expectWrong(/ERR_INTERNET_DISCONNECTED/);
    // The part that searches is there from the first focus on.
    await journey.searchAgency('lyon');
    await expect(status(journey)).toContainText('puis');
    await context.setOffline(true);
    await journey.searchAgency('merideck');
    await expect(rows(journey)).toHaveCount(1);
    await expect(rows(journey)).toContainText('Mériadeck');
    await context.setOffline(false);
    expect(page.url()).not.toContain('lyon');
  });

  test('without its part, names are still found by their beginning', async ({ page, journey, watch }) => {
    watch.expectWrong(/ERR_FAILED|Failed to fetch/);
    await page.route(/creno-widget-search/, (route) => route.abort());
    await page.reload();
    await journey.searchAgency('meriad');
    await expect(status(journey)).toHaveText('1 agence trouvée');
    await expect(rows(journey)).toContainText('Mériadeck');
  });

  test('nothing is asked before the visitor stops typing', async ({ journey, watch }) => {
    expect(watch.requests.filter((url) => /search|map\b|map-/.test(new URL(url).pathname))).toEqual([]);
    // In one task: however busy the machine, there is no rest between two letters.
    await journey.hook('agency-search').evaluate((field: HTMLInputElement) => {
      const typed = 'arcachon';
      for (let length = 1; length <= typed.length; length += 1) {
        field.value = typed.slice(0, length);
        field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      }
    });
    await expect(status(journey)).toContainText('Arcachon');
    expect(asked(watch.requests)).toEqual(['arcachon']);
  });

  test('nothing found says what else to try, and the search can be cleared', async ({ journey }) => {
    await journey.searchAgency('zzzz');
    await expect(status(journey)).toHaveText('Aucune agence ne correspond. Essayez une ville voisine ou un code postal.');
    await expect(rows(journey)).toHaveCount(0);
    await expect(journey.hook('clear')).toHaveText('Effacer la recherche');
    await journey.hand.press(journey.hook('clear'));
    await expect(journey.hook('agency-search')).toHaveValue('');
    await expect(rows(journey).nth(5)).toBeVisible();
    await expect(status(journey)).toHaveText('');
  });

  test('the missing answer describes the group, until it is given', async ({ journey }) => {
    const group = journey.step('agency').getByRole('group', { name: 'Dans quelle agence ?' });
    await journey.next();
    await expect(group).toHaveAccessibleDescription('Choisissez une agence pour continuer.');
    await journey.hand.choose(journey.hook('agency-paris-opera'));
    await expect(journey.hook('missing')).toHaveCount(0);
    await expect(group).toHaveAccessibleDescription('');
  });
});

test.describe('around the visitor', () => {
  test('the nearest agencies, when they let the page know', async ({ page, context, journey, watch }) => {
    await context.grantPermissions(['geolocation']);
    await context.setGeolocation({ latitude: 45.76, longitude: 4.86 });
    await page.goto('/rdv');
    await journey.hand.press(journey.hook('near'));
    await expect(status(journey)).toHaveText('Les plus proches de vous');
    await expect(rows(journey).first()).toContainText('Lyon');
    await expect(rows(journey).first()).toContainText('à 1');
    // Where they are stays here.
    expect(watch.requests.filter((url) => /45\.7|4\.8|places/.test(url))).toEqual([]);
    await journey.searchAgency('bordeaux');
    await expect(rows(journey).first()).toContainText('Bordeaux');
  });

  test('a refusal is told, and the list stays', async ({ page, context, journey }) => {
    await context.clearPermissions();
    await page.addInitScript(() => {
      navigator.geolocation.getCurrentPosition = (_, refuse) => refuse!({ code: 1 } as GeolocationPositionError);
    });
    await page.goto('/rdv');
    await journey.hand.press(journey.hook('near'));
    await expect(status(journey)).toHaveText('Votre position n’est pas connue. Saisissez une ville ou un code postal.');
    await expect(rows(journey).nth(5)).toBeVisible();
  });

  test('is not offered where the browser cannot tell', async ({ page, journey }) => {
    await page.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { value: false }));
    await page.goto('/rdv');
    await expect(journey.hook('map-toggle')).toBeVisible();
    await expect(journey.hook('near')).toHaveCount(0);
  });
});

test.describe('the map', () => {
  /** Opens it on the agencies that the search finds. */
  async function open(page: Page, journey: Journey, search = 'Bordeaux') {
    await page.goto('/rdv');
    await journey.searchAgency(search);
    await expect(status(journey)).not.toHaveText('');
    await journey.openMap();
  }

  test('a click on an agency chooses it in the list, and the other way round', async ({ page, journey }) => {
    await page.setViewportSize({ width: 1440, height: 1000 });
    await open(page, journey);
    const pin = journey.hook('pin-bordeaux-meriadeck');
    await pin.click();
    await expect(journey.hook('agency-bordeaux-meriadeck')).toBeChecked();
    await expect(pin).toHaveAttribute('aria-pressed', 'true');
    await journey.searchAgency('Toulouse');
    await journey.hand.choose(journey.hook('agency-toulouse-wilson'));
    await expect(journey.hook('pin-toulouse-wilson')).toHaveAttribute('aria-pressed', 'true');
    await journey.next();
    await expect(journey.step('theme')).toBeVisible();
  });

  test('the keyboard alone reaches an agency, chooses it, and passes the map', async ({ page }) => {
    const journey = new Journey(page, { hand: new Keyboard(page) });
    await open(page, journey);
    const pin = journey.hook('pin-bordeaux-meriadeck');
    const marks = journey.hook('map').locator('.map-mark');
    const hand = new Keyboard(page);
    // One stop for all marks, then arrows.
    await hand.reach(journey.hook('map').locator('.map-mark[tabindex="0"]'));
    const isFocused = () => pin.evaluate((pin) => (pin.getRootNode() as ShadowRoot).activeElement === pin);
    for (let presses = 0; !(await isFocused()); presses += 1) {
      expect(presses).toBeLessThan(await marks.count());
      await page.keyboard.press('ArrowRight');
    }
    await page.keyboard.press('Enter');
    await expect(journey.hook('agency-bordeaux-meriadeck')).toBeChecked();
    await expect(pin).toBeFocused();
    await hand.reach(journey.element.getByRole('button', { name: 'Passer la carte' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(journey.hook('agency-bordeaux-meriadeck')).toBeFocused();
  });

  test('groups open, and overseas agencies are one press away', async ({ page, journey }) => {
    await page.goto('/rdv');
    await journey.openMap();
    const groups = journey.hook('map').locator('.map-group');
    const before = await groups.count();
    expect(before).toBeGreaterThan(0);
    await journey.hook('map').getByRole('button', { name: 'La Réunion', exact: true }).click();
    await expect(journey.hook('pin-saint-denis-reunion')).toBeInViewport();
    await journey.hook('map').getByRole('button', { name: 'Métropole' }).click();
    await groups.first().click();
    await expect.poll(() => journey.hook('map').locator('.map-pin').count()).toBeGreaterThan(0);
  });

  test('under the strictest policy of another site, nothing is refused and nobody else is called', async ({ page, site, server, journey, watch }) => {
    const policy = `default-src 'none'; script-src ${server.url} 'wasm-unsafe-eval'; connect-src ${server.url}; style-src 'self'`;
    await page.goto(site.page(html(snippet(server)), { 'content-security-policy': policy }));
    await journey.searchAgency('Bordeaux');
    await expect(rows(journey).first()).toContainText('Bordeaux');
    await journey.openMap();
    await journey.hook('pin-bordeaux-meriadeck').click();
    await expect(journey.hook('agency-bordeaux-meriadeck')).toBeChecked();
    await journey.hook('map-toggle').click();
    await expect(journey.hook('map')).toHaveCount(0);
    const land = watch.requests.filter((url) => url.startsWith('http') && ![server.url, site.url].includes(new URL(url).origin));
    expect(land).toEqual([]);
  });

  test('that does not come says so, and the list suffices', async ({ page, journey, watch }) => {
    watch.expectWrong(/ERR_FAILED/);
    await page.route(/\/map-/, (route) => route.abort());
    await page.goto('/rdv');
    await journey.hook('map-toggle').click();
    await expect(journey.hook('map')).toContainText('La carte n’a pas pu s’afficher.');
    await journey.chooseAgency('paris-opera');
    await expect(journey.step('theme')).toBeVisible();
  });

  test.describe('to axe', () => {
    test.use({ contextOptions: { reducedMotion: 'reduce' } });

    for (const width of [360, 1440]) {
      test(`has no fault at ${width} px, and beside the list where there is room`, async ({ page, journey }) => {
        await page.setViewportSize({ width, height: 900 });
        await open(page, journey);
        expect(await violations(page)).toEqual([]);
        await expectNoSideways(page);
        const [list, map] = await Promise.all([rows(journey).first().boundingBox(), journey.hook('map').boundingBox()]);
        expect(map!.x > list!.x + list!.width).toBe(width === 1440);
        await journey.hook('map').getByRole('button', { name: 'Métropole' }).click();
        expect(await violations(page)).toEqual([]);
      });
    }
  });
});
