export { BackOffice } from './backOffice.ts';
export { expect, test, type CrenoFixtures, type CrenoOptions } from './fixtures.ts';
export { Finger, Keyboard, Mouse, type Hand } from './hands.ts';
export { Journey, type Answers, type Channel, type JourneyOptions, type Step, type Wish } from './journey.ts';
export { Sandbox } from './sandbox.ts';
