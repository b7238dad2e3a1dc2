/** The day that the demonstration province lives through, over and over (platform/clock.ts). */
export const DEMO_DAY = '2021-12-14';
