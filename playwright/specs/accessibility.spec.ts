import type { Page } from '@playwright/test';
import { Keyboard } from '../src/hands.ts';
import { Journey, type Step } from '../src/journey.ts';
import { CLIENT, type Api } from '../support/api.ts';
import { expectNoSideways, lowTargets, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';

const WIDTHS = [320, 360, 768, 1440];

const PLACE = { agency: 'paris-opera', theme: 'point-budget', channel: 'video' } as const;

/** Goes through the whole journey, with `look` at each state of the page on the way. */
async function walk(page: Page, journey: Journey, api: Api, look: (state: string) => Promise<void>) {
  const at = async (step: Step) => {
    await expect(journey.step(step)).toBeVisible();
    await look(step);
  };
  await at('agency');
  await journey.next();
  await expect(journey.hook('missing')).toBeVisible();
  await look('agency, none chosen');
  await journey.hand.write(journey.hook('agency-search'), 'zzzz');
  await expect(journey.hook('empty')).toBeVisible();
  await look('agency, none found');
  await journey.chooseAgency(PLACE.agency, '');
  await journey.hand.choose(journey.hook('theme-surendettement'));
  await at('theme');
  await journey.chooseTheme(PLACE.theme);
  await journey.hand.choose(journey.hook(`channel-${PLACE.channel}`));
  await at('channel');
  await journey.next();
  // Far enough to be cancelled, whatever the hour.
  const later = new Date(Date.now() + 3 * 86_400_000).toISOString();
  await journey.pickSlot((await api.starts(PLACE)).find((start) => start > later));
  await at('slot');
  await journey.next();
  await at('details');
  await journey.next();
  await expect(journey.hook('errors')).toBeVisible();
  await look('details, all wrong');
  await journey.fillDetails(CLIENT);
  await at('check');
  await journey.confirm();
  await at('done');
  await journey.hook('manage').click();
  await expect(journey.hook('cancel')).toBeVisible();
  await look('managed appointment');
  await journey.hook('cancel').click();
  await expect(journey.hook('cancel-confirm')).toBeVisible();
  await look('cancelling');
  await journey.hook('cancel-confirm').click();
  await expect(journey.hook('cancelled')).toBeVisible();
  await look('cancelled');
}

test.describe('the hosted page', () => {
  // Colours are judged once they are there, not on their way.
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  for (const width of WIDTHS) {
    test(`has no fault that axe finds, and no sideways scroll, at ${width} px`, async ({ page, journey, api }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.goto('/rdv');
      await walk(page, journey, api, async (state) => {
        expect.soft(await violations(page), state).toEqual([]);
        await expectNoSideways(page);
      });
    });
  }
});

test.describe('the third-party page', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  for (const width of [320, 1440]) {
    test(`has no fault in the widget, at ${width} px`, async ({ page, journey }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.goto('/');
      await expect(journey.step('agency')).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await journey.chooseAgency('paris-opera');
      await journey.chooseTheme('premier-rdv');
      await journey.chooseChannel('phone');
      await journey.pickSlot();
      expect(await violations(page, 'creno-booking')).toEqual([]);
      await expectNoSideways(page);
      await journey.next();
      await expect(journey.step('details')).toBeVisible();
      expect(await violations(page, 'creno-booking')).toEqual([]);
      await expectNoSideways(page);
    });
  }
});

test('the focus goes to the heading of each step, and nowhere on arrival', async ({ page, journey }) => {
  await page.goto('/');
  await expect(journey.step('agency')).toBeVisible();
  await expect(journey.heading).not.toBeFocused();
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  const at = async (step: Step) => {
    await expect(journey.step(step)).toBeVisible();
    await expect(journey.heading).toBeFocused();
    await expect(journey.heading).toBeInViewport();
  };
  await journey.chooseAgency('paris-opera');
  await at('theme');
  await expect(journey.heading).toHaveAccessibleDescription('Étape 2 sur 6 · Thème');
  await journey.chooseTheme('premier-rdv');
  await at('channel');
  await journey.chooseChannel('phone');
  await at('slot');
  await journey.chooseSlot();
  await at('details');
  await journey.back();
  await at('slot');
  await journey.next();
  await journey.fillDetails(CLIENT);
  await at('check');
  await journey.confirm();
  await at('done');
  await journey.hook('manage').click();
  await journey.hook('cancel').click();
  await expect(journey.heading).toHaveText('Annuler ce rendez-vous ?');
  await expect(journey.heading).toBeFocused();
  await journey.hook('cancel-confirm').click();
  await expect(journey.heading).toHaveText('Rendez-vous annulé');
  await expect(journey.heading).toBeFocused();
});

test('the browser’s Back and Forward lead to the heading too', async ({ page, journey }) => {
  await page.goto('/');
  await journey.walkTo('slot', { agency: 'paris-opera', theme: 'premier-rdv', channel: 'phone' });
  await page.goBack();
  await expect(journey.step('channel')).toBeVisible();
  await expect(journey.heading).toBeFocused();
  await expect(journey.heading).toBeInViewport();
  await page.goForward();
  await expect(journey.step('slot')).toBeVisible();
  await expect(journey.heading).toBeFocused();
  await expect(journey.heading).toBeInViewport();
});

