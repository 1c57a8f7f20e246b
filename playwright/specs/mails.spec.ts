import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { request as requests } from '@playwright/test';
import ICAL from 'ical.js';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { Journey } from '../src/journey.ts';
import { Api, CLIENT } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { startRealServer } from '../support/server.ts';

const PLACE = { agency: 'lyon-part-dieu', theme: 'premier-rdv', channel: 'office' } as const;

/** A mail server of others' making, on a port that was free. */
class Mailbox {
  readonly mails: ParsedMail[] = [];
  readonly port: number;
  private server: SMTPServer | undefined;

  private constructor(port: number) {
    this.port = port;
  }

  static async closed(): Promise<Mailbox> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, 'close');
    return new Mailbox(port);
  }

  async open() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _session, done) => {
        simpleParser(stream).then((mail) => { this.mails.push(mail); done(); }, done);
      },
    });
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server.server, 'listening');
  }

  async close() {
    await new Promise<void>((closed) => (this.server ? this.server.close(closed) : closed()));
  }

  /** The mails to an address, in the order in which they came. */
  to(address: string): ParsedMail[] {
    return this.mails.filter((mail) => [mail.to].flat().some((to) => to?.text.includes(address)));
  }
}

/** The event of the calendar file that comes with a mail, and what its receiver is to do with it. */
function invitation(mail: ParsedMail): { method: string; event: ICAL.Event } {
  const file = mail.attachments.find((attachment) => attachment.contentType === 'text/calendar');
  const calendar = new ICAL.Component(ICAL.parse(file!.content.toString('utf8')));
  ICAL.TimezoneService.reset();
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone')!);
  ICAL.TimezoneService.register(zone);
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent')!);
  return { method: String(calendar.getFirstPropertyValue('method')), event };
}

test('mails go through a real mail server, late when it was down, and their link opens the appointment', async ({
  page, watch,
}) => {
  test.setTimeout(120_000);
  const mailbox = await Mailbox.closed();
  const server = await startRealServer({
    CRENO_SMTP_URL: `smtp://127.0.0.1:${mailbox.port}`,
    CRENO_MAIL_FROM: 'rdv@concilia.fr',
  });
  watch.allowOrigin(server.url);
  const context = await requests.newContext({ baseURL: server.url });
  try {
    // Nobody answers there yet: the booking is made all the same.
    const booked = await new Api(context).bookNext(PLACE, 5);
    await mailbox.open();
    // The demonstration's own appointments are recalled meanwhile.
    const told = () => mailbox.mails.filter((mail) => !mail.subject!.startsWith('Rappel'));
    await expect.poll(() => told().length, { timeout: 60_000 }).toBe(2);
    const [confirmed] = mailbox.to(CLIENT.email);
    expect(confirmed!.subject).toMatch(/^Rendez-vous confirmé : /);
    expect(confirmed!.from!.text).toBe('"Concilia" <rdv@concilia.fr>');
    expect(confirmed!.text).toContain(booked.reference);
    expect(confirmed!.html).toContain(booked.reference);
    const first = invitation(confirmed!);
    expect(first.method).toBe('REQUEST');
    expect(first.event.startDate.toJSDate().toISOString()).toBe(new Date(booked.start).toISOString());

    const link = /https?:\S+#rendez-vous=\S+/.exec(confirmed!.text!)![0];
    expect(link).not.toBe(booked.manage_url);
    await page.goto(link);
    const journey = new Journey(page);
    await expect(journey.hook('reference')).toHaveText(booked.reference);

    const token = link.split('#rendez-vous=')[1];
    expect((await context.delete(`/api/v1/public/appointments/${token}`)).status()).toBe(204);
    await expect.poll(() => mailbox.to(CLIENT.email).length, { timeout: 30_000 }).toBe(2);
    const last = invitation(mailbox.to(CLIENT.email)[1]!);
    expect([last.method, last.event.uid, last.event.sequence]).toEqual(['CANCEL', first.event.uid, 1]);
  } finally {
    await context.dispose();
    await server.stop();
    await mailbox.close();
  }
});
