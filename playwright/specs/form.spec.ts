// Step 5 and what follows: the form that completes addresses, groups digits and tells mistakes; the look over it; the
// ticket on paper.
import type { Page } from '@playwright/test';
import { Finger, Keyboard, Mouse, type Hand } from '../src/hands.ts';
import { Journey, type Wish } from '../src/journey.ts';
import { CLIENT } from '../support/api.ts';
import { expectNoSideways, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';

/** The theme whose form asks a postal address. */
const DISPUTE = { agency: 'lyon-part-dieu', theme: 'litige-banque-assurance', channel: 'phone' } as const;
const FIRST = { agency: 'lyon-part-dieu', theme: 'premier-rdv', channel: 'office' } as const;

const FOUND = [
  { label: '8 Rue de la Paix 75002 Paris', number: '8', street: 'Rue de la Paix', postcode: '75002', city: 'Paris' },
  { label: '8 Rue de la Paix 93500 Pantin', number: '8', street: 'Rue de la Paix', postcode: '93500', city: 'Pantin' },
  { label: 'Rue de la Paix 44000 Nantes', street: 'Rue de la Paix', postcode: '44000', city: 'Nantes' },
];

/** Answers in the place of the addresses' server; gives what it was asked. */
async function answerAddresses(page: Page, status = 200): Promise<string[]> {
  const asked: string[] = [];
  await page.route('**/api/v1/public/addresses?*', async (route) => {
    asked.push(new URL(route.request().url()).searchParams.get('q')!);
    const json = status === 200
      ? { addresses: FOUND }
      : { type: 'urn:creno:problem:addresses_unavailable', title: '', status, detail: '', code: 'addresses_unavailable' };
    await route.fulfill({ status, json });
  });
  return asked;
}

async function openForm(page: Page, hand: Hand = new Mouse(), place: Wish = DISPUTE): Promise<Journey> {
  const journey = new Journey(page, { hand });
  await page.goto('/rdv');
  await journey.walkTo('details', place);
  return journey;
}

/** The whole address, as the form holds it. */
async function expectAddress(journey: Journey, [street, postcode, city]: [string, string, string]) {
  await expect(journey.field('street')).toHaveValue(street);
  await expect(journey.field('postcode')).toHaveValue(postcode);
  await expect(journey.field('city')).toHaveValue(city);
}

test.describe('an address is completed', () => {
  test('by mouse: street, postcode and town', async ({ page }) => {
    const asked = await answerAddresses(page);
    const journey = await openForm(page);
    const street = journey.field('street');
    await street.pressSequentially('8 r');
    await page.waitForTimeout(400);
    expect(asked, 'three characters begin too many streets').toEqual([]);
    await street.pressSequentially('ue de la paix', { delay: 20 });
    await expect(street).toHaveAttribute('aria-expanded', 'true');
    expect(asked, 'asked once the keys rest').toEqual(['8 rue de la paix']);
    await expect(journey.hook('addresses').getByRole('option')).toHaveCount(3);
    await journey.hook('address-1').click();
    await expectAddress(journey, ['8 Rue de la Paix', '93500', 'Pantin']);
    await expect(street).toHaveAttribute('aria-expanded', 'false');
    await expect(street).toBeFocused();
    await page.waitForTimeout(400);
    expect(asked).toHaveLength(1);
    await journey.fillDetails(CLIENT);
    await expect(journey.step('check')).toContainText('8 Rue de la Paix');
    await expect(journey.step('check')).toContainText('93500');
    await journey.confirm();
    await journey.reference();
  });

  test('by keyboard: arrows, Enter, Escape', async ({ page }) => {
    await answerAddresses(page);
    const hand = new Keyboard(page);
    const journey = await openForm(page, hand);
    const street = journey.field('street');
    await hand.write(street, '8 rue de la paix');
    const options = journey.hook('addresses').getByRole('option');
    await expect(options).toHaveCount(3);
    await expect(journey.element.getByText('3 adresses proposées. Flèches pour choisir.')).toBeAttached();
    await expect(street).not.toHaveAttribute('aria-activedescendant');
    await page.keyboard.press('ArrowUp');
    await expect(options.nth(2)).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('ArrowDown');
    await expect(options.nth(0)).toHaveAttribute('aria-selected', 'true');
    await expect(street).toHaveAttribute('aria-activedescendant', (await options.nth(0).getAttribute('id'))!);
    await expect(street).toHaveValue('8 rue de la paix');

    await page.keyboard.press('Escape');
    await expect(options).toHaveCount(0);
    await expect(street).toHaveValue('8 rue de la paix');
    await page.keyboard.press('ArrowDown');
    await expect(options).toHaveCount(3);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expectAddress(journey, ['8 Rue de la Paix', '75002', 'Paris']);
    await expect(journey.step('details')).toBeVisible();
    await expect(journey.hook('errors')).toHaveCount(0);
    await expect(journey.element.getByText('Adresse, code postal et ville remplis.')).toBeAttached();

    // Leaving closes the list, and changes nothing.
    await page.keyboard.press('End');
    await page.keyboard.type(' bis');
    await expect(options).toHaveCount(3);
    await page.keyboard.press('Tab');
    await expect(options).toHaveCount(0);
    await expectAddress(journey, ['8 Rue de la Paix bis', '75002', 'Paris']);
  });

  test.describe('on a phone', () => {
    test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });

    test('by touch, in rows large enough for a thumb', async ({ page }) => {
      await answerAddresses(page);
      const journey = await openForm(page, new Finger());
      await journey.hand.write(journey.field('street'), 'rue de la paix nantes');
      const option = journey.hook('address-2');
      await expect(option).toBeVisible();
      await expectNoSideways(page);
      for (const row of await journey.hook('addresses').getByRole('option').all()) {
        expect((await row.boundingBox())!.height).toBeGreaterThanOrEqual(44);
      }
      await option.tap();
      await expectAddress(journey, ['Rue de la Paix', '44000', 'Nantes']);
    });
  });

  test('by the newest answer alone', async ({ page }) => {
    let late: (() => Promise<void>) | undefined;
    await page.route('**/api/v1/public/addresses?*', async (route) => {
      const first = late === undefined;
      const json = { addresses: first ? FOUND : FOUND.slice(0, 1) };
      if (first) late = () => route.fulfill({ json });
      else await route.fulfill({ json });
    });
    const journey = await openForm(page);
    const street = journey.field('street');
    await street.pressSequentially('8 rue');
    await expect.poll(() => late !== undefined).toBe(true);
    await street.pressSequentially(' de la paix');
    const options = journey.hook('addresses').getByRole('option');
    await expect(options).toHaveCount(1);
    await late!();
    await page.waitForTimeout(200);
    await expect(options).toHaveCount(1);
  });
});