test('answers and buttons are large enough for a thumb', async ({ page, journey }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/rdv');
  const large = async (step: Step) => {
    await expect(journey.step(step)).toBeVisible();
    expect.soft(await lowTargets(page, 44), step).toEqual([]);
  };
  await large('agency');
  await journey.chooseAgency('paris-opera');
  await large('theme');
  await journey.chooseTheme('premier-rdv');
  await large('channel');
  await journey.chooseChannel('phone');
  await journey.pickSlot();
  await large('slot');
});

test.describe('with forced colours', () => {
  // Colours are the system's here, whatever the styles say.
  const SYSTEM = ['color-contrast'];

  test.use({ contextOptions: { forcedColors: 'active' } });

  test('the chosen answer, the focus and the progress are still seen', async ({ page, journey }) => {
    await page.goto('/rdv');
    const row = journey.element.locator('label', { has: page.getByTestId('creno-agency-paris-opera') });
    const before = await row.screenshot({ animations: 'disabled' });
    await journey.hand.choose(journey.hook('agency-paris-opera'));
    await page.mouse.move(0, 0);
    const chosen = await row.screenshot({ animations: 'disabled' });
    expect(chosen.equals(before)).toBe(false);
    const next = journey.hook('next');
    await new Keyboard(page).reach(next);
    expect(await next.evaluate((button) => getComputedStyle(button).outlineStyle)).not.toBe('none');
    expect(await violations(page, undefined, SYSTEM)).toEqual([]);
    const parts = await journey.element.locator('.progress-bar span').evaluateAll((spans) =>
      spans.map((span) => [getComputedStyle(span).backgroundColor, getComputedStyle(span).borderColor].join()));
    expect(parts[0]).not.toBe(parts[5]);
  });

  test('the day’s list is still read', async ({ page, backOffice }) => {
    await page.goto('/back-office/rendez-vous');
    await backOffice.signIn('admin@concilia.fr', 'demo1234');
    await expect(backOffice.list).toBeVisible();
    expect(await violations(page, undefined, SYSTEM)).toEqual([]);
  });
});

test.describe('movement', () => {
  /** Elements of the widget that move or change slowly. */
  const moving = (page: Page) =>
    page.evaluate(() => {
      const seconds = (text: string) => Math.max(...text.split(',').map((part) => parseFloat(part)));
      const elements = [...document.querySelector('creno-booking')!.shadowRoot!.querySelectorAll('*')];
      return elements.filter((element) => {
        const style = getComputedStyle(element);
        const animated = style.animationName !== 'none' && seconds(style.animationDuration) > 0.01;
        return animated || seconds(style.transitionDuration) > 0.01;
      }).map((element) => element.getAttribute('class') ?? element.localName);
    });

  test('is there for who has not asked against it', async ({ page, journey }) => {
    await page.goto('/rdv?agence=paris-opera&theme=premier-rdv&canal=phone');
    await journey.book({ answers: CLIENT });
    expect(await moving(page)).not.toEqual([]);
  });

  test('stops for who asked for less', async ({ page, journey }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto('/rdv?agence=paris-opera&theme=premier-rdv&canal=phone');
    await journey.step('slot').waitFor();
    expect(await moving(page)).toEqual([]);
    await journey.book({ answers: CLIENT });
    expect(await moving(page)).toEqual([]);
  });
});

test.describe('the back-office', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  for (const width of [390, 1440]) {
    test(`has no fault that axe finds at ${width} px`, async ({ page, api, backOffice }) => {
      const booked = await api.bookNext({ agency: 'paris-opera', theme: 'premier-rdv', channel: 'office' });
      await page.setViewportSize({ width, height: 844 });
      await page.goto('/back-office/');
      await expect(page.getByTestId('demo-account').first()).toBeVisible();
      const look = async (state: string) => {
        expect.soft(await violations(page), state).toEqual([]);
        await expectNoSideways(page);
      };
      await look('sign-in');
      await page.getByTestId('sign-in').click();
      await expect(page.getByTestId('refusal')).toBeVisible();
      await look('sign-in refused');
      await backOffice.signIn('admin@concilia.fr', 'demo1234');
      await backOffice.openDay(booked.start.slice(0, 10));
      await expect(backOffice.list).toBeVisible();
      await look('day');
      await backOffice.findAppointment(booked.reference).click();
      await expect(backOffice.panel).toContainText(CLIENT.email);
      await look('panel');
      await page.keyboard.press('Escape');
      await page.getByTestId('search').fill('zzzz');
      await expect(page.getByTestId('no-match')).toBeVisible();
      await look('no match');
      // A phone has no keyboard to tell of.
      if (width > 600) {
        await page.getByTestId('open-help').click();
        await expect(page.getByTestId('help')).toBeVisible();
        await look('help');
        await page.keyboard.press('Escape');
      }
      await page.goto('/back-office/rendez-vous?date=2030-01-15');
      await expect(page.getByTestId('empty')).toBeVisible();
      await look('empty day');
    });
  }
});
