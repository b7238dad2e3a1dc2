/** The pure rules of the schedule, for the server and the browser alike (the table evaluates without a network). */

export type { Condition, DoseKind } from './contract.ts';
export type { EvaluatedDose, GivenDose, InvalidReason } from './evaluate-doses.ts';
export { evaluateDoses, INVALID_REASONS } from './evaluate-doses.ts';
export type { Forecast, ForecastPerson, NextDose, NoDoseReason } from './forecast.ts';
export { forecast, kindOfNext, NO_DOSE_REASONS } from './forecast.ts';
export { kindAt, seriesVaccine } from './requirements.ts';
export type { Schedule } from './schedule.ts';
export { makeSchedule, primaryDoses, rulesOn } from './schedule.ts';
