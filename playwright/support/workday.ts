import type { Page } from '@playwright/test';

/** Public holidays that fall on the same date each year, in France. */
const HOLIDAYS = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];

/** A Tuesday to come, in the morning: the demonstration then has appointments that day. */
function workday(): Date {
  const day = new Date();
  day.setUTCHours(7, 0, 0, 0);
  do day.setUTCDate(day.getUTCDate() + 1);
  while (day.getUTCDay() !== 2 || HOLIDAYS.includes(day.toISOString().slice(5, 10)));
  return day;
}

/** Puts the server and the page in the morning of a working day, and gives it. */
export async function atWork(page: Page, sandbox: { setClock(now: Date): Promise<void>; reset(): Promise<void> }): Promise<Date> {
  const now = workday();
  await sandbox.setClock(now);
  await sandbox.reset();
  await page.clock.install({ time: now });
  return now;
}
