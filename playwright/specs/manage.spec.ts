import type { Page } from '@playwright/test';
import { Keyboard } from '../src/hands.ts';
import { Journey } from '../src/journey.ts';
import { expectNoSideways, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';

const PLACE = { agency: 'lyon-part-dieu', theme: 'premier-rdv', channel: 'office' } as const;

/** The appointment's address in the API. */
function managed(link: string): string {
  return `/api/v1/public/appointments/${link.split('#rendez-vous=')[1]}`;
}

/** The hour of a start as the widget writes it in a sentence, such as `9 h 05`. */
function spoken(start: string): string {
  return `${Number(start.slice(11, 13))} h ${start.slice(14, 16)}`;
}

/** Opens the choice of another start. */
async function toMoving(page: Page, journey: Journey, link: string) {
  await page.goto(link);
  await journey.hand.press(journey.hook('move'));
  await expect(journey.heading).toHaveText('À quel moment le déplacer ?');
  await expect(journey.heading).toBeFocused();
  await journey.hook('move-form').locator('[data-testid^="creno-slot-"]').first().waitFor({ state: 'attached' });
}

/** Chooses the first start in sight. Gives it. */
async function pick(journey: Journey): Promise<string> {
  const starts = journey.hook('move-form').locator('[data-testid^="creno-slot-"]').locator('visible=true');
  const hook = await starts.first().getAttribute('data-testid');
  await journey.hand.choose(starts.first());
  return hook!.slice('creno-slot-'.length);
}

for (const width of [360, 1440]) {
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height: 800 }, contextOptions: { reducedMotion: 'reduce' } });

    test('an appointment moves, and each view has no fault', async ({ page, api, journey }) => {
      const booked = await api.bookNext(PLACE, 5);
      await page.goto(booked.manage_url);
      await expect(journey.hook('until')).toContainText('jusqu’au');
      const look = async (view: string) => {
        expect(await violations(page), view).toEqual([]);
        await expectNoSideways(page);
      };
      await look('seen');
      await toMoving(page, journey, booked.manage_url);
      await journey.hook('move-confirm').click();
      await expect(journey.hook('missing')).toBeVisible();
      const start = await pick(journey);
      await look('moving');
      await journey.hook('move-confirm').click();
      await expect(journey.heading).toHaveText('Rendez-vous déplacé');
      await expect(journey.heading).toBeFocused();
      await expect(journey.hook('moved')).toContainText(spoken(start));
      await expect(journey.hook('reference')).toHaveText(booked.reference);
      await look('moved');
      const seen = await (await page.request.get(managed(booked.manage_url))).json();
      expect(seen.start).toBe(start);
      expect(await api.starts(PLACE)).toContain(booked.start);

      await journey.hook('cancel').click();
      await journey.hook('reason').fill('Empêchement');
      await look('cancelling');
    });
  });
}

test('the keyboard is enough to move it', async ({ page, api }) => {
  const journey = new Journey(page, { hand: new Keyboard(page) });
  const booked = await api.bookNext(PLACE, 3);
  await toMoving(page, journey, booked.manage_url);
  const start = await pick(journey);
  await journey.hand.press(journey.hook('move-confirm'));
  await expect(journey.hook('moved')).toContainText(spoken(start));
});

test('a start taken meanwhile leaves the appointment where it is, with the nearest ones', async ({ page, api, journey }) => {
  const booked = await api.bookNext(PLACE, 5);
  await toMoving(page, journey, booked.manage_url);
  const start = await pick(journey);
  await api.takeAll(PLACE, start);
  await journey.hook('move-confirm').click();
  await expect(journey.problem).toHaveAttribute('data-code', 'slot_taken');
  await expect(journey.hook(`slot-${start}`)).toHaveCount(0);
  const seen = await (await page.request.get(managed(booked.manage_url))).json();
  expect(seen.start).toBe(booked.start);
  const other = journey.problem.locator('[data-testid^="creno-alternative-"]').first();
  const nearest = (await other.getAttribute('data-testid'))!.slice('creno-alternative-'.length);
  await other.click();
  await expect(other).toHaveAttribute('aria-pressed', 'true');
  await journey.hook('move-confirm').click();
  await expect(journey.hook('moved')).toContainText(spoken(nearest));
});

test('what is too late is told in the server’s words, and leads back to the appointment', async ({ page, api, journey }) => {
  const booked = await api.bookNext(PLACE);
  await toMoving(page, journey, booked.manage_url);
  const problem = (code: string, detail: string) => ({
    type: 'about:blank', title: detail, status: 409, code, detail, request_id: 'test',
  });
  let answer = problem('too_late_to_move', 'Ce rendez-vous ne pouvait être déplacé que jusqu’à hier.');
  await page.route(`**${managed(booked.manage_url)}`, (route) =>
    route.request().method() === 'PATCH'
      ? route.fulfill({ status: 409, contentType: 'application/problem+json', json: answer })
      : route.continue());
  await pick(journey);
  await journey.hook('move-confirm').click();
  await expect(journey.problem).toContainText('que jusqu’à hier');
  answer = problem('appointment_changed', 'Ce rendez-vous vient de changer.');
  await journey.hook('move-confirm').click();
  await expect(journey.problem).toHaveAttribute('data-code', 'appointment_changed');
  await journey.hook('reload').click();
  await expect(journey.heading).toHaveText('Votre rendez-vous');
  await expect(journey.hook('reference')).toHaveText(booked.reference);
});

test('what is past is said, and its button is gone', async ({ page, api, journey }) => {
  const booked = await api.bookNext(PLACE, 5);
  const until = (times: object) =>
    page.route(`**${managed(booked.manage_url)}`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), ...times } });
    });
  const past = '2026-01-05T10:00:00+01:00';
  await until({ move_until: past });
  await page.goto(booked.manage_url);
  await expect(journey.hook('until')).toContainText('ne peut plus être déplacé en ligne');
  await expect(journey.hook('move')).toHaveCount(0);
  await expect(journey.hook('cancel')).toBeVisible();
  await until({ move_until: past, cancel_until: past });
  await page.reload();
  await expect(journey.hook('until')).toContainText('ni annulé en ligne');
  await expect(journey.hook('cancel')).toHaveCount(0);
});

test('a reason goes with the cancellation, and none is needed', async ({ page, api, journey }) => {
  const booked = await api.bookNext(PLACE, 5);
  await page.goto(booked.manage_url);
  await journey.hook('cancel').click();
  const reason = journey.element.getByLabel('Motif');
  await expect(reason).toHaveAttribute('maxlength', '500');
  await reason.fill('Je suis malade.');
  const sent = page.waitForRequest((request) => request.method() === 'DELETE');
  await journey.hook('cancel-confirm').click();
  expect((await sent).postDataJSON()).toEqual({ reason: 'Je suis malade.' });
  await expect(journey.heading).toHaveText('Rendez-vous annulé');

  const other = await api.bookNext(PLACE, 6);
  await page.goto('about:blank');
  await page.goto(other.manage_url);
  await journey.hook('cancel').click();
  await journey.hook('cancel-confirm').click();
  await expect(journey.heading).toHaveText('Rendez-vous annulé');
});