test('an address is typed by hand when the service is away, and nothing is said', async ({ page, watch }) => {
  watch.expectWrong(/503/);
  const asked = await answerAddresses(page, 503);
  const journey = await openForm(page);
  await journey.field('street').pressSequentially('14 bis cours Gambetta');
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  await expect(journey.problem).toHaveCount(0);
  await expect(journey.hook('addresses')).toHaveCount(0);
  await journey.fillDetails({ ...CLIENT, postcode: '69007', city: 'Lyon', complement: 'Bâtiment B' });
  await expect(journey.step('check')).toContainText('14 bis cours Gambetta');
  await expect(journey.step('check')).toContainText('Bâtiment B');
  await journey.confirm();
  await journey.reference();
});

test('digits are grouped while they are typed, and the caret stays where it is', async ({ page }) => {
  const journey = await openForm(page, new Mouse(), FIRST);
  const phone = journey.field('phone');
  await phone.click();
  await page.keyboard.type('0612345678');
  await expect(phone).toHaveValue('06 12 34 56 78');

  const caret = () => phone.evaluate((input: HTMLInputElement) => input.selectionStart);
  // In the middle: the 3 becomes a 9.
  for (let left = 0; left < 7; left += 1) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Backspace');
  await expect(phone).toHaveValue('06 12 4 56 78');
  expect(await caret()).toBe(6);
  await page.keyboard.type('9');
  await expect(phone).toHaveValue('06 12 94 56 78');
  expect(await caret()).toBe(7);

  // From the end: what is deleted does not come back.
  await page.keyboard.press('End');
  for (let times = 0; times < 4; times += 1) await page.keyboard.press('Backspace');
  await expect(phone).toHaveValue('06 12 94 5');
  for (let times = 0; times < 10; times += 1) await page.keyboard.press('Backspace');
  await expect(phone).toHaveValue('');

  // Pasted, with other separators.
  await page.keyboard.insertText('06.12.34.56.78');
  await expect(phone).toHaveValue('06 12 34 56 78');
  await phone.fill('+33 6 12 34 56 78');
  await expect(phone).toHaveValue('+33 6 12 34 56 78');
  await phone.fill('');
  await phone.pressSequentially('0612345678');

  const { phone: _, ...rest } = CLIENT;
  await journey.fillDetails(rest);
  await expect(journey.step('check')).toContainText('06 12 34 56 78');
  const sent = page.waitForRequest((request) => request.url().endsWith('/public/appointments'));
  await journey.confirm();
  expect((await sent).postDataJSON().client.phone).toBe('0612345678');
  await journey.reference();
});

