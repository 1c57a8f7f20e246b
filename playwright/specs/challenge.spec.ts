import { CLIENT } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';

const WISH = { agency: 'lyon-part-dieu', theme: 'premier-rdv', channel: 'office', answers: CLIENT } as const;
const DAYS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];

/** The answer of the questions that this test knows; the others are answered wrongly. */
function answer(question: string): string | undefined {
  const asked = /juste (après|avant) (\p{L}+)/u.exec(question);
  if (!asked) return undefined;
  const step = asked[1] === 'après' ? 1 : 6;
  return DAYS[(DAYS.indexOf(asked[2]!) + step) % 7];
}

test('where the browser derives no keys, a question is asked instead, and a wrong answer gets another', async ({
  page, journey,
}) => {
  // As in a page without TLS.
  await page.addInitScript(() => Object.defineProperty(crypto, 'subtle', { value: undefined }));
  await page.goto('/');
  await journey.walkTo('check', WISH);
  const send = page.getByTestId('creno-confirm');
  await send.click();
  const input = page.getByTestId('creno-question');
  await expect(input).toBeVisible();
  let wrong = 0;
  for (let tries = 0; tries < 60; tries += 1) {
    const question = (await page.locator('label[for=creno-control-question]').textContent()) ?? '';
    const right = answer(question);
    await input.fill(right ?? 'je ne sais pas');
    const answered = page.waitForResponse((response) => response.url().endsWith('/public/appointments'));
    await send.click();
    const status = (await answered).status();
    expect(status, question).toBe(right ? 201 : 422);
    if (right) break;
    wrong += 1;
    await expect(page.locator('[data-code=challenge_invalid]')).toBeVisible();
    await expect(page.locator('label[for=creno-control-question]')).not.toHaveText(question);
  }
  await expect(journey.step('done')).toBeVisible();
  test.info().annotations.push({ type: 'wrong answers', description: String(wrong) });
});

test('what only scripts fill is out of sight, of hearing and of the keyboard’s way', async ({ page, journey }) => {
  await page.goto('/');
  await journey.walkTo('check', WISH);
  const trap = page.locator('input[name=website]');
  await expect(page.getByRole('textbox', { name: /website/i })).toHaveCount(0);
  expect((await page.locator('.trap').boundingBox())!.width).toBeLessThan(8);
  // A script that fills every field is refused, and told so.
  await trap.evaluate((input: HTMLInputElement) => { input.value = 'https://example.org'; });
  const answered = page.waitForResponse((response) => response.url().endsWith('/public/appointments'));
  await page.getByTestId('creno-confirm').click();
  expect((await answered).status()).toBe(422);
  await expect(page.locator('[data-code=refused_as_robot]')).toBeVisible();
});
