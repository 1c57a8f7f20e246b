import ICAL from 'ical.js';
import { Api } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';

const PLACE = { agency: 'lyon-part-dieu', theme: 'premier-rdv', channel: 'office' } as const;

/** The one event of a calendar file, read by the zone that the file itself brings. */
function event(file: string): ICAL.Event {
  const calendar = new ICAL.Component(ICAL.parse(file));
  ICAL.TimezoneService.reset();
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone')!);
  expect(zone.tzid).toBe('Europe/Paris');
  ICAL.TimezoneService.register(zone);
  expect(calendar.getAllSubcomponents('vevent')).toHaveLength(1);
  return new ICAL.Event(calendar.getFirstSubcomponent('vevent')!);
}

test('an appointment moved across the change of the clocks is the same event, at its new offset', async ({ request }) => {
  const clock = await request.post('/api/v1/sandbox/clock', { data: { now: '2026-10-20T08:00:00+02:00' } });
  expect(clock.ok(), await clock.text()).toBe(true);
  const starts = async (from: string, to: string) => {
    const answer = await request.get('/api/v1/public/slots', { params: { ...PLACE, from, to } });
    const { days } = (await answer.json()) as { days: { starts: string[] }[] };
    return days.flatMap((day) => day.starts);
  };
  const [before] = await starts('2026-10-22', '2026-10-24');
  const [after] = await starts('2026-10-26', '2026-10-30');
  expect([before!.slice(-6), after!.slice(-6)]).toEqual(['+02:00', '+01:00']);

  const booked = await new Api(request).book(PLACE, before!);
  const first = event(await (await request.get(booked.ics_url)).text());
  const token = booked.manage_url.split('#rendez-vous=')[1];
  const moved = await request.patch(`/api/v1/public/appointments/${token}`, { data: { start: after } });
  expect(moved.status(), await moved.text()).toBe(200);
  const second = event(await (await request.get(booked.ics_url)).text());

  expect(second.uid).toBe(first.uid);
  expect([first.sequence, second.sequence]).toEqual([0, 1]);
  for (const [read, start] of [[first, before], [second, after]] as const) {
    expect(read.startDate.zone.tzid).toBe('Europe/Paris');
    expect(read.startDate.toJSDate().toISOString()).toBe(new Date(start!).toISOString());
    expect(read.startDate.toString()).toBe(start!.slice(0, 19));
  }
  const length = (read: ICAL.Event) => read.endDate.toUnixTime() - read.startDate.toUnixTime();
  expect(length(second)).toBe(length(first));
});
