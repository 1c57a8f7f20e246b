import type { Locator } from '@playwright/test';
import { CLIENT } from '../support/api.ts';
import { violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';

const CAMPAIGN = 'soirees-budget';
/** Its sessions are in the evening, when nobody receives otherwise. */
const EVENING = 18;

/** The last part of the test hooks of the radio buttons in a step whose hooks begin with `prefix`. */
async function offered(step: Locator, prefix: string): Promise<string[]> {
  const hooks = step.locator(`[data-testid^="${prefix}"]`);
  await hooks.first().waitFor({ state: 'attached' });
  return hooks.evaluateAll((found, skip) => found.map((hook) => hook.getAttribute('data-testid')!.slice(skip)), prefix.length);
}

test('the link of a campaign leads to its own sessions, and to an appointment in it', async ({ page, journey }) => {
  await page.goto(`/rdv?campagne=${CAMPAIGN}`);
  await expect(journey.hook('campaign')).toContainText('Les soirées budget');
  // One agency: the first question is the theme.
  await journey.step('theme').waitFor();
  expect(await offered(journey.step('theme'), 'creno-theme-')).toEqual(['premier-rdv', 'point-budget']);
  await journey.chooseTheme('point-budget');
  expect(await offered(journey.step('channel'), 'creno-channel-')).toEqual(['office', 'video']);
  await journey.chooseChannel('office');
  const starts = await offered(journey.step('slot'), 'creno-slot-');
  expect(starts.length).toBeGreaterThan(0);
  expect(starts.filter((start) => Number(start.slice(11, 13)) < EVENING)).toEqual([]);
  expect(await violations(page)).toEqual([]);
  const held = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/holds'));
  const { reference } = await journey.book({ answers: CLIENT });
  expect((await held).postDataJSON()).toMatchObject({ campaign: CAMPAIGN, agency: 'paris-nation' });
  expect(reference).toMatch(/^CRN-/);
  await expect(journey.step('done')).toContainText('Paris Nation');
});

test('a campaign that is not open says so, and the ordinary journey goes on', async ({ page, journey }) => {
  await page.goto('/rdv?campagne=fete-des-voisins');
  await expect(journey.hook('campaign-closed')).toContainText('Cette campagne n’est pas ouverte');
  expect(await violations(page)).toEqual([]);
  await journey.chooseAgency('paris-opera');
  await journey.chooseTheme('premier-rdv');
  await expect(journey.step('channel')).toBeVisible();
});

test('another campaign on the element makes another journey, in the language of the page', async ({ page, journey }) => {
  await page.goto('/rdv?lang=en');
  await journey.chooseAgency('paris-opera');
  await journey.step('theme').waitFor();
  await journey.element.evaluate((element, slug) => element.setAttribute('campaign', slug), CAMPAIGN);
  await expect(journey.hook('campaign')).toContainText('campaign');
  await expect(journey.hook('theme-point-budget')).toBeAttached();
  await expect(journey.hook('theme-surendettement')).toHaveCount(0);
  await journey.element.evaluate((element) => element.removeAttribute('campaign'));
  await expect(journey.hook('campaign')).toHaveCount(0);
  await expect(journey.step('agency')).toBeVisible();
});