test('dates get their slashes while they are typed', async ({ page }) => {
  // Which is received at the branch alone: the way of meeting is not asked.
  const journey = await openForm(page, new Mouse(), { agency: FIRST.agency, theme: 'surendettement' });
  const birth = journey.field('birth_date');
  await birth.pressSequentially('24051980');
  await expect(birth).toHaveValue('24/05/1980');
  await birth.fill('');
  await birth.pressSequentially('1/7/1980');
  await expect(birth).toHaveValue('1/7/1980');
  await birth.fill('24-05-1980');
  await expect(birth).toHaveValue('24/05/1980');
});

test('company numbers are grouped too; La Poste’s is accepted', async ({ page }) => {
  const business = await openForm(page, new Mouse(), { ...DISPUTE, theme: 'independants' });
  const siret = business.field('siret');
  await siret.pressSequentially('35600000049837');
  await expect(siret).toHaveValue('356 000 000 49837');
  await business.field('email').focus();
  await expect(business.hook('error-siret')).toHaveCount(0);
  await siret.fill('35600000049838');
  await business.field('email').focus();
  await expect(business.hook('error-siret')).toHaveText(/14\schiffres/);
  await siret.fill('35600000049837');
  await business.fillDetails(CLIENT);
  await expect(business.step('check')).toContainText('356 000 000 49837');
  await business.confirm();
  await business.reference();
});

test('each field has its keyboard and its autofill', async ({ page }) => {
  const journey = await openForm(page);
  const words = async (key: string) => {
    const field = journey.field(key);
    return Promise.all(['type', 'inputmode', 'autocomplete', 'autocapitalize'].map((name) => field.getAttribute(name)));
  };
  expect(await words('last_name')).toEqual(['text', null, 'family-name', 'words']);
  expect(await words('first_name')).toEqual(['text', null, 'given-name', 'words']);
  expect(await words('email')).toEqual(['email', 'email', 'email', 'none']);
  expect(await words('phone')).toEqual(['tel', 'tel', 'tel', null]);
  expect(await words('street')).toEqual(['text', null, 'address-line1', 'words']);
  expect(await words('complement')).toEqual(['text', null, 'address-line2', null]);
  expect(await words('postcode')).toEqual(['text', 'numeric', 'postal-code', null]);
  expect(await words('city')).toEqual(['text', null, 'address-level2', 'words']);
});

