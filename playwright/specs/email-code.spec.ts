import { CLIENT } from '../support/api.ts';
import { expectNoSideways, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';

const WISH = { agency: 'lyon-part-dieu', theme: 'premier-rdv', channel: 'office', answers: CLIENT } as const;
const ADMIN = { email: 'admin@concilia.fr', password: 'demo1234' };

for (const width of [360, 1440]) {
  test(`a theme that asks for it books after the code that was mailed, at ${width} px`, async ({
    page, request, sandbox, journey, watch,
  }) => {
    void sandbox; // The theme is as it was once the test is over.
    await page.setViewportSize({ width, height: 800 });
    expect((await request.post('/api/v1/session', { data: ADMIN })).ok()).toBe(true);
    const patched = await request.patch('/api/v1/themes/premier-rdv', { data: { prove_email: true } });
    expect(patched.status(), await patched.text()).toBe(200);

    await page.goto('/');
    await journey.walkTo('check', WISH);
    await journey.hook('confirm').click();
    const code = journey.hook('field-email_code');
    await expect(code).toBeVisible();
    await expect(code).toBeFocused();
    await expect(code).toHaveAttribute('autocomplete', 'one-time-code');
    await expect(code).toHaveAttribute('inputmode', 'numeric');
    await expect(journey.step('check')).toContainText(CLIENT.email);
    expect(await violations(page)).toEqual([]);
    await expectNoSideways(page);

    const asked = watch.requests.length;
    await code.fill('12');
    await journey.hook('confirm').click();
    await expect(journey.hook('error-email_code')).toHaveText(/6\schiffres/);
    await expect(code).toBeFocused();
    expect(watch.requests, 'it is told before anything is sent').toHaveLength(asked);
    await code.pressSequentially('3');
    await expect(journey.hook('error-email_code')).toHaveCount(0);

    await code.fill('000 000');
    await journey.hook('confirm').click();
    await expect(journey.hook('error-email_code')).toContainText('pas le code envoyé');
    await expect(code).toBeFocused();
    expect(await violations(page)).toEqual([]);

    // In a demonstration, nothing leaves: the mail is in the journal, with its code.
    let mailed = '';
    await expect.poll(async () => {
      const { items } = await (await request.get('/api/v1/messages')).json();
      const mail = items.find((item: { event: string; recipient: string }) =>
        item.event === 'email_code' && item.recipient === CLIENT.email);
      mailed = /\b\d{6}\b/.exec(mail?.subject ?? '')?.[0] ?? '';
      return mailed;
    }).not.toBe('');
    await code.fill(mailed);
    await journey.hook('confirm').click();
    await expect(journey.step('done')).toBeVisible();
  });
}
