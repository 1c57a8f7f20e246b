import { CLIENT } from '../support/api.ts';
import { expectNoSideways, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';

const PLACE = { agency: 'paris-opera', theme: 'premier-rdv', channel: 'office' } as const;
const ADMIN = { email: 'admin@concilia.fr', password: 'demo1234' };

for (const width of [360, 1440]) {
  test(`the CRM beside a partner's site follows what is booked, at ${width} px`, async ({
    page, context, request, api, sandbox, journey, watch,
  }) => {
    // Others may have booked on this server; the data are as they were once the test is over.
    await sandbox.reset();
    await page.setViewportSize({ width, height: 900 });
    await page.goto('/demo/integration');
    await expect(page.getByTestId('crm-state')).toHaveText('En direct');
    await expect(page.getByTestId('crm-empty')).toBeVisible();
    await expect(journey.step('agency')).toBeVisible();
    await expectNoSideways(page);
    expect(await violations(page)).toEqual([]);

    const starts = await api.starts(PLACE);
    const booked = await api.book(PLACE, starts[0]!);
    const first = page.getByTestId('crm-delivery').first();
    await expect(first).toContainText('Rendez-vous pris');
    await expect(first).toContainText(booked.reference);
    await expect(first).toContainText('Signature vérifiée');
    await expect(first).toContainText(`${CLIENT.first_name} ${CLIENT.last_name}`);
    await expect(page.getByTestId('crm-news')).toContainText(`Rendez-vous pris ${booked.reference}, signature vérifiée`);
    await expect(page.getByTestId('crm-empty')).toBeHidden();
    const link = first.getByRole('link', { name: 'Ouvrir dans le back-office' });
    await expect(link).toHaveAttribute('href', new RegExp(`/back-office/rendez-vous/${booked.reference}$`));
    await first.getByText('Message reçu').click();
    await expect(first.locator('pre')).toContainText('"type": "appointment.created"');
    await expectNoSideways(page);
    expect(await violations(page)).toEqual([]);

    // Cut off while another is booked: told of it, and of nothing twice, when it is back.
    watch.expectWrong(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
    await page.reload();
    await expect(page.getByTestId('crm-delivery')).toHaveCount(1);
    await context.setOffline(true);
    const second = await api.book(PLACE, starts.at(-1)!);
    await context.setOffline(false);
    await expect(page.getByTestId('crm-delivery').first()).toContainText(second.reference, { timeout: 20_000 });
    await expect(page.getByTestId('crm-delivery')).toHaveCount(2);

    // Another secret than the CRM's: it believes nothing of it, and shows nothing of it.
    expect((await request.post('/api/v1/session', { data: ADMIN })).ok()).toBe(true);
    const webhook = '/api/v1/webhooks/crm-de-demonstration';
    const rotated = await request.post(`${webhook}/secret`, { data: { overlap_hours: 0 } });
    expect(rotated.status(), await rotated.text()).toBe(200);
    expect((await request.post(`${webhook}/test`)).status()).toBe(202);
    await expect(page.getByTestId('crm-delivery').first()).toContainText('Signature refusée');
  });
}
