// Documents: handed in by the client on the page of their appointment, read and deleted by staff in its file.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectNoSideways, violations } from '../support/checks.ts';
import { expect, test } from '../support/fixtures.ts';
import { DISPUTE, DWELLER, pdf } from '../support/api.ts';

const PASSWORD = 'demo1234';
const { buffer: PDF } = pdf('');
/** A pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function enter(page: Page, email: string) {
  const answer = await page.request.post('/api/v1/session', { data: { email, password: PASSWORD } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

for (const width of [360, 1440]) {
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height: 900 }, contextOptions: { reducedMotion: 'reduce' } });

    test('a client hands in a PDF and a picture; staff read the same bytes, and delete', async ({ page, api, journey, watch }) => {
      watch.expectWrong(/status of 415/);
      const sent: string[] = [];
      page.on('request', (request) => {
        if (request.method() === 'POST' && /\/documents\?/.test(request.url())) sent.push(request.url());
      });
      const booked = await api.bookTheme(DISPUTE, 40, DWELLER);
      await page.goto(booked.manage_url);
      const documents = journey.hook('documents');
      await expect(documents).toContainText('Contrat ou conditions générales');
      await expect(documents).toContainText('(facultatif)');
      const input = (slug: string) => journey.hook(`document-${slug}`).getByTestId('creno-document-add');
      await input('contrat').setInputFiles(pdf('brouillon.pdf'));
      await expect(journey.hook('documents-said')).toContainText('brouillon.pdf est bien reçu.');
      await expect(documents).toContainText('efface le fichier précédent pour de bon');
      await documents.getByLabel('Remplacer brouillon.pdf').setInputFiles(pdf('contrat signé.pdf'));
      await expect(journey.hook('documents-said')).toContainText('contrat signé.pdf est bien reçu, à la place du fichier précédent.');
      await expect(journey.hook('document')).toHaveCount(1);
      await expect(journey.hook('document-contrat')).toContainText('contrat signé.pdf');
      // A program under the name of a picture; what is good then takes the refusal away.
      await input('courriers').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('MZ\x90\0') });
      await expect(journey.hook('problem')).toContainText('pas d’un type accepté');
      await input('courriers').setInputFiles({ name: 'lettre.png', mimeType: 'image/png', buffer: PNG });
      await expect(journey.hook('documents-said')).toContainText('lettre.png est bien reçu.');
      await expect(journey.hook('document')).toHaveCount(2);
      expect(await violations(page), 'on the page of the appointment').toEqual([]);
      await expectNoSideways(page);

      // What the server would surely refuse is not sent.
      await expect(journey.hook('problem')).toHaveCount(0);
      expect(sent).toHaveLength(4);
      await input('courriers').setInputFiles({ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<p>') });
      await expect(journey.hook('problem')).toContainText('pas d’un type accepté');
      const large = Buffer.concat([PDF, Buffer.alloc(10_000_000)]);
      await input('courriers').setInputFiles({ name: 'grand.pdf', mimeType: 'application/pdf', buffer: large });
      await expect(journey.hook('problem')).toContainText('trop volumineux');
      expect(sent).toHaveLength(4);
      await expect(journey.hook('document')).toHaveCount(2);

      // Staff.
      await enter(page, 'admin@concilia.fr');
      await page.goto(`/back-office/rendez-vous/${booked.reference}`);
      const file = page.getByTestId('file-documents');
      await expect(file.getByTestId('document')).toHaveCount(2);
      await expect(file).toContainText('contrat signé.pdf');
      await expect(file).toContainText('par le client');
      await file.scrollIntoViewIfNeeded();
      expect(await violations(page), 'in the file').toEqual([]);
      for (const [name, bytes] of [['contrat signé.pdf', PDF], ['lettre.png', PNG]] as const) {
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          file.getByRole('link', { name: `Télécharger ${name}` }).click(),
        ]);
        expect(download.suggestedFilename()).toBe(name);
        expect(hash(await readFile(await download.path()))).toBe(hash(bytes));
      }

      // The history that is open follows.
      await page.getByTestId('file-history').click();
      await expect(page.getByTestId('history')).toContainText('Document');
      await expect(page.getByTestId('history')).not.toContainText('Document supprimé');
      await file.getByRole('button', { name: 'Supprimer lettre.png' }).click();
      await expect(page.getByTestId('document-delete-form')).toContainText('lettre.png sera effacé pour de bon');
      expect(await violations(page), 'the question').toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByTestId('document-delete-form')).toHaveCount(0);
      await expect(file.getByRole('button', { name: 'Supprimer lettre.png' })).toBeFocused();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Ne rien changer' }).click();
      await expect(file.getByRole('button', { name: 'Supprimer lettre.png' })).toBeFocused();
      await page.keyboard.press('Enter');
      await page.getByTestId('document-delete-confirm').click();
      await expect(page.getByTestId('documents-said')).toHaveText('Document supprimé.');
      await expect(file.getByRole('heading', { name: 'Documents' })).toBeFocused();
      await expect(file.getByTestId('document')).toHaveCount(1);
      await expect(file.getByTestId('document-missing')).toContainText('Pièce facultative, pas encore reçue');

      // Staff add one for the client, who sees it.
      await file.getByTestId('document-add').click();
      await page.getByTestId('document-send').click();
      await expect(page.getByTestId('document-refusal')).toHaveText('Choisissez un fichier.');
      // The first piece that is not there is the one proposed.
      await expect(page.getByTestId('document-asked')).toHaveValue('courriers');
      await page.getByTestId('document-asked').selectOption('');
      await page.getByTestId('document-file').setInputFiles(pdf('note.pdf'));
      expect(await violations(page), 'the form').toEqual([]);
      await page.getByTestId('document-send').click();
      await expect(file.getByTestId('document')).toHaveCount(2);

      // They put another in its place, as the same piece.
      await file.getByRole('button', { name: 'Remplacer note.pdf' }).click();
      await expect(page.getByTestId('document-form')).toContainText('note.pdf sera effacé pour de bon');
      await expect(page.getByTestId('document-form')).toContainText('Autre document');
      await expect(page.getByTestId('document-asked')).toHaveCount(0);
      await page.getByTestId('document-file').setInputFiles(pdf('note relue.pdf'));
      expect(await violations(page), 'the form that replaces').toEqual([]);
      await page.getByTestId('document-send').click();
      await expect(page.getByTestId('documents-said')).toHaveText('Document remplacé.');
      await expect(file.getByRole('heading', { name: 'Documents' })).toBeFocused();
      await expect(file).toContainText('note relue.pdf');
      await expect(file.getByTestId('document')).toHaveCount(2);
      await expect(page.getByTestId('history').getByRole('listitem').first()).toContainText('Document remplacé');
      await expect(page.getByTestId('history')).toContainText('Document supprimé');

      await page.goto(booked.manage_url);
      await expect(journey.hook('document')).toHaveCount(2);
      await expect(documents).toContainText('Autres documents');
      const removal = journey.hook('document').filter({ hasText: 'contrat' }).getByTestId('creno-document-delete');
      await removal.click();
      await expect(journey.hook('document-delete-confirm')).toBeFocused();
      await journey.hook('document-keep').click();
      await expect(removal).toBeFocused();
      await removal.click();
      await journey.hook('document-delete-confirm').click();
      await expect(journey.hook('documents-said')).toContainText('contrat signé.pdf est supprimé.');
      await expect(journey.hook('document')).toHaveCount(1);
    });
  });
}

test('in English', async ({ page, api, journey, watch }) => {
  watch.expectWrong(/status of 415/);
  const booked = await api.bookTheme(DISPUTE, 40, DWELLER);
  await page.goto(booked.manage_url.replace('/rdv', '/rdv?lang=en'));
  await expect(journey.hook('documents')).toContainText('Documents to attach');
  const input = journey.hook('document-contrat').getByTestId('creno-document-add');
  await input.setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: PNG });
  await expect(journey.hook('problem')).toContainText('This kind of file is not accepted.');
  await input.setInputFiles(pdf('a.pdf'));
  await expect(journey.hook('documents-said')).toContainText('a.pdf has been received.');
  await expect(journey.hook('documents')).toContainText('deletes the former file for good');
  await journey.hook('documents').getByLabel('Replace a.pdf').setInputFiles(pdf('b.pdf'));
  await expect(journey.hook('documents-said')).toContainText('b.pdf has been received, in place of the former file.');
});
