import { expect, test } from '@creno/playwright';

test('a client books from our page', async ({ page, journey }) => {
  await page.goto('/');
  const { reference } = await journey.book({
    agency: 'paris-opera', theme: 'premier-rdv', channel: 'office',
    answers: { last_name: 'Martin', first_name: 'Alice', email: 'alice.martin@exemple.fr', phone: '0612345678' },
  });
  expect(reference).toMatch(/^CRN-[A-Z0-9]{6}$/);
});