test('a mistake is told on leaving a field, and goes as soon as it is mended', async ({ page }) => {
  const journey = await openForm(page, new Mouse(), FIRST);
  const [email, phone] = [journey.field('email'), journey.field('phone')];
  await email.pressSequentially('elo');
  await phone.pressSequentially('06 1');
  await expect(journey.hook('error-phone')).toHaveCount(0);
  await expect(journey.hook('error-email')).toBeVisible();
  await email.focus();
  await expect(journey.hook('error-phone')).toBeVisible();
  await page.keyboard.press('End');
  await page.keyboard.type('die@exemple.f');
  await expect(journey.hook('error-email')).toBeVisible();
  await page.keyboard.type('r');
  await expect(journey.hook('error-email')).toHaveCount(0);
  // Being typed again, it is not wrong before it is left.
  await page.keyboard.press('Backspace');
  await expect(journey.hook('error-email')).toHaveCount(0);
  await journey.field('last_name').focus();
  await expect(journey.hook('error-email')).toBeVisible();

  await email.fill('');
  await phone.fill('');
  await journey.next();
  const errors = journey.hook('errors');
  await expect(errors).toBeVisible();
  await expect(journey.element.getByRole('group', { name: '5 champs sont à compléter ou à corriger' })).toBeFocused();
  await expect(errors).not.toHaveAttribute('role', 'alert');
  await expect(journey.hook('error-email')).toHaveText('Ce champ est à remplir.');
  // Begun, it is no longer empty; nor is it wrong yet.
  await email.pressSequentially('e');
  await expect(journey.hook('error-email')).toHaveCount(0);
  await errors.getByRole('link', { name: 'Votre accord' }).click();
  await expect(journey.hook('consent')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(journey.hook('error-consent')).toHaveCount(0);
});

test('the time left is told after a sleep too, with what to do', async ({ page, journey }) => {
  await page.clock.install();
  await page.goto('/rdv');
  await journey.walkTo('details', FIRST);
  const told = journey.hook('hold').locator('.only-heard');
  await expect(told).toHaveText('');
  await page.clock.fastForward('08:20');
  await expect(told).toHaveText(/reste réservé 2\sminutes\. Le bouton «\sProlonger\s» le garde plus longtemps\.$/);
  await page.clock.fastForward('00:50');
  await expect(told).toHaveText(/réservé 1\sminute\.$/);
});

test('the start that another took leaves the summary', async ({ page, api, journey }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto('/rdv');
  await journey.walkTo('slot', FIRST);
  const taken = await journey.pickSlot();
  const words = `${Number(taken.slice(11, 13))} h ${taken.slice(14, 16)}`;
  await expect(journey.hook('summary')).toContainText(words);
  await api.takeAll(FIRST, taken);
  await journey.next();
  await expect(journey.problem).toHaveAttribute('data-code', 'slot_taken');
  await expect(journey.hook('summary')).not.toContainText(words);
});

test('the ticket is all that is printed', async ({ page, journey }, info) => {
  await page.addInitScript(() => {
    (window as any).printed = 0;
    window.print = () => void ((window as any).printed += 1);
  });
  await page.goto('/rdv');
  const { reference } = await journey.book({ ...FIRST, answers: CLIENT });
  await journey.hook('print').click();
  expect(await page.evaluate(() => (window as any).printed)).toBe(1);
  await expect(journey.hook('copy')).toHaveAccessibleName('Copier la référence');
  await page.emulateMedia({ media: 'print' });
  await expect(journey.hook('reference')).toHaveText(reference);
  await expect(journey.hook('done-when')).toBeVisible();
  for (const hidden of ['copy', 'ics', 'manage', 'print']) await expect(journey.hook(hidden)).toBeHidden();
  await expect(journey.heading).toBeHidden();
  await info.attach('print.png', { body: await page.screenshot({ fullPage: true }), contentType: 'image/png' });
});

test.describe('with the list of addresses open', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  for (const width of [360, 1440]) {
    test(`the form has no fault that axe finds, at ${width} px`, async ({ page }, info) => {
      await page.setViewportSize({ width, height: 800 });
      await answerAddresses(page);
      const journey = await openForm(page);
      await journey.field('street').fill('8 rue de la paix');
      await expect(journey.hook('addresses')).toBeVisible();
      await page.keyboard.press('ArrowDown');
      expect(await violations(page)).toEqual([]);
      await expectNoSideways(page);
      await info.attach(`form-${width}.png`, { body: await page.screenshot({ fullPage: true }), contentType: 'image/png' });
    });
  }
});
